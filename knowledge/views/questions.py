"""Questions: ask, answer, accept."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intranet.base.forms import bind, once
from intranet.base.pages import paginate
from intranet.base.posting import button, form_page
from knowledge import actions, permissions
from knowledge.forms import AnswerForm, EditQuestionForm, OrientForm, QuestionForm, ReasonForm, TipForm
from knowledge.models import Answer, Question, Routing, Tip
from knowledge.models.tips import LONGEST
from knowledge.notifications import because
from knowledge.search import helpers_near, near_words


def _question(request: HttpRequest, public_id) -> Question:
    return get_object_or_404(Question.objects.visible_to(request.user).with_people(), public_id=public_id)


def _answer(request: HttpRequest, public_id) -> Answer:
    return get_object_or_404(Answer.objects.visible_to(request.user).select_related("question__author", "author"), public_id=public_id)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Questions by what they wait for: without an answer (the oldest first), sent to me, mine, answered."""
    agent = request.user
    chosen = request.GET.get("show", "waiting")
    visible = Question.objects.visible_to(agent)
    lists = {
        "waiting": visible.unanswered().oldest_first(),
        "for_me": visible.filter(pk__in=Routing.objects.waiting_for(agent).values("question")).oldest_first(),
        "mine": visible.filter(author=agent).newest_first(),
        "answered": visible.filter(status=Question.Status.ANSWERED).newest_first(),
        "all": visible.exclude(status=Question.Status.WITHDRAWN).newest_first(),
    }
    chosen = chosen if chosen in lists else "waiting"
    names = {
        "waiting": _("Without an answer"),
        "for_me": _("Sent to me"),
        "mine": _("Asked by me"),
        "answered": _("With an answer"),
        "all": _("Everything"),
    }
    context = {
        "chosen": chosen,
        "tabs": [(key, names[key], rows.count()) for key, rows in lists.items()],
        "page": paginate(request, lists[chosen].with_counts().with_people()),
    }
    return render(request, "knowledge/questions.html", context)


def question_ask(request: HttpRequest) -> HttpResponse:
    """Ask a question. What is near and already there is shown before it is sent; sent again, it goes."""
    agent = request.user
    start = {"title": request.GET.get("title", "")[:160].replace("\x00", "")} if request.method == "GET" else {}
    form = bind(request, QuestionForm, asker=agent, initial=start)
    things = []
    checked = request.method == "POST" and form.is_valid()
    if checked:
        data = form.cleaned_data
        if not request.POST.get("seen"):
            things = near_words(f"{data['title']} {data['body']}", agent, skills=data["skills"])
        if not things:
            with once(request) as sent:
                if sent.is_repeat:
                    return redirect(sent.result_url)
                return redirect(sent.done(actions.ask_question(author=agent, **data).get_absolute_url()))
    people = helpers_near(form.cleaned_data["skills"], agent) if checked else []
    status = 422 if request.method == "POST" and not checked else 200
    return render(
        request,
        "knowledge/question_form.html",
        {"form": form, "question": None, "things": things, "people": people, "checked": checked},
        status=status,
    )


@require_safe
def question_near(request: HttpRequest) -> HttpResponse:
    """What is near a question being written: a fragment, asked for while typing."""
    words = request.GET.get("title", "")[:160].replace("\x00", "")
    things = near_words(words, request.user) if len(words) >= 8 else []
    return render(request, "knowledge/_already.html", {"things": things})


@require_safe
def question(request: HttpRequest, public_id) -> HttpResponse:
    """One question, its answers, and what I can do about it."""
    found = _question(request, public_id)
    agent = request.user
    answers = list(found.answers.standing().with_people().order_by("created_at", "pk"))
    answers.sort(key=lambda each: each.pk != found.accepted_id)
    routings = list(found.routings.select_related("skill"))
    mine = next((each for each in routings if each.agent_id == agent.pk and each.declined_at is None), None)
    has_answered = any(each.author_id == agent.pk for each in answers)
    tip_made = Tip.objects.visible_to(agent).from_origin(Answer, [found.accepted_id]).first() if found.accepted_id else None
    for each in answers:
        each.question = found
    context = {
        "question": found,
        "rows": [
            {
                "answer": each,
                "is_accepted": each.pk == found.accepted_id,
                "may_edit": permissions.can_edit_answer(agent, each),
                "may_remove": permissions.can_remove_answer(agent, each),
                "may_make_tip": tip_made is None and permissions.can_make_tip(agent, each),
            }
            for each in answers
        ],
        "sent_count": len(routings),
        "sent_skills": list(dict.fromkeys(each.skill.label for each in routings)),
        "routing": mine if found.is_open and not has_answered else None,
        "because": _because(mine),
        "is_mine": found.author_id == agent.pk,
        "is_editor": permissions.is_editor(agent),
        "may_take": permissions.can_take(agent, found) and not has_answered,
        "may_accept": permissions.can_accept(agent, found),
        "may_edit": permissions.can_edit_question(agent, found),
        "may_close": permissions.can_close(agent, found),
        "may_reopen": permissions.can_reopen(agent, found),
        "may_withdraw": found.author_id == agent.pk and found.is_open and not answers,
        "form": AnswerForm(auto_id="answer-%s") if permissions.can_answer(agent, found) else None,
        "tip_made": tip_made,
    }
    return render(request, "knowledge/question.html", context)


