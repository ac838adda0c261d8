"""What is announced before something changes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.base.models import Public
from intranet.directory.models import Agent
from pilots.models.pilots import Pilot


class ChangeAnnouncement(Public):
    """What changes, from when, what stays the same. What each audience gains is on the audiences, and required there."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="announcements")
    title = models.CharField(_("title"), max_length=160)
    what_changes = models.TextField(_("what changes"), max_length=2000)
    effective_on = models.DateField(_("from when"))
    stays_the_same = models.TextField(_("what stays the same"), max_length=1000, blank=True)
    cost = models.TextField(_("what it costs you"), max_length=1000, blank=True)
    help = models.TextField(_("help available"), max_length=1000, blank=True)
    published_by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", verbose_name=_("published by"))
    published_on = models.DateField(_("published on"))

    class Meta:
        verbose_name = _("announcement of a change")
        verbose_name_plural = _("announcements of changes")
        ordering = ["-published_on", "-pk"]
        constraints = [models.CheckConstraint(name="announcement_says_something", condition=~Q(title="") & ~Q(what_changes=""))]

    def __str__(self):
        return self.title
