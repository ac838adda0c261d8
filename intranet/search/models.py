"""What the database engine searches: one row for each thing that everyone may see."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One findable thing: its words as written, and folded and stemmed for search.

    Only what every agent may see is indexed here: a hidden thing changes no score, count or order,
    because it has no row.
    """

    kind = models.CharField(_("kind"), max_length=40)
    object_id = models.BigIntegerField()
    title = models.CharField(_("title"), max_length=300)
    labels = models.TextField(_("other names"), blank=True)
    body = models.TextField(_("text"), blank=True)
    stems = models.TextField(blank=True)
    weight = models.FloatField(default=1.0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")]

    def __str__(self):
        return self.title
