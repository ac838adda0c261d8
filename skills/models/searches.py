"""Searches of colleagues that an agent keeps, and whom they already know of."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.base.models import Public
from intranet.directory.models import Agent
from skills.querysets.searches import SavedSearchQuerySet


class SavedSearch(Public):
    """A search of colleagues (*recherche enregistrée*): the query of its address, under a name."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="saved_searches", verbose_name=_("agent"))
    name = models.CharField(_("name"), max_length=120)
    query = models.CharField(_("what is looked for"), max_length=800)
    is_told = models.BooleanField(_("tell me when somebody new appears"), default=False)
    created_at = models.DateTimeField(_("saved on"))
    told_at = models.DateTimeField(_("last told on"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed on"), null=True, blank=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agent", "query"], condition=Q(removed_at=None), name="saved_search_once"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(is_told=True, removed_at=None), name="saved_search_told")]

    def __str__(self):
        return f"{self.public_id}"  # the journal writes it: it says nothing of who is looked for

    def get_absolute_url(self):
        return f"{reverse('skills:people')}?{self.query}"


class SearchSeen(models.Model):
    """Somebody whom a saved search already found: its agent is not told of them again."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="seen")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("colleague already found by a saved search")
        verbose_name_plural = _("colleagues already found by saved searches")
        constraints = [models.UniqueConstraint(fields=["search", "agent"], name="search_seen_once")]

    def __str__(self):
        return f"{self.search_id} {self.agent_id}"
