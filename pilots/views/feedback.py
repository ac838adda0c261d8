"""Give feedback, sort it, answer it, and show what was said and done. HTTP only."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from intranet.base import clock
from intranet.base.forms import bind
from intranet.base.pages import paginate
from intranet.base.posting import button, form_page
from intranet.base.spreadsheets import CHUNK, csv_answer
from intranet.directory.querysets import with_names
from pilots.actions import feedback as act
from pilots.forms.feedback import AdjustForm, FeedbackForm, MergeForm, ReopenForm, ReplyForm, TriageForm
from pilots.models import Feedback, Pilot, Reply
from pilots.permissions import feedback as permissions
from pilots.views.addressed import pilot_or_404

FILTERS = ("waiting", "overdue", "answered", "mine")


@require_safe
def said_and_done(request: HttpRequest, code: str) -> HttpResponse:
    """ "You said, we did": every published answer, what is refused and why, what is late; for the whole audience."""
    pilot = pilot_or_404(request, code)
    page = paginate(request, Reply.objects.filter(feedback__pilot=pilot).for_publication(), per_page=12)
    roots = pilot.feedback.roots()
    return render(
        request,
        "pilots/said_and_done.html",
        {
            "pilot": pilot,
            "page": page,
            "counts": pilot.feedback.counts(),
            "overdue": with_names(roots.overdue().by_due(), "owner")[:20],
            "promised": with_names(roots.promised_late().by_due(), "owner")[:20],
            "mine": pilot.feedback.filter(author=request.user)[:10],
            "may_give": permissions.can_give_feedback(request.user, pilot),
            "may_read_all": permissions.can_read_all_feedback(request.user, pilot),
        },
    )


def give(request: HttpRequest, code: str) -> HttpResponse:
    """Three fields, under a minute on a phone."""
    pilot = pilot_or_404(request, code)
    form = bind(request, FeedbackForm, pilot=pilot)
    if not permissions.can_give_feedback(request.user, pilot):
        return render(request, "pilots/feedback_closed.html", {"pilot": pilot}, status=409 if request.method == "POST" else 200)

    def save(data):
        return act.give_feedback(pilot=pilot, agent=request.user, **data).get_absolute_url()

    return form_page(
        request, form, save, "pilots/give_feedback.html", {"pilot": pilot}, done=_("Your feedback is received. You will have a reply.")
    )


def _board(request: HttpRequest, pilot: Pilot):
    if not permissions.can_read_all_feedback(request.user, pilot):
        raise Http404
    return pilot.feedback.visible_to(request.user).with_name_shown(request.user).select_related("audience")


@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Every feedback, for those who answer and for the sponsor: the nearest date first."""
    pilot = pilot_or_404(request, code)
    items = with_names(_board(request, pilot).roots().with_voices(), "author", "owner")
    chosen = request.GET.get("show", "waiting")
    chosen = chosen if chosen in (*FILTERS, "all") else "waiting"
    if chosen == "waiting":
        items = items.waiting().by_due()
    elif chosen == "overdue":
        items = items.overdue().by_due()
    elif chosen == "answered":
        items = items.filter(state__in=("answered", "closed"))
    elif chosen == "mine":
        items = items.filter(owner=request.user).waiting().by_due()
    return render(
        request,
        "pilots/board.html",
        {
            "pilot": pilot,
            "page": paginate(request, items),
            "chosen": chosen,
            "choices": [
                ("waiting", _("Waiting for a reply")),
                ("overdue", _("Late")),
                ("mine", _("For me")),
                ("answered", _("With a reply")),
                ("all", _("All of them")),
            ],
            "counts": pilot.feedback.counts(),
            "may_answer": permissions.can_answer_feedback(request.user, pilot),
        },
    )


@require_safe
def as_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """Every feedback as a file, with the names that this reader may read and no other."""
    pilot = pilot_or_404(request, code)
    header = [_("Given on"), _("Kind"), _("For whom"), _("Feedback"), _("Theme"), _("State"), _("Reply due on"), _("Author")]
    rows = (
        (
            localtime(item.given_at).date(),
            item.get_kind_display(),
            item.audience.name if item.audience else "",
            item.text,
            item.theme,
            item.get_state_display(),
            item.due_on,
            item.author.name if item.is_name_shown else "",
        )
        for item in with_names(_board(request, pilot).select_related("audience"), "author")
        .order_by("given_at", "pk")
        .iterator(chunk_size=CHUNK)
    )
    name = pgettext("file name", "feedback")
    return csv_answer(f"{pilot.code}-{name}", header, rows)


def _item(request: HttpRequest, code: str, public_id) -> Feedback:
    pilot = pilot_or_404(request, code)
    found = pilot.feedback.visible_to(request.user).with_name_shown(request.user)
    return get_object_or_404(found.select_related("author", "owner", "audience", "merged_into"), public_id=public_id)


@require_safe
def item(request: HttpRequest, code: str, public_id) -> HttpResponse:
    """One feedback: for its author, what becomes of it; for the team, to sort and answer."""
    return render(request, "pilots/feedback_item.html", _reading(request, _item(request, code, public_id)))


