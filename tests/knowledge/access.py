"""Who may open what in knowledge. Things belong to the agent of the world, unless said otherwise."""

from knowledge import actions
from knowledge.models import Answer, GuidePage, OutdatedFlag, Question, Tip
from tests.factories import AgentFactory
from tests.knowledge import factories as make

OUT = {"anonymous": 302, "disabled": 302}
ALL = {"*": 200, **OUT}
NO_POST = {"*": 405, **OUT}
NO_GET = {"*": 405, **OUT}
FORM = {"*": 422, **OUT}
EDITORS = {"*": 403, "editor": 200, **OUT}
EDITORS_FORM = {"*": 403, "editor": 422, **OUT}
MINE = {"*": 403, "agent": 200, **OUT}
MINE_FORM = {"*": 403, "agent": 422, **OUT}
MINE_OR_EDITOR = {"*": 403, "agent": 200, "editor": 200, **OUT}
MINE_OR_EDITOR_FORM = {"*": 403, "agent": 422, "editor": 422, **OUT}
DONE = {"*": 302, **OUT}


def page(name, arguments=None, get=ALL, post=NO_POST):
    return (f"knowledge:{name}", arguments or {}, {"GET": get, "POST": post})


def a_tip(world):
    """A tip that the agent wrote."""
    tip = Tip.objects.filter(author=world.people["agent"], status="live").first() or make.tip(world.people["agent"])
    return {"public_id": tip.public_id}


def a_removed_tip(world):
    tip = Tip.objects.first() or make.tip(world.people["agent"])
    Tip.objects.filter(pk=tip.pk).update(status="removed")
    return {"public_id": tip.public_id}


def a_hidden_tip(world):
    tip = Tip.objects.first() or make.tip(world.people["agent"])
    Tip.objects.filter(pk=tip.pk).update(status="hidden", hidden_reason="Nomme un usager")
    return {"public_id": tip.public_id}


def a_question(world):
    """An open question that the agent asked, without an answer."""
    question = Question.objects.first() or make.question(world.people["agent"])
    Question.objects.filter(pk=question.pk).update(status="open", closed_reason="", taken_by=None, taken_until=None)
    return {"public_id": question.public_id}


def a_closed_question(world):
    found = a_question(world)
    Question.objects.update(status="closed", closed_reason="Résolue")
    return found


def an_answer(world):
    """An answer of the agent's colleague to the agent's question."""
    answer = Answer.objects.first()
    if answer is None:
        a_question(world)
        answer = actions.answer_question(author=world.people["manager"], question=Question.objects.get(), body="Ainsi.")
    return {"public_id": answer.public_id}


def own_answer(world):
    """An answer of the agent to somebody else's question."""
    answer = Answer.objects.first()
    if answer is None:
        answer = actions.answer_question(author=world.people["agent"], question=make.question(AgentFactory()), body="Ainsi.")
    return {"public_id": answer.public_id}


def accepted_answer(world):
    found = an_answer(world)
    actions.accept_answer(agent=world.people["agent"], answer=Answer.objects.get())
    return found


def a_guide(world):
    """A guide that the agent answers for."""
    guide = GuidePage.objects.first() or make.guide(owner=world.people["agent"])
    return {"slug": guide.slug}


def a_flag(world):
    """A report about the agent's tip."""
    flag = OutdatedFlag.objects.first()
    if flag is None:
        flag = actions.flag_outdated(agent=AgentFactory(), about=make.tip(world.people["agent"]), reason="Dépassée")
    return {"public_id": flag.public_id}


ROWS = [
    page("index"),
    page("browse"),
    page("browse_csv"),
    page("mine"),
    page("reviews"),
    page("questions"),
    page("question_near"),
    page("flags"),
    page("pause", get=NO_GET, post=DONE),
    page("resume", get=NO_GET, post=DONE),
    page("tip_new", post=FORM),
    page("tip", a_tip),
    page("tip_edit", a_tip, get=MINE, post=MINE_FORM),
    page("tip_remove", a_tip, get=NO_GET, post={"*": 403, "agent": 302, **OUT}),
    page("tip_restore", a_removed_tip, get=NO_GET, post={"*": 404, "agent": 302, "editor": 403, **OUT}),
    page("tip_hide", a_tip, get=EDITORS, post=EDITORS_FORM),
    page("tip_show", a_hidden_tip, get=NO_GET, post={"*": 404, "agent": 403, "editor": 302, **OUT}),
    page("tip_confirm", a_tip, get=NO_GET, post={"*": 403, "agent": 302, "editor": 302, **OUT}),
    page("tip_mark", a_tip, get=NO_GET, post={"*": 302, "agent": 403, **OUT}),
    page("tip_flag", a_tip, post=FORM),
    page("question_ask", post=FORM),
    page("question", a_question),
    page("question_edit", a_question, get=MINE, post=MINE_FORM),
    page("question_orient", a_question, get=EDITORS, post=EDITORS_FORM),
    page("question_answer", a_question, post=FORM),
    page("question_take", a_question, get=NO_GET, post={"*": 302, "agent": 403, **OUT}),
    page("question_release", a_question, get=NO_GET, post=DONE),
    page("question_decline", a_question, get=NO_GET, post={"*": 403, **OUT}),
    page("question_close", a_question, get=MINE_OR_EDITOR, post=MINE_OR_EDITOR_FORM),
    page("question_reopen", a_closed_question, get=NO_GET, post={"*": 403, "agent": 302, "editor": 302, **OUT}),
    page("question_withdraw", a_question, get=NO_GET, post={"*": 403, "agent": 302, **OUT}),
    page("answer_accept", an_answer, get=MINE_OR_EDITOR, post={"*": 403, "agent": 302, "editor": 422, **OUT}),
    page("answer_edit", own_answer, get=MINE, post=MINE_FORM),
    page("answer_remove", own_answer, get=MINE_OR_EDITOR, post={"*": 404, "agent": 302, **OUT}),  # the agent removes it first
    page("answer_tip", accepted_answer, get={**MINE_OR_EDITOR, "manager": 200}, post={**MINE_OR_EDITOR_FORM, "manager": 422}),
    page("page_confirm", a_guide, get=NO_GET, post={"*": 403, "agent": 302, "editor": 302, **OUT}),
    page("page_mark", a_guide, get=NO_GET, post=DONE),
    page("page_flag", a_guide, post=FORM),
    page("page_retire", a_guide, get=EDITORS, post=EDITORS_FORM),
    page("flag_reply", a_flag, get={"*": 404, "agent": 200, "editor": 200, **OUT}, post={"*": 404, "agent": 422, "editor": 422, **OUT}),
]
