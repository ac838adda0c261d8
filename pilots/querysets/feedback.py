"""Feedback: who reads it, whose name is shown, what waits and what is overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Length, Substr

from intranet.base import clock
from intranet.directory.querysets import with_names

if TYPE_CHECKING:
    from intranet.directory.models import Agent

WAITING = ("new", "triaged", "reopened")
HIERARCHY_DEPTH = 5  # managers of managers: more than any administration has between an agent and its head


def _merged_into(root: str) -> Coalesce:
    """How many items were merged into the one at `root`: a count of its own, so that the rest is not grouped by every column."""
    merged = apps.get_model("pilots", "Feedback").objects.filter(merged_into=OuterRef(root)).order_by().values("merged_into")
    return Coalesce(Subquery(merged.annotate(n=Count("pk")).values("n")), 0)


class FeedbackQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> FeedbackQuerySet:
        """Whole items: those of `agent`, and those of pilots where a grant lets them answer, or decide (the sponsor)."""
        grants = apps.get_model("pilots", "PilotGroupPermission")
        let_in = grants.objects.filter(
            content_object=OuterRef("pilot"), permission__codename__in=("answer_pilot", "decide_pilot"), group__user=agent.pk
        )
        return self.filter(Q(author=agent) | Exists(let_in))

    def with_name_shown(self, viewer: Agent) -> FeedbackQuerySet:
        """With `is_name_shown`: whether `viewer` may read the author's name.

        Their own: yes. Otherwise only those who answer on the pilot's team; and neither the sponsor
        nor anyone in the author's hierarchy (managers of managers, heads of the units that contain
        theirs), unless the author chose to be named.
        """
        grants = apps.get_model("pilots", "PilotGroupPermission")
        units = apps.get_model("directory", "OrgUnit")
        mandates = apps.get_model("pilots", "SponsorMandate")
        here = grants.objects.filter(content_object=OuterRef("pilot"), group__user=viewer.pk)
        answers = Exists(here.filter(permission__codename="answer_pilot"))
        decides = Exists(here.filter(permission__codename="decide_pilot"))
        asked = Exists(mandates.objects.filter(pilot=OuterRef("pilot"), sponsor=viewer))
        above = Q()
        path = "author__manager"
        for _step in range(HIERARCHY_DEPTH):
            above |= Q(**{path: viewer})
            path += "__manager"
        heads = Exists(units.objects.filter(head=viewer, path=Substr(OuterRef("author__unit__path"), 1, Length(F("path")))).order_by())
        hidden = decides | asked | above | heads
        return self.annotate(
            is_name_shown=Case(
                When(author=viewer, then=Value(True)),
                When(~answers & ~decides, then=Value(False)),
                When(is_named=True, then=Value(True)),
                When(hidden, then=Value(False)),
                default=Value(True),
                output_field=BooleanField(),
            )
        )

    def roots(self) -> FeedbackQuerySet:
        """Those that stand for themselves and for what was merged into them."""
        return self.filter(merged_into=None)

    def waiting(self) -> FeedbackQuerySet:
        return self.filter(state__in=WAITING)

    def overdue(self) -> FeedbackQuerySet:
        """Waiting beyond the date at which an answer was due."""
        return self.waiting().filter(due_on__lt=clock.today())

    def promised_late(self) -> FeedbackQuerySet:
        """Answered "under way" for a day that has passed, and not done since."""
        replies = apps.get_model("pilots", "Reply").objects.filter(feedback=OuterRef("pk")).order_by("-replied_at", "-pk")
        return (
            self.filter(state="answered", merged_into=None)
            .annotate(promised_on=Subquery(replies.values("due_on")[:1]))
            .filter(promised_on__lt=clock.today())
        )

    def counts(self) -> dict[str, int]:
        """How many items were given, answered, wait, and wait beyond their date."""
        past = Count("pk", filter=Q(due_on__lt=clock.today(), merged_into=None))
        found = {state: (n, late) for state, n, late in self.order_by().values_list("state").annotate(n=Count("pk"), late=past)}
        given = sum(n for n, _late in found.values())
        waiting = sum(found[state][0] for state in WAITING if state in found)
        overdue = sum(found[state][1] for state in WAITING if state in found)
        return {"given": given, "answered": given - waiting, "waiting": waiting, "overdue": overdue}

    def by_due(self) -> FeedbackQuerySet:
        return self.order_by("due_on", "pk")

    def with_voices(self) -> FeedbackQuerySet:
        """With `voices`: how many said it, merged ones included."""
        return self.annotate(voices=_merged_into("pk") + 1)


class ReplyQuerySet(models.QuerySet):
    def for_publication(self) -> ReplyQuerySet:
        """Replies shown under "You said, we did", the newest first, one for each feedback: with `voices`, how many said it.

        The state of their feedback comes with them: it says whether what is under way is late.
        """
        published = self.model.objects.filter(feedback=OuterRef("feedback"), is_published=True)
        latest = Subquery(published.order_by("-replied_at", "-pk").values("pk")[:1])
        answers = self.filter(pk=latest).exclude(outcome="noted")
        answers = answers.annotate(voices=_merged_into("feedback") + 1)
        return with_names(answers, "replied_by", also=("feedback__state",)).order_by("-replied_at", "-pk")
