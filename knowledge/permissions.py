"""Who may do what with what is shared. The docstring is the rule."""

from django.core.exceptions import PermissionDenied

from intranet import roles
from intranet.directory.models import Agent
from knowledge.models import Answer, OutdatedFlag, Question, Tip
from knowledge.models.pages import KeptPage


def is_editor(agent: Agent) -> bool:
    """Knowledge editors look after tips, questions, guides and procedures."""
    return roles.has(agent, roles.Role.EDITOR)


def require(allowed: bool, sentence: str) -> None:
    """Refuse with a sentence that says why."""
    if not allowed:
        raise PermissionDenied(sentence)


def can_edit_tip(agent: Agent, tip: Tip) -> bool:
    """The author of a tip edits it, unless an editor hid it."""
    return tip.author_id == agent.pk and tip.status != Tip.Status.HIDDEN


def can_remove_tip(agent: Agent, tip: Tip) -> bool:
    """The author of a tip removes it and puts it back, unless an editor hid it."""
    return can_edit_tip(agent, tip)


def can_confirm_tip(agent: Agent, tip: Tip) -> bool:
    """The author of a tip, the colleague it thanks, and editors say that it is still right."""
    return tip.status in (Tip.Status.LIVE, Tip.Status.EXPIRED) and (agent.pk in (tip.author_id, tip.credit_id) or is_editor(agent))


def can_hide_tip(agent: Agent, tip: Tip) -> bool:
    """An editor hides a tip, with a reason, and shows it again."""
    return is_editor(agent) and tip.status != Tip.Status.REMOVED


def can_edit_question(agent: Agent, question: Question) -> bool:
    """Whoever asked edits the question while it is open."""
    return question.author_id == agent.pk and question.status == Question.Status.OPEN


def can_answer(agent: Agent, question: Question) -> bool:
    """Whoever sees an open or answered question answers it."""
    return question.status in (Question.Status.OPEN, Question.Status.ANSWERED)


def can_take(agent: Agent, question: Question) -> bool:
    """A colleague other than who asked says "I'm on it" on an open question that nobody has taken."""
    return question.is_open and question.author_id != agent.pk and question.taker in (None, agent)


def can_accept(agent: Agent, question: Question) -> bool:
    """Whoever asked accepts the answer that helped; an editor does too, and says why."""
    return question.status in (Question.Status.OPEN, Question.Status.ANSWERED) and (question.author_id == agent.pk or is_editor(agent))


def can_close(agent: Agent, question: Question) -> bool:
    """Whoever asked, or an editor, closes an open question without an answer, with a reason."""
    return question.is_open and (question.author_id == agent.pk or is_editor(agent))


def can_reopen(agent: Agent, question: Question) -> bool:
    """Whoever asked, or an editor, opens again a question that was answered or closed; whoever withdrew it puts it back."""
    if question.status == Question.Status.WITHDRAWN:
        return question.author_id == agent.pk
    return not question.is_open and (question.author_id == agent.pk or is_editor(agent))


def can_withdraw(agent: Agent, question: Question) -> bool:
    """Whoever asked withdraws a question to which nobody has answered."""
    return question.is_open and question.author_id == agent.pk and not Answer.objects.standing().filter(question=question).exists()


def can_edit_answer(agent: Agent, answer: Answer) -> bool:
    """The author of an answer edits it."""
    return answer.author_id == agent.pk and answer.removed_at is None


def can_remove_answer(agent: Agent, answer: Answer) -> bool:
    """The author of an answer, or an editor with a reason, removes it, unless it was accepted."""
    return answer.removed_at is None and answer.question.accepted_id != answer.pk and (answer.author_id == agent.pk or is_editor(agent))


def can_make_tip(agent: Agent, answer: Answer) -> bool:
    """Whoever asked, whoever answered, or an editor makes a tip of the accepted answer of a question asked to everyone."""
    question = answer.question
    return (
        question.accepted_id == answer.pk
        and question.audience_id is None
        and (agent.pk in (question.author_id, answer.author_id) or is_editor(agent))
    )


def can_review_page(agent: Agent, page: KeptPage) -> bool:
    """Who answers for a page, and editors, say that it is still right."""
    owner = page.owner_shown
    return page.live and (is_editor(agent) or (owner is not None and owner.pk == agent.pk))


def can_retire_page(agent: Agent, page: KeptPage) -> bool:
    """An editor takes a page offline, with a reason. Nothing is destroyed."""
    return page.live and is_editor(agent)


def can_close_flag(agent: Agent, flag: OutdatedFlag) -> bool:
    """Whoever answers for the tip or the page replies to a report; editors too."""
    if flag.closed_at is not None:
        return False
    if is_editor(agent):
        return True
    about = flag.about
    if isinstance(about, Tip):
        return about.author_id == agent.pk
    owner = about.owner_shown if about is not None else None
    return owner is not None and owner.pk == agent.pk
