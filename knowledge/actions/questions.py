"""Ask, answer, accept; take a question, close it, open it again."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent, OrgUnit
from intranet.notifications.messages import notify
from intranet.search import door
from knowledge import notifications as told
from knowledge import permissions
from knowledge.actions.checking import check
from knowledge.actions.routing import send_further
from knowledge.models import Answer, Question
from knowledge.models.questions import TAKEN_FOR
from skills.actions import propose_evidence
from skills.models import Skill


@transaction.atomic
def ask_question(*, author: Agent, title: str, body: str = "", skills: Iterable[Skill] = (), audience: OrgUnit | None = None) -> Question:
    """Ask a question, to everyone or to a unit that contains the asker, and send it to the first group of people who know."""
    if audience is not None and not (author.unit_id and author.unit.path.startswith(audience.path)):
        raise ValidationError({"audience": _("Ask everyone, or a unit of yours.")})
    question = Question(author=author, title=title.strip(), body=body.strip(), audience=audience)
    check(obj=question, names={"title", "body"})
    question.save()
    question.skills.set(skills)
    audit.record("knowledge.ask", question, actor=author)
    send_further(question=question)
    door.refresh(question)
    return question


@transaction.atomic
def edit_question(*, agent: Agent, question: Question, title: str, body: str = "", skills: Iterable[Skill] = ()) -> Question:
    """Change the words of one's own open question. A new skill sends it to new people when nobody had been found."""
    question = _locked(question)
    if not permissions.can_edit_question(agent, question):
        raise PermissionDenied(_("Whoever asked may change an open question."))
    question.title, question.body, question.edited_at = title.strip(), body.strip(), clock.now()
    check(obj=question, names={"title", "body"})
    question.save(update_fields=["title", "body", "edited_at", "updated_at"])
    question.skills.set(skills)
    audit.record("knowledge.edit_question", question, actor=agent)
    _send_if_nobody(question)
    door.refresh(question)
    return question


@transaction.atomic
def orient_question(*, editor: Agent, question: Question, skills: Iterable[Skill]) -> int:
    """An editor says which skills a question is about, and sends it on. Returns to how many people."""
    question = _locked(question)
    if not permissions.is_editor(editor) or not question.is_open:
        raise PermissionDenied(_("A knowledge editor orients an open question."))
    question.skills.set(skills)
    audit.record("knowledge.orient", question, actor=editor)
    door.refresh(question)
    return send_further(question=question)


@transaction.atomic
def answer_question(*, author: Agent, question: Question, body: str) -> Answer:
    """Answer a question: who asked is told, and it goes no further."""
    question = _locked(question)
    if not permissions.can_answer(author, question):
        raise PermissionDenied(_("This question is closed."))
    answer = Answer(question=question, author=author, body=body.strip())
    check(obj=answer, names={"body"})
    answer.save()
    Question.objects.filter(pk=question.pk).update(widens_at=None)
    Question.objects.filter(pk=question.pk, taken_by=author).update(taken_by=None, taken_until=None)
    audit.record("knowledge.answer", question, actor=author, answer=answer.public_id)
    notify(
        told.Answered,
        [question.author],
        about=question,
        actor=author,
        url=answer.get_absolute_url(),
        key=f"{answer.pk}",
        title=question.title,
    )
    door.refresh(question)
    return answer


@transaction.atomic
def edit_answer(*, agent: Agent, answer: Answer, body: str) -> None:
    """Change the words of one's own answer; it says that it was edited."""
    _locked(answer.question)
    answer.refresh_from_db(fields=["removed_at"])
    if not permissions.can_edit_answer(agent, answer):
        raise PermissionDenied(_("Only its author may change an answer."))
    answer.body, answer.edited_at = body.strip(), clock.now()
    check(obj=answer, names={"body"})
    answer.save(update_fields=["body", "edited_at", "updated_at"])
    audit.record("knowledge.edit_answer", answer.question, actor=agent, answer=answer.public_id)
    door.refresh(answer.question)


@transaction.atomic
def remove_answer(*, agent: Agent, answer: Answer, reason: str = "") -> None:
    """Take an answer away. An editor says why, and its author is told. An accepted answer stays."""
    answer.question = _locked(answer.question)
    answer.refresh_from_db(fields=["removed_at"])
    if not permissions.can_remove_answer(agent, answer):
        raise PermissionDenied(_("You cannot remove this answer."))
    reason = reason.strip()[:300]
    is_own = answer.author_id == agent.pk
    if not is_own and not reason:
        raise ValidationError({"reason": _("Say why: its author will read it.")})
    answer.removed_at, answer.removed_by, answer.removed_reason = clock.now(), agent, reason
    answer.save(update_fields=["removed_at", "removed_by", "removed_reason", "updated_at"])
    audit.record("knowledge.remove_answer", answer.question, actor=agent, answer=answer.public_id, by_author=is_own)
    if not is_own:
        notify(
            told.AnswerRemoved,
            [answer.author],
            about=answer.question,
            actor=agent,
            key=f"{answer.pk}",
            title=answer.question.title,
            reason=reason,
        )
    door.refresh(answer.question)


