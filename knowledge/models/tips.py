"""Tips: what a colleague would have liked to know sooner, written in a minute."""

from datetime import date

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.base import clock, text
from intranet.base.models import Dated, Public
from intranet.directory.models import Agent
from knowledge.querysets.tips import TipQuerySet

LONGEST = 900  # characters: what is read in less than a minute
READ_PER_SECOND = 17  # characters: about 200 words a minute
LIFE_MONTHS = 12


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month when it has none."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise ValueError(day)


def next_year() -> date:
    """The day on which something written today must have been confirmed."""
    return months_after(clock.today(), LIFE_MONTHS)


class Tip(Public, Dated):
    """A tip: live at once, moderated after, right for twelve months unless somebody confirms it."""

    class Status(models.TextChoices):
        LIVE = "live", _("live")
        HIDDEN = "hidden", _("hidden by an editor")
        REMOVED = "removed", _("removed by its author")
        EXPIRED = "expired", _("to be confirmed")

    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("tip"), max_length=LONGEST)
    link = models.URLField(_("link"), max_length=500, blank=True)
    author = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="tips", verbose_name=_("author"))
    credit = models.ForeignKey(
        Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="credited_tips", verbose_name=_("thanks to")
    )
    skills = models.ManyToManyField("skills.Skill", related_name="tips", blank=True, verbose_name=_("skills"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.LIVE)
    hidden_reason = models.CharField(_("reason"), max_length=300, blank=True)
    hidden_by = models.ForeignKey(
        Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("tip hidden by")
    )
    expires_on = models.DateField(_("right until"), default=next_year)
    confirmed_at = models.DateTimeField(_("tip confirmed on"), null=True, blank=True)
    edited_at = models.DateTimeField(_("edited on"), null=True, blank=True)
    helped_count = models.PositiveIntegerField(_("colleagues helped"), default=0)
    thanks_count = models.PositiveIntegerField(_("thanks"), default=0)
    origin_type = models.ForeignKey(ContentType, on_delete=models.SET_NULL, null=True, blank=True)
    origin_id = models.BigIntegerField(null=True, blank=True)
    origin = GenericForeignKey("origin_type", "origin_id")

    objects = TipQuerySet.as_manager()

    class Meta:
        verbose_name = _("tip")
        verbose_name_plural = _("tips")
        constraints = [
            models.CheckConstraint(name="tip_says_something", condition=~Q(text="") & ~Q(title="")),
            models.CheckConstraint(name="tip_is_short", condition=LessThanOrEqual(Length("text"), LONGEST)),
            models.CheckConstraint(name="tip_hidden_says_why", condition=~Q(status="hidden") | ~Q(hidden_reason="")),
        ]
        indexes = [
            models.Index(fields=["status", "-created_at"], name="tip_latest"),
            models.Index(fields=["origin_type", "origin_id"], name="tip_by_origin"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("knowledge:tip", args=[self.public_id])

    @property
    def is_current(self) -> bool:
        """Whether lists show it: live and within its date."""
        return self.status == self.Status.LIVE and self.expires_on >= clock.today()

    @property
    def seconds(self) -> int:
        """How long it takes to read, in seconds, by tens."""
        return max(10, round(len(self.text) / READ_PER_SECOND / 10) * 10)


def title_of(words: str) -> str:
    """A title for a tip written without one: its first sentence, cut at a word."""
    first = words.strip().split("\n", 1)[0]
    for end in (". ", " : ", " ; ", "? "):
        first = first.split(end, 1)[0]
    return text.excerpt(first.rstrip(" .;:"), 110)
