"""Indicators, their curves, their measures and their marks. HTTP only."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from intranet.base import clock
from intranet.base.forms import bind, once
from intranet.base.pages import paginate
from intranet.base.posting import button, form_page
from intranet.base.spreadsheets import csv_file
from intranet.directory.querysets import with_names
from pilots.actions import indicators as act
from pilots.charts import table
from pilots.forms.indicators import IndicatorForm, MarkForm, MeasureForm, PasteForm, RecalculateForm, TargetForm
from pilots.models import Indicator, Intervention
from pilots.permissions import pilots as permissions
from pilots.views.addressed import pilot_or_404
from pilots.views.pilots import curve_context

ROWS = 52  # a year of weeks on one page of the table


def _indicator(request: HttpRequest, code: str, public_id) -> Indicator:
    pilot = pilot_or_404(request, code)
    return get_object_or_404(with_names(pilot.indicators, "owner").for_curves(), public_id=public_id)


def _must_measure(request: HttpRequest, pilot) -> None:
    if not permissions.can_measure(request.user, pilot):
        raise PermissionDenied(_("The team of the pilot types its measures, until it ends."))


@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that is measured in a pilot, one curve under another."""
    pilot = pilot_or_404(request, code)
    curves = [curve_context(i) for i in pilot.indicators.for_curves()]
    return render(
        request,
        "pilots/indicators.html",
        {
            "pilot": pilot,
            "curves": curves,
            "may_frame": permissions.can_frame(request.user, pilot),
            "may_measure": permissions.can_measure(request.user, pilot),
        },
    )


@require_safe
def indicator(request: HttpRequest, code: str, public_id) -> HttpResponse:
    """One indicator: its curve, its table by pages, its targets one after the other, how it is measured."""
    found = _indicator(request, code, public_id)
    context = curve_context(found)
    page = paginate(request, context["curve"].points[::-1], per_page=ROWS)
    return render(
        request,
        "pilots/indicator.html",
        {
            "pilot": found.pilot,
            "chart": context,
            "indicator": found,
            "page": page,
            "rows": table.cells(context["curve"], page.object_list),
            "targets": list(with_names(found.targets, "set_by").order_by("-set_at", "-pk")),
            "may_frame": permissions.can_frame(request.user, found.pilot),
            "may_measure": permissions.can_measure(request.user, found.pilot),
        },
    )


@require_safe
def as_csv(request: HttpRequest, code: str, public_id) -> HttpResponse:
    """The table of a curve as a file."""
    found = _indicator(request, code, public_id)
    return csv_file(f"{found.pilot.code} {found.name}"[:120], table.as_csv(found.curve()))


def define(request: HttpRequest, code: str, public_id=None) -> HttpResponse:
    """Define an indicator."""
    pilot = pilot_or_404(request, code)
    if not permissions.can_frame(request.user, pilot):
        raise PermissionDenied(_("The lead of the pilot defines its indicators."))
    found = get_object_or_404(Indicator, pilot=pilot, public_id=public_id) if public_id else None
    form = bind(
        request,
        IndicatorForm,
        agent=request.user,
        instance=found or Indicator(pilot=pilot),
        initial={"owner": found.owner if found else request.user},
    )

    def save(data):
        return act.define_indicator(pilot=pilot, agent=request.user, indicator=found, **data).get_absolute_url()

    return form_page(
        request, form, save, "pilots/indicator_form.html", {"pilot": pilot, "indicator": found}, done=_("The indicator is saved.")
    )


def target(request: HttpRequest, code: str, public_id) -> HttpResponse:
    """Set what is aimed at; the present target is replaced, with a reason."""
    found = _indicator(request, code, public_id)
    if not permissions.can_frame(request.user, found.pilot):
        raise PermissionDenied(_("The lead of the pilot sets its targets."))
    present = found.current_target
    initial = {"starts_on": found.pilot.started_on or found.pilot.starts_on or clock.today(), "due_on": found.pilot.planned_end_on}
    form = bind(request, TargetForm, indicator=found, has_target=present is not None, initial=initial)

    def save(data):
        act.set_target(indicator=found, agent=request.user, **data)
        return found.get_absolute_url()

    return form_page(
        request,
        form,
        save,
        "pilots/target.html",
        {"pilot": found.pilot, "indicator": found, "present": present},
        done=_("The target is set."),
    )