@transaction.atomic
def accept_answer(*, agent: Agent, answer: Answer, reason: str = "") -> Question:
    """Accept the answer that helped: its author is told, and what they did is proposed to them as evidence of a skill.

    An editor may accept for whoever asked, and says why. Accepting another one later is allowed.
    """
    question = _locked(answer.question)
    answer.refresh_from_db(fields=["removed_at"])
    if not permissions.can_accept(agent, question):
        raise PermissionDenied(_("Whoever asked accepts the answer that helped."))
    if answer.removed_at is not None:
        raise ValidationError(_("This answer was removed."))
    reason = reason.strip()[:300]
    if question.author_id != agent.pk and not reason:
        raise ValidationError({"reason": _("Say why you accept it for the person who asked.")})
    if question.accepted_id == answer.pk:
        return question
    question.accepted, question.status = answer, Question.Status.ANSWERED
    question.accepted_at, question.accepted_by, question.accepted_reason = clock.now(), agent, reason
    question.widens_at = question.taken_by = question.taken_until = None
    question.save()
    audit.record("knowledge.accept", question, actor=agent, answer=answer.public_id)
    notify(told.AnswerAccepted, [answer.author], about=question, actor=agent, key=f"{answer.pk}", title=question.title)
    # What was asked to one unit only is not told elsewhere, not even by its title.
    if answer.author_id != question.author_id and question.audience_id is None:
        propose_evidence(agent=answer.author, kind="answer", about=answer, title=question.title, skills=list(question.skills.all()))
    door.refresh(question)
    return question


@transaction.atomic
def take_question(*, agent: Agent, question: Question) -> bool:
    """Say "I'm on it" for ten minutes. Returns False when a colleague said so before."""
    if not question.is_open or question.author_id == agent.pk:
        raise PermissionDenied(_("This question cannot be taken."))
    now = clock.now()
    free = Q(taken_by=None) | Q(taken_until__lte=now) | Q(taken_by=agent)
    taken = Question.objects.open().filter(free, pk=question.pk).update(taken_by=agent, taken_until=now + TAKEN_FOR)
    return bool(taken)


@transaction.atomic
def release_question(*, agent: Agent, question: Question) -> None:
    """Leave to others a question that one had taken."""
    Question.objects.filter(pk=question.pk, taken_by=agent).update(taken_by=None, taken_until=None)


@transaction.atomic
def close_question(*, agent: Agent, question: Question, reason: str) -> None:
    """Close a question without an accepted answer, with a reason; who asked is told when it is not them."""
    question = _locked(question)
    if not permissions.can_close(agent, question):
        raise PermissionDenied(_("Whoever asked, or a knowledge editor, closes a question."))
    reason = reason.strip()[:300]
    if not reason:
        raise ValidationError({"reason": _("Say why in a few words.")})
    question.status, question.closed_reason, question.closed_by = Question.Status.CLOSED, reason, agent
    question.widens_at = question.taken_by = question.taken_until = None
    question.save()
    audit.record("knowledge.close", question, actor=agent)
    notify(
        told.QuestionClosed, [question.author], about=question, actor=agent, key=f"{question.pk}:{clock.now().timestamp()}",
        title=question.title, reason=reason,
    )  # fmt: skip
    door.refresh(question)


@transaction.atomic
def reopen_question(*, agent: Agent, question: Question) -> None:
    """Open a question again: the answers stay, none is accepted any more; without any answer, it goes further."""
    question = _locked(question)
    if not permissions.can_reopen(agent, question):
        raise PermissionDenied(_("Whoever asked, or a knowledge editor, opens a question again."))
    question.status = Question.Status.OPEN
    question.accepted = question.accepted_at = question.accepted_by = question.closed_by = None
    question.accepted_reason = question.closed_reason = ""
    question.reopened_at = clock.now()
    question.editors_told_at = None
    question.save()
    audit.record("knowledge.reopen", question, actor=agent)
    _send_if_nobody(question)
    door.refresh(question)


@transaction.atomic
def withdraw_question(*, agent: Agent, question: Question) -> None:
    """Take back a question to which nobody has answered; it can be put back."""
    question = _locked(question)
    if not permissions.can_withdraw(agent, question):
        raise PermissionDenied(_("A question with an answer is closed, not withdrawn."))
    question.status = Question.Status.WITHDRAWN
    question.widens_at = question.taken_by = question.taken_until = None
    question.save()
    audit.record("knowledge.withdraw", question, actor=agent)
    door.refresh(question)


def _send_if_nobody(question: Question) -> None:
    """Send to a group when nobody was asked yet, or when it waits again for an answer."""
    if not question.routings.filter(declined_at=None).exists() or (question.widens_at is None and not question.answers.standing().exists()):
        send_further(question=question)


def _locked(question: Question) -> Question:
    return Question.objects.select_for_update(of=("self",)).select_related("author__unit", "audience").get(pk=question.pk)
