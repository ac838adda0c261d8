"""Questions asked of questions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from intranet import roles
from intranet.base import clock
from intranet.directory.querysets import name_at

if TYPE_CHECKING:
    from intranet.directory.models import Agent


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent) -> QuestionQuerySet:
        """Questions asked to everyone, or to a unit that contains `agent`; their own; editors see all. Withdrawn: its author only."""
        mine = Q(author=agent)
        if roles.has(agent, roles.Role.EDITOR):
            return self.filter(~Q(status="withdrawn") | mine)
        reached = Q(audience=None) | Q(audience__path__in=agent.paths_above)
        return self.filter((~Q(status="withdrawn") & reached) | mine)

    def for_everyone(self) -> QuestionQuerySet:
        """Questions that every agent may see: the only ones that are indexed."""
        return self.filter(audience=None).exclude(status="withdrawn")

    def open(self) -> QuestionQuerySet:
        return self.filter(status="open")

    def unanswered(self) -> QuestionQuerySet:
        """Open questions to which nobody has answered yet."""
        answers = apps.get_model("knowledge", "Answer").objects.standing()
        return self.open().filter(~Exists(answers.filter(question=OuterRef("pk"))))

    def answered_by_somebody(self) -> QuestionQuerySet:
        """Open questions that have an answer and wait for their author to accept one."""
        answers = apps.get_model("knowledge", "Answer").objects.standing()
        return self.open().filter(Exists(answers.filter(question=OuterRef("pk"))))

    def sent_to(self, agent: Agent) -> QuestionQuerySet:
        """Questions that were sent to `agent`, who did not decline."""
        return self.filter(routings__agent=agent, routings__declined_at=None)

    def with_counts(self) -> QuestionQuerySet:
        return self.annotate(answer_count=Count("answers", filter=Q(answers__removed_at=None), distinct=True))

    def for_rows(self) -> QuestionQuerySet:
        """With what a row shows, and no more but for the skills."""
        question = ("public_id", "title", "status", "created_at", "taken_until", "audience__name")
        people = (*name_at("author"), *name_at("taken_by"))
        return self.select_related("author__unit", "audience", "taken_by").only(*question, *people, "author__unit__name")

    def with_people(self) -> QuestionQuerySet:
        return self.select_related("author", "author__unit", "audience", "taken_by").prefetch_related("skills")

    def oldest_first(self) -> QuestionQuerySet:
        return self.order_by("created_at", "pk")

    def newest_first(self) -> QuestionQuerySet:
        return self.order_by("-created_at", "-pk")


class AnswerQuerySet(models.QuerySet):
    def standing(self) -> AnswerQuerySet:
        """Answers that were not removed."""
        return self.filter(removed_at=None)

    def visible_to(self, agent: Agent) -> AnswerQuerySet:
        """Answers that stand, under a question that `agent` may see."""
        return self.standing().filter(question__in=apps.get_model("knowledge", "Question").objects.visible_to(agent).values("pk"))

    def with_people(self) -> AnswerQuerySet:
        return self.select_related("author", "author__unit")


class RoutingQuerySet(models.QuerySet):
    def waiting_for(self, agent: Agent) -> RoutingQuerySet:
        """Questions sent to `agent` that still wait: open, not declined, not answered by them."""
        answered = apps.get_model("knowledge", "Answer").objects.standing().filter(question=OuterRef("question"), author=agent)
        return self.filter(agent=agent, declined_at=None, question__status="open").filter(~Exists(answered)).select_related("question")

    def lately(self, days: int = 30) -> RoutingQuerySet:
        return self.filter(asked_at__gte=clock.now() - timedelta(days=days))

    def asked_enough(self, times: int) -> models.QuerySet:
        """The keys of agents who were sent `times` questions or more in the last thirty days."""
        return self.lately().values("agent").annotate(n=Count("pk")).filter(n__gte=times).order_by().values("agent")