def _because(routing: Routing | None) -> str:
    if routing is None:
        return ""
    return because({"skill": routing.skill.pref_label, "skill_en": routing.skill.label_en, "level": routing.level})


def question_edit(request: HttpRequest, public_id) -> HttpResponse:
    """Change the words of my open question."""
    found = _question(request, public_id)
    permissions.require(permissions.can_edit_question(request.user, found), _("Whoever asked may change an open question."))
    initial = {"title": found.title, "body": found.body, "skills": list(found.skills.all())}

    def save(data) -> str:
        return actions.edit_question(agent=request.user, question=found, **data).get_absolute_url()

    context = {"question": found, "things": [], "people": [], "checked": False}
    return form_page(
        request,
        bind(request, EditQuestionForm, initial=initial),
        save,
        "knowledge/question_form.html",
        context,
        done=_("Your question was changed."),
    )


def question_orient(request: HttpRequest, public_id) -> HttpResponse:
    """Say which skills a question is about, and send it on (editors)."""
    found = _question(request, public_id)
    permissions.require(permissions.is_editor(request.user) and found.is_open, _("A knowledge editor orients an open question."))

    def orient(data) -> str:
        actions.orient_question(editor=request.user, question=found, **data)
        return found.get_absolute_url()

    context = {
        "title": _("Whom does this question call for?"),
        "about": found,
        "button": _("Send on"),
        "back": found.get_absolute_url(),
        "danger": False,
    }
    initial = {"skills": list(found.skills.all())}
    return form_page(
        request, bind(request, OrientForm, initial=initial), orient, "knowledge/reason.html", context, done=_("The question was sent on.")
    )


def question_answer(request: HttpRequest, public_id) -> HttpResponse:
    """Answer a question."""
    found = _question(request, public_id)

    def answer(data) -> str:
        return actions.answer_question(author=request.user, question=found, **data).get_absolute_url()

    said = (
        _("Your answer is online; {name} is told.").format(name=found.author.name)
        if found.author_id != request.user.pk
        else _("Your answer is online.")
    )
    return form_page(
        request, bind(request, AnswerForm), answer, "knowledge/answer_form.html", {"question": found, "answer": None}, done=said
    )


@require_POST
def question_take(request: HttpRequest, public_id) -> HttpResponse:
    """ "I'm on it": ten minutes during which colleagues see that somebody is answering."""
    found = _question(request, public_id)
    back = reverse("knowledge:question_answer", args=[found.public_id])

    def take():
        if not actions.take_question(agent=request.user, question=found):
            raise ValidationError(_("A colleague is already answering. You may answer too, a little later."))

    answer = button(request, take, back, done=_("Yours for ten minutes: colleagues see that you are answering."))
    found.refresh_from_db()
    return answer if found.taken_by_id == request.user.pk else redirect(found.get_absolute_url())


@require_POST
def question_release(request: HttpRequest, public_id) -> HttpResponse:
    found = _question(request, public_id)
    return button(
        request,
        lambda: actions.release_question(agent=request.user, question=found),
        found.get_absolute_url(),
        done=_("The question is free again."),
    )


@require_POST
def question_decline(request: HttpRequest, public_id) -> HttpResponse:
    """I cannot answer this one; with `pause`, nor any other for a month."""
    found = _question(request, public_id)

    def decline():
        actions.decline_question(agent=request.user, question=found)
        if request.POST.get("pause"):
            actions.pause_help(agent=request.user)

    said = (
        _("Noted, and told to nobody. No question will be sent to you for thirty days.")
        if request.POST.get("pause")
        else _("Noted, and told to nobody.")
    )
    return button(request, decline, reverse("knowledge:questions"), done=said)


