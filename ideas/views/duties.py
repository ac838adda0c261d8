"""The answers that are owed: public, with their dates, the late ones by direction."""

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ideas.actions import decisions as actions
from ideas.forms.decisions import DutyFilter
from ideas.forms.rounds import ReasonForm
from ideas.models import ReplyDuty
from ideas.permissions import decisions as may
from intranet.base import clock
from intranet.base.forms import bind
from intranet.base.pages import paginate
from intranet.base.posting import form_page
from intranet.base.spreadsheets import CHUNK, csv_answer
from intranet.directory.models import OrgUnit
from intranet.search import door


def _found(request: HttpRequest, form: DutyFilter) -> QuerySet:
    chosen = form.chosen
    found = ReplyDuty.objects.visible_to(request.user).with_subject()
    match chosen.get("state", ""):
        case "late":
            found = found.late()
        case "answered" | "waived" as state:
            found = found.filter(state=state).order_by("-due_on", "pk")
        case "all":
            found = found.order_by("-due_on", "pk")
        case _other:
            found = found.open()
    if "q" in chosen:
        found = found.filter(Q(idea__in=door.rank("idea", chosen["q"])) | Q(recurring__in=door.rank("recurring", chosen["q"])))
    if "direction" in chosen:
        found = found.under(chosen["direction"])
    return found


@require_safe
def duty_list(request: HttpRequest) -> HttpResponse:
    """Who owes which answer, before when; and how many are late, direction by direction."""
    form = DutyFilter(request.GET)
    context = {
        "form": form,
        "page": paginate(request, _found(request, form)),
        "late": _late_by_direction(),
        "is_filtered": bool(form.chosen),
    }
    return render(request, "ideas/duties/list.html", context)


def _late_by_direction() -> list[dict]:
    """The directions that owe late answers: how many, and for how many days the oldest."""
    today = clock.today()
    steplen = OrgUnit.steplen
    counts, oldest = Counter(), {}
    for path, due_on in ReplyDuty.objects.late().order_by("due_on").values_list("holder__unit__path", "due_on"):
        direction = (path or "")[: 2 * steplen]
        counts[direction] += 1
        oldest.setdefault(direction, due_on)
    units = {unit.path: unit for unit in OrgUnit.objects.filter(path__in=list(counts))}
    return [{"unit": units.get(path), "count": n, "days": (today - oldest[path]).days} for path, n in counts.most_common()]


@require_safe
def duty_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV."""
    header = [
        _("Expected before"),
        _("State"),
        _("About"),
        _("Campaign"),
        _("Who must answer"),
        _("Service"),
        _("Answered on"),
        _("Reason"),
    ]
    rows = (
        [
            duty.due_on.isoformat(),
            _("late") if duty.is_late else duty.get_state_display(),
            duty.subject.title,
            duty.campaign,
            duty.holder.name,
            duty.holder.unit or "",
            localdate(duty.answered_at).isoformat() if duty.answered_at else "",
            duty.waived_reason,
        ]
        for duty in _found(request, DutyFilter(request.GET)).iterator(chunk_size=CHUNK)
    )
    return csv_answer(_("answers"), header, rows)


def duty_waive(request: HttpRequest, public_id) -> HttpResponse:
    """Say that an answer will not come, and why."""
    duties = ReplyDuty.objects.visible_to(request.user).with_subject().select_related("mandate")
    duty = get_object_or_404(duties, public_id=public_id)
    if not may.can_waive_duty(request.user, duty):
        raise PermissionDenied(_("Only whoever gave the mandate may waive an answer, never who owes it."))
    form = bind(request, ReasonForm)

    def act(data) -> str:
        actions.waive_duty(agent=request.user, duty=duty, reason=data["reason"])
        return f"{reverse('ideas:duties')}?state=waived"

    return form_page(request, form, act, "ideas/duties/waive.html", {"duty": duty}, done=_("The answer is waived; the reason is public."))
