"""Asking a colleague for help, and answering."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from skills import permissions
from skills.models import AgentSkill, HelpAsk, Skill
from skills.notifications import HelpAnswered, HelpAsked

ASKS_A_DAY = 5


@transaction.atomic
def ask_for_help(*, asker: Agent, declared: AgentSkill, message: str) -> HelpAsk:
    """Ask the agent of a declared skill for help. Refuses who did not offer it, and more than ASKS_A_DAY requests in 24 hours."""
    if not permissions.can_ask_for_help(asker, declared):
        raise PermissionDenied(_("This colleague did not offer help on this skill."))
    Agent.objects.select_for_update(of=("self",)).get(pk=asker.pk)  # two windows do not pass the limit together
    if HelpAsk.objects.filter(asker=asker, created_at__gt=clock.now() - timedelta(days=1)).count() >= ASKS_A_DAY:
        raise ValidationError(
            _("You have already asked {n} colleagues for help today. Try again tomorrow, or ask a question to everyone.").format(
                n=ASKS_A_DAY
            )
        )
    ask = HelpAsk.objects.create(
        asker=asker, helper_id=declared.agent_id, skill_id=declared.skill_id, message=message, created_at=clock.now()
    )
    audit.record("skills.ask_for_help", ask, actor=asker)
    notify(HelpAsked, [ask.helper], about=ask, actor=asker, key=f"{ask.pk}", **_named(declared.skill), words=message)
    return ask


@transaction.atomic
def answer_help(*, helper: Agent, ask: HelpAsk, can: bool, answer: str) -> None:
    """Answer a request: I can, or not now, with a word. Refuses whoever was not asked, and a second answer."""
    if not permissions.can_answer_help(helper, ask):
        raise PermissionDenied(_("Only the person who was asked answers, once."))
    status = HelpAsk.Status.CAN if can else HelpAsk.Status.NOT_NOW
    done = HelpAsk.objects.filter(pk=ask.pk, status=HelpAsk.Status.ASKED).update(status=status, answer=answer, answered_at=clock.now())
    if not done:
        raise ValidationError(_("This request was already answered."))
    audit.record("skills.answer_help", ask, actor=helper)
    notify(HelpAnswered, [ask.asker], about=ask, actor=helper, key=f"{ask.pk}", **_named(ask.skill), can=can, answer=answer)


def _named(skill: Skill) -> dict:
    return {"skill": skill.pref_label, "skill_en": skill.label_en}