def question_close(request: HttpRequest, public_id) -> HttpResponse:
    """Close a question without an accepted answer, with a reason."""
    found = _question(request, public_id)
    permissions.require(permissions.can_close(request.user, found), _("Whoever asked, or a knowledge editor, closes a question."))

    def close(data) -> str:
        actions.close_question(agent=request.user, question=found, **data)
        return found.get_absolute_url()

    context = {"title": _("Close this question?"), "about": found, "button": _("Close"), "back": found.get_absolute_url(), "danger": False}
    return form_page(
        request,
        bind(request, ReasonForm, hint=_("For instance: no longer useful, solved otherwise, already asked.")),
        close,
        "knowledge/reason.html",
        context,
        done=_("The question is closed."),
    )


@require_POST
def question_reopen(request: HttpRequest, public_id) -> HttpResponse:
    found = _question(request, public_id)
    return button(
        request,
        lambda: actions.reopen_question(agent=request.user, question=found),
        found.get_absolute_url(),
        done=_("The question is open again."),
    )


@require_POST
def question_withdraw(request: HttpRequest, public_id) -> HttpResponse:
    found = _question(request, public_id)
    return button(
        request,
        lambda: actions.withdraw_question(agent=request.user, question=found),
        found.get_absolute_url(),
        done=_("Your question is withdrawn. You can put it back from this page."),
    )


def answer_accept(request: HttpRequest, public_id) -> HttpResponse:
    """Accept an answer: one click for whoever asked; an editor says why."""
    found = _answer(request, public_id)
    question_found = found.question
    permissions.require(permissions.can_accept(request.user, question_found), _("Whoever asked accepts the answer that helped."))
    back = question_found.get_absolute_url()
    if request.method == "POST" and question_found.author_id == request.user.pk:
        return button(
            request,
            lambda: actions.accept_answer(agent=request.user, answer=found),
            back,
            done=_("Thank you: colleagues will find this answer."),
        )

    def accept(data) -> str:
        actions.accept_answer(agent=request.user, answer=found, **data)
        return back

    context = {"title": _("Accept this answer?"), "about": question_found, "button": _("Accept it"), "back": back, "danger": False}
    is_own = question_found.author_id == request.user.pk
    hint = "" if is_own else _("The person who asked will read it: “checked with the service”, “no word from them for a month”…")
    return form_page(
        request,
        bind(request, ReasonForm, hint=hint, required=not is_own),
        accept,
        "knowledge/reason.html",
        context,
        done=_("The answer is accepted."),
    )


def answer_edit(request: HttpRequest, public_id) -> HttpResponse:
    """Change the words of my answer."""
    found = _answer(request, public_id)
    permissions.require(permissions.can_edit_answer(request.user, found), _("Only its author may change an answer."))

    def save(data) -> str:
        actions.edit_answer(agent=request.user, answer=found, **data)
        return found.get_absolute_url()

    context = {"question": found.question, "answer": found}
    return form_page(
        request,
        bind(request, AnswerForm, initial={"body": found.body}),
        save,
        "knowledge/answer_form.html",
        context,
        done=_("Your answer was changed."),
    )


def answer_remove(request: HttpRequest, public_id) -> HttpResponse:
    """Take an answer away."""
    found = _answer(request, public_id)
    permissions.require(permissions.can_remove_answer(request.user, found), _("You cannot remove this answer."))
    back = found.question.get_absolute_url()
    is_own = found.author_id == request.user.pk

    def remove(data) -> str:
        actions.remove_answer(agent=request.user, answer=found, **data)
        return back

    context = {
        "title": _("Remove this answer?"),
        "about": found.question,
        "quote": found.body,
        "button": _("Remove"),
        "back": back,
        "danger": True,
    }
    return form_page(
        request,
        bind(request, ReasonForm, required=not is_own, hint="" if is_own else _("Its author will read it.")),
        remove,
        "knowledge/reason.html",
        context,
        done=_("The answer is removed."),
    )


def answer_tip(request: HttpRequest, public_id) -> HttpResponse:
    """Make a tip of an accepted answer: the form is filled, one click confirms it."""
    found = _answer(request, public_id)
    permissions.require(permissions.can_make_tip(request.user, found), _("An accepted answer becomes a tip, by whoever asked or answered."))

    def make(data) -> str:
        return actions.make_tip(agent=request.user, answer=found, **data).get_absolute_url()

    initial = {"text": found.body[:LONGEST], "title": found.question.title[:120], "skills": list(found.question.skills.all())}
    context = {"tip": None, "answer": found}
    return form_page(
        request,
        bind(request, TipForm, initial=initial),
        make,
        "knowledge/tip_form.html",
        context,
        done=_("The tip is online, with thanks to whoever answered."),
    )