def _reading(request: HttpRequest, found: Feedback, **forms) -> dict:
    user, pilot = request.user, found.pilot
    may_answer = permissions.can_answer_feedback(user, pilot) and found.merged_into_id is None
    may_sort = may_answer and found.is_waiting
    others = Feedback.objects.filter(pilot=pilot).roots().exclude(pk=found.pk).order_by("-given_at", "-pk")[:100]
    candidates = Feedback.objects.filter(pk__in=[f.pk for f in others]) if may_sort else Feedback.objects.none()
    replies = (found.merged_into or found).replies.select_related("replied_by", "adjustment")
    if may_answer:
        forms.setdefault(
            "triage_form",
            TriageForm(
                pilot=pilot,
                initial={"owner": found.owner and found.owner.public_id, "theme": found.theme, "due_on": found.due_on},
                auto_id="triage_%s",
            ),
        )
        forms.setdefault("merge_form", MergeForm(feedback=found, candidates=candidates, auto_id="merge_%s"))
        forms.setdefault("reply_form", ReplyForm(auto_id="reply_%s"))
    may_reopen = permissions.can_reopen(user, found)
    if may_reopen:
        forms.setdefault("reopen_form", ReopenForm(auto_id="reopen_%s"))
    return {
        "pilot": pilot,
        "feedback": found,
        "is_mine": found.author_id == user.pk,
        "replies": list(replies),
        "voices": found.merged.count() + 1,
        "may_answer": may_answer and found.state != Feedback.State.CLOSED,
        "may_sort": may_sort,
        "may_merge": may_sort and candidates.exists(),
        "may_separate": found.merged_into_id is not None and found.is_waiting and permissions.can_answer_feedback(user, pilot),
        "may_reopen": may_reopen,
        **forms,
    }


def _act(request: HttpRequest, found: Feedback, name: str, form, save, done: str) -> HttpResponse:
    if not permissions.can_answer_feedback(request.user, found.pilot):
        raise PermissionDenied(_("The team of the pilot answers its feedback."))

    def once_done(data):
        save(data)
        return found.get_absolute_url()

    context = _reading(request, found, **{name: form})
    return form_page(request, form, once_done, "pilots/feedback_item.html", context, done=done)


@require_POST
def triage(request: HttpRequest, code: str, public_id) -> HttpResponse:
    found = _item(request, code, public_id)
    form = TriageForm(request.POST, pilot=found.pilot, auto_id="triage_%s")
    return _act(request, found, "triage_form", form, lambda d: act.triage(feedback=found, agent=request.user, **d), _("It is sorted."))


@require_POST
def merge(request: HttpRequest, code: str, public_id) -> HttpResponse:
    found = _item(request, code, public_id)
    candidates = Feedback.objects.filter(pilot=found.pilot).roots().exclude(pk=found.pk)
    form = MergeForm(request.POST, feedback=found, candidates=candidates, auto_id="merge_%s")
    return _act(
        request,
        found,
        "merge_form",
        form,
        lambda d: act.merge(feedback=found, agent=request.user, into=d["into"]),
        _("They are merged: one reply goes to all."),
    )


@require_POST
def separate(request: HttpRequest, code: str, public_id) -> HttpResponse:
    found = _item(request, code, public_id)
    return button(request, lambda: act.unmerge(feedback=found, agent=request.user), found.get_absolute_url(), done=_("They are separated."))


@require_POST
def reply(request: HttpRequest, code: str, public_id) -> HttpResponse:
    found = _item(request, code, public_id)
    form = ReplyForm(request.POST, auto_id="reply_%s")
    return _act(
        request,
        found,
        "reply_form",
        form,
        lambda d: act.reply(feedback=found, agent=request.user, **d),
        _("Your reply is sent to its author."),
    )


@require_POST
def reopen(request: HttpRequest, code: str, public_id) -> HttpResponse:
    found = _item(request, code, public_id)
    if not permissions.can_reopen(request.user, found):
        raise PermissionDenied(_("The author of a feedback opens it again."))
    form = ReopenForm(request.POST, auto_id="reopen_%s")

    def save(data):
        act.reopen(feedback=found, agent=request.user, **data)
        return found.get_absolute_url()

    context = _reading(request, found, reopen_form=form)
    return form_page(request, form, save, "pilots/feedback_item.html", context, done=_("It is open again: another reply is due."))


def adjust(request: HttpRequest, code: str) -> HttpResponse:
    """Change something because of what was heard: marks the curve and answers."""
    pilot = pilot_or_404(request, code)
    if not permissions.can_answer_feedback(request.user, pilot) or pilot.is_ended:
        raise PermissionDenied(_("The team of the pilot adjusts it, until it ends."))
    form = bind(request, AdjustForm, pilot=pilot, initial={"effective_on": clock.today()})

    def save(data):
        act.adjust(pilot=pilot, agent=request.user, **data)
        return reverse("pilots:feedback", args=[code])

    return form_page(
        request, form, save, "pilots/adjust.html", {"pilot": pilot}, done=_("The adjustment is announced and marked on the curve.")
    )
