"""Tips: share, read, keep right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intranet.base.forms import bind
from intranet.base.posting import button, form_page
from knowledge import actions, permissions
from knowledge.forms import FlagForm, ReasonForm, TipForm
from knowledge.models import Tip
from knowledge.views.marks import flag_page, mark_answer


def _tip(request: HttpRequest, public_id) -> Tip:
    return get_object_or_404(Tip.objects.visible_to(request.user).with_people(), public_id=public_id)


def tip_new(request: HttpRequest) -> HttpResponse:
    """Share a tip in a minute: it is live at once."""
    return form_page(
        request,
        bind(request, TipForm),
        lambda data: actions.share_tip(author=request.user, **data).get_absolute_url(),
        "knowledge/tip_form.html",
        {"tip": None},
        done=_("Your tip is online. Thank you."),
    )


@require_safe
def tip(request: HttpRequest, public_id) -> HttpResponse:
    """One tip."""
    found = _tip(request, public_id)
    agent = request.user
    context = {
        "tip": found,
        "may_edit": permissions.can_edit_tip(agent, found),
        "may_remove": permissions.can_remove_tip(agent, found),
        "may_confirm": permissions.can_confirm_tip(agent, found),
        "may_hide": permissions.can_hide_tip(agent, found),
        "is_open": found.status in (Tip.Status.LIVE, Tip.Status.EXPIRED),
        "question": _question_of(found, agent),
    }
    return render(request, "knowledge/tip.html", context)


def _question_of(found: Tip, agent):
    """The question whose answer became this tip, when the reader may see it."""
    answer = found.origin if found.origin_type_id and found.origin_type.model == "answer" else None
    if answer is None:
        return None
    return type(answer.question).objects.visible_to(agent).filter(pk=answer.question_id).first()


def tip_edit(request: HttpRequest, public_id) -> HttpResponse:
    """Change the words of my tip."""
    found = _tip(request, public_id)
    permissions.require(permissions.can_edit_tip(request.user, found), _("Only its author may change a tip."))

    def save(data) -> str:
        return actions.edit_tip(agent=request.user, tip=found, **data).get_absolute_url()

    initial = {"text": found.text, "title": found.title, "link": found.link, "skills": list(found.skills.all())}
    return form_page(
        request, bind(request, TipForm, initial=initial), save, "knowledge/tip_form.html", {"tip": found}, done=_("Your tip was changed.")
    )


@require_POST
def tip_remove(request: HttpRequest, public_id) -> HttpResponse:
    found = _tip(request, public_id)
    said = _("Your tip is no longer shown. You can put it back from this page.")
    return button(request, lambda: actions.remove_tip(agent=request.user, tip=found), found.get_absolute_url(), done=said)


@require_POST
def tip_restore(request: HttpRequest, public_id) -> HttpResponse:
    found = _tip(request, public_id)
    return button(
        request, lambda: actions.restore_tip(agent=request.user, tip=found), found.get_absolute_url(), done=_("Your tip is shown again.")
    )


def tip_hide(request: HttpRequest, public_id) -> HttpResponse:
    """Hide a tip, with a reason (editors)."""
    found = _tip(request, public_id)
    permissions.require(permissions.can_hide_tip(request.user, found), _("Only a knowledge editor may hide a tip."))

    def hide(data) -> str:
        actions.hide_tip(editor=request.user, tip=found, **data)
        return found.get_absolute_url()

    context = {"title": _("Hide this tip?"), "about": found, "button": _("Hide the tip"), "back": found.get_absolute_url(), "danger": True}
    return form_page(
        request,
        bind(request, ReasonForm, hint=_("Its author will read it.")),
        hide,
        "knowledge/reason.html",
        context,
        done=_("The tip is hidden; its author is told why."),
    )


@require_POST
def tip_show(request: HttpRequest, public_id) -> HttpResponse:
    found = _tip(request, public_id)
    return button(
        request, lambda: actions.show_tip(editor=request.user, tip=found), found.get_absolute_url(), done=_("The tip is shown again.")
    )


@require_POST
def tip_confirm(request: HttpRequest, public_id) -> HttpResponse:
    found = _tip(request, public_id)
    said = _("Noted: this tip is right for a year more.")
    return button(request, lambda: actions.confirm_tip(agent=request.user, tip=found), found.get_absolute_url(), done=said)


@require_POST
def tip_mark(request: HttpRequest, public_id) -> HttpResponse:
    found = _tip(request, public_id)
    return mark_answer(request, found, back=found.get_absolute_url())


def tip_flag(request: HttpRequest, public_id) -> HttpResponse:
    """Say that a tip is no longer right."""
    found = _tip(request, public_id)
    return flag_page(request, FlagForm, found, back=found.get_absolute_url())
