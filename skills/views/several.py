"""Declaring several skills in one go, from those suggested."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from intranet.base.forms import bind, once
from skills import actions, forms
from skills.models import Skill
from skills.search.around import suggested_for

MOST = 20  # rows of the page


@require_http_methods(["GET", "HEAD", "POST"])
def several(request: HttpRequest) -> HttpResponse:
    """Skills that I may well have, each with its level, in one form; and others that I type. All are declared, or none."""
    form = bind(request, forms.SeveralForm)
    posted = form.data if form.is_bound else None
    skills = _rows_sent(posted) if posted is not None else suggested_for(request.user)
    if posted is not None and form.is_valid():
        skills += [skill for skill in form.cleaned_data["others"] if skill not in skills]
    rows = [forms.SeveralRow(posted, skill=skill) for skill in skills]
    typed = {skill.pk for skill in form.cleaned_data["others"]} if form.is_bound and form.is_valid() else set()
    if request.method == "POST" and all([form.is_valid(), *(row.is_valid() for row in rows)]):
        chosen = [row for row in rows if row.cleaned_data.get("has") or (row.skill.pk in typed and not row.cleaned_data.get("never"))]
        never = [row.skill for row in rows if row.cleaned_data.get("never")]
        if not chosen and not never:
            form.add_error(None, _("Tick at least one skill."))
        else:
            try:
                with once(request) as sent:
                    if sent.is_repeat:
                        return redirect(sent.result_url)
                    pairs = [(row.skill, row.cleaned_data.get("level")) for row in chosen]
                    actions.declare_several(agent=request.user, rows=pairs, visibility=form.cleaned_data["visibility"])
                    actions.stop_suggesting(agent=request.user, skills=never)
                    sent.done(reverse("skills:mine"))
            except ValidationError as error:
                for number, sentences in error.message_dict.items():
                    if number.isdigit():
                        chosen[int(number)].add_error("has", sentences)
                    else:
                        form.add_error(None, sentences)
            else:
                if chosen:
                    n = len(chosen)
                    messages.success(request, ngettext("{n} skill declared.", "{n} skills declared.", n).format(n=n))
                return redirect("skills:mine")
    has_errors = bool(form.errors) or any(row.errors for row in rows)
    return render(request, "skills/several.html", {"form": form, "rows": rows, "typed": typed}, status=422 if has_errors else 200)


def _rows_sent(posted) -> list[Skill]:
    """The skills whose rows were on the page that was sent, in their order."""
    slugs = [slug for slug in dict.fromkeys(posted.getlist("row")) if forms.is_slug(slug)][:MOST]
    found = {skill.slug: skill for skill in Skill.objects.active().filter(slug__in=slugs).select_related("domain")}
    return [found[slug] for slug in slugs if slug in found]