def measure(request: HttpRequest, code: str, public_id) -> HttpResponse:
    """Type one measure."""
    found = _indicator(request, code, public_id)
    _must_measure(request, found.pilot)
    form = bind(request, MeasureForm, indicator=found)

    def save(data):
        act.enter_measures(
            indicator=found,
            agent=request.user,
            entries=[data["entry"]],
            is_final=data["is_final"],
            correction_reason=data["correction_reason"],
        )
        return found.get_absolute_url()

    return form_page(
        request,
        form,
        save,
        "pilots/measure.html",
        {"pilot": found.pilot, "indicator": found, "latest": found.current_measures[-3:][::-1]},
        done=_("The measure is written."),
    )


def paste(request: HttpRequest, code: str, public_id) -> HttpResponse:
    """Paste measures: shown as they were read, with what is wrong on each line; written only when all is right and confirmed."""
    found = _indicator(request, code, public_id)
    _must_measure(request, found.pilot)
    form = bind(request, PasteForm, indicator=found)
    status = 200
    if request.method == "POST" and form.is_valid():
        pasted = form.pasted
        effects = act.compare_entries(found, pasted.entries)
        for line in pasted.lines:
            line.effect = effects.get(line.entry.start, "") if line.entry else ""
        if pasted.is_clean and "confirm" in request.POST:
            try:
                with once(request) as sent:
                    if sent.is_repeat:
                        return redirect(sent.result_url)
                    outcome = act.enter_measures(
                        indicator=found,
                        agent=request.user,
                        entries=pasted.entries,
                        is_final=form.cleaned_data["is_final"],
                        correction_reason=form.cleaned_data["correction_reason"],
                    )
                    url = sent.done(found.get_absolute_url())
            except ValidationError as error:
                for message in error.messages:
                    form.add_error(None, message)
            else:
                messages.success(request, _outcome(outcome))
                return redirect(url)
        status = 200 if pasted.is_clean and not form.errors else 422
    elif form.errors:
        status = 422
    pasted = form.pasted
    return render(
        request,
        "pilots/paste.html",
        {
            "pilot": found.pilot,
            "indicator": found,
            "form": form,
            "pasted": pasted,
            "is_ready": bool(pasted and pasted.is_clean),
            "corrects": bool(pasted and any(line.effect == "correct" for line in pasted.lines)),
        },
        status=status,
    )


def _outcome(outcome: act.Outcome) -> str:
    parts = [
        ngettext("{n} measure added", "{n} measures added", outcome.added).format(n=outcome.added),
        ngettext("{n} corrected", "{n} corrected", outcome.corrected).format(n=outcome.corrected),
        ngettext("{n} already there", "{n} already there", outcome.same).format(n=outcome.same),
    ]
    return ", ".join(parts) + "."


def limits(request: HttpRequest, code: str, public_id) -> HttpResponse:
    """Ask for new limits from a mark on, with a reason and one's name."""
    found = _indicator(request, code, public_id)
    _must_measure(request, found.pilot)
    form = bind(request, RecalculateForm, indicator=found)

    def save(data):
        act.recalculate_limits(indicator=found, agent=request.user, **data)
        return found.get_absolute_url()

    return form_page(
        request, form, save, "pilots/limits.html", {"pilot": found.pilot, "indicator": found}, done=_("The limits are computed again.")
    )


def marks(request: HttpRequest, code: str) -> HttpResponse:
    """What happened meanwhile: the marks on the curves."""
    pilot = pilot_or_404(request, code)
    may_measure = permissions.can_measure(request.user, pilot)
    if request.method == "POST":
        _must_measure(request, pilot)
    form = bind(request, MarkForm)
    here = reverse("pilots:marks", args=[code])

    def save(data):
        act.mark_curve(pilot=pilot, agent=request.user, **data)
        return here

    found = pilot.interventions.select_related("marked_by", "adjustment").order_by("happened_on", "pk")
    return form_page(
        request,
        form,
        save,
        "pilots/marks.html",
        {"pilot": pilot, "marks": found, "may_measure": may_measure},
        done=_("The curve is marked."),
    )


@require_POST
def remove_mark(request: HttpRequest, code: str, public_id) -> HttpResponse:
    pilot = pilot_or_404(request, code)
    mark = get_object_or_404(Intervention.objects.select_related("pilot"), pilot=pilot, public_id=public_id)
    return button(
        request,
        lambda: act.remove_mark(mark=mark, agent=request.user),
        reverse("pilots:marks", args=[code]),
        done=_("The mark is taken away."),
    )
