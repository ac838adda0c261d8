"""My skills on a sheet: to print, or to keep as one page that opens anywhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from intranet.base import clock
from skills import forms
from skills.home import what_shows
from skills.models import AgentSkill, Visibility
from skills.querysets.eyes import Eyes


@require_safe
def passport(request: HttpRequest) -> HttpResponse:
    """Choose what goes on the sheet and read it as it prints; `?file=1` gives it as a page to keep."""
    asked = request.GET if "seen_by" in request.GET else None
    form = forms.PassportForm(asked)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {name: field.initial for name, field in form.fields.items()}
    threshold = int(chosen["seen_by"])
    rows = list(AgentSkill.objects.of(request.user).active().filter(visibility__gte=threshold).with_skill().surest_first())
    shown = what_shows(request.user, rows, Eyes.of(request.user))
    context = {
        "person": request.user,
        "rows": [(row, shown[row.pk]) for row in rows],
        "chosen": chosen,
        "made_at": clock.now(),
        "is_shared_only": threshold > Visibility.ME,
    }
    if request.GET.get("file"):
        answer = render(request, "skills/passport_file.html", context)
        answer["Content-Disposition"] = f'attachment; filename="{pgettext("file name", "skill-passport")}.html"'
        return answer
    return render(request, "skills/passport.html", {**context, "form": form, "query": request.GET.urlencode()})
