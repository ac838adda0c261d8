"""Rules of the game and mandates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ideas.actions import rules as actions
from ideas.forms import campaigns as forms
from ideas.models import Mandate, RuleSet, RuleSetVersion
from ideas.permissions import campaigns as may
from intranet import access, roles
from intranet.base.forms import bind
from intranet.base.pages import paginate
from intranet.base.posting import button, form_page


@require_safe
def rules_list(request: HttpRequest) -> HttpResponse:
    """Every set of rules, with the version in force."""
    current = {v.ruleset_id: v for v in RuleSetVersion.objects.in_force()}
    rows = [(ruleset, current.get(ruleset.pk)) for ruleset in RuleSet.objects.order_by("name")]
    return render(request, "ideas/rules_list.html", {"rows": rows})


@require_safe
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """One set of rules: the version in force in full, and the story of its changes."""
    ruleset = get_object_or_404(RuleSet, slug=slug)
    versions = list(
        RuleSetVersion.objects.visible_to(request.user)
        .filter(ruleset=ruleset)
        .select_related("author", "adopted_by", "ruleset")
        .order_by("-number")
    )
    context = {
        "ruleset": ruleset,
        "versions": versions,
        "current": next((v for v in versions if v.is_in_force), None),
        "may_draft": may.can_draft_rules(request.user) and all(v.is_frozen for v in versions),
    }
    return render(request, "ideas/rules.html", context)


def _version(request: HttpRequest, slug: str, number: int) -> RuleSetVersion:
    found = RuleSetVersion.objects.visible_to(request.user).select_related("ruleset", "author", "adopted_by")
    return get_object_or_404(found, ruleset__slug=slug, number=number)


@require_safe
def rules_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version: its text, its parameters, and what changed since another (the one before, or `?against=`)."""
    version = _version(request, slug, number)
    others = RuleSetVersion.objects.visible_to(request.user).filter(ruleset=version.ruleset).exclude(pk=version.pk)
    wanted = request.GET.get("against", "")
    against = others.filter(number=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 6 else None
    against = against or others.filter(number__lt=version.number).order_by("-number").first()
    context = {
        "version": version,
        "against": against,
        "others": others.order_by("-number"),
        "params": {**actions.DEFAULTS, **version.params},
        "may_edit": may.can_draft_rules(request.user) and not version.is_frozen,
        "may_adopt": may.can_adopt_rules(request.user, version) and not version.is_frozen,
        "adopt_form": forms.AdoptForm(),
    }
    return render(request, "ideas/rules_version.html", context)


def rules_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Draft the next version, or go on with the one being prepared."""
    ruleset = get_object_or_404(RuleSet, slug=slug)
    if not may.can_draft_rules(request.user):
        raise PermissionDenied(_("Only a facilitator may draft rules."))
    version = ruleset.versions.filter(status__in=["draft", "consultation"]).select_related("ruleset").first()
    base = version or ruleset.versions.order_by("-number").first()
    initial = forms.RulesForm.initial_of(base)
    if version is not None:
        initial["change_reason"] = version.change_reason
    form = bind(request, forms.RulesForm, initial=initial)

    def act(data) -> str:
        words = {"text_fr": data["text_fr"], "change_reason": data["change_reason"], "params": form.params()}
        return actions.draft_rules(by=request.user, ruleset=ruleset, version=version, **words).get_absolute_url()

    context = {"ruleset": ruleset, "version": version}
    return form_page(request, form, act, "ideas/rules_form.html", context, done=_("The draft is saved."))


@require_POST
def rules_consult(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Let everyone read a draft."""
    version = _version(request, slug, number)
    return button(
        request,
        lambda: actions.consult_on_rules(by=request.user, version=version),
        version.get_absolute_url(),
        done=_("Everyone may read this version now, before it is adopted."),
    )


@require_POST
def rules_adopt(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Adopt a version."""
    version = _version(request, slug, number)
    form = forms.AdoptForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This date cannot be read: choose a day."))
        return redirect(version)
    return button(
        request,
        lambda: actions.adopt_rules(by=request.user, version=version, in_force_from=form.instant()),
        version.get_absolute_url(),
        done=_("The version is adopted: its text no longer changes, and everyone is told."),
    )


@require_safe
def mandates(request: HttpRequest) -> HttpResponse:
    """Who may decide what, where and until when."""
    found = Mandate.objects.visible_to(request.user).select_related("sponsor").prefetch_related("perimeter").newest_first()
    page = paginate(request, found)
    context = {"page": page, "may_give": may.can_give_mandate(request.user)}
    return render(request, "ideas/mandates.html", context)


@require_safe
def mandate(request: HttpRequest, public_id) -> HttpResponse:
    """One mandate, its holders, and the campaigns that rest on it."""
    shown = get_object_or_404(
        Mandate.objects.visible_to(request.user).select_related("sponsor").prefetch_related("perimeter"), public_id=public_id
    )
    context = {
        "mandate": shown,
        "holders": access.holders(shown, "holder").select_related("unit", "site"),
        "campaigns": shown.campaigns.visible_to(request.user).order_by("-created_at"),
    }
    return render(request, "ideas/mandate.html", context)


def mandate_new(request: HttpRequest) -> HttpResponse:
    """Publish a mandate that the management signed."""
    if not may.can_give_mandate(request.user):
        raise PermissionDenied(_("Only an administrator may publish a mandate."))
    form = bind(request, forms.MandateForm, decision_makers=roles.holders(roles.Role.DECISION_MAKER))

    def act(data) -> str:
        return actions.publish_mandate(by=request.user, **data).get_absolute_url()

    return form_page(request, form, act, "ideas/mandate_form.html", {}, done=_("The mandate is published."))
