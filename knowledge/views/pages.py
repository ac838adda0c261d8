"""What readers and keepers do on a guide or a procedure; the page itself is Wagtail's."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intranet.base.forms import bind
from intranet.base.posting import button, form_page
from knowledge import actions, permissions
from knowledge.forms import FlagForm, ReasonForm
from knowledge.models import GuidePage, ProcedurePage
from knowledge.models.pages import KeptPage
from knowledge.views.marks import flag_page, mark_answer


def _page(request: HttpRequest, slug: str) -> KeptPage:
    for model in (GuidePage, ProcedurePage):
        found = model.objects.visible_to(request.user).with_people().filter(slug=slug).first()
        if found is not None:
            return found
    raise Http404


@require_POST
def page_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """ "Still right": one click."""
    page = _page(request, slug)
    said = _("Noted: this page is still right. Its date of review moves on.")
    return button(request, lambda: actions.confirm_page(agent=request.user, page=page), page.url, done=said)


@require_POST
def page_mark(request: HttpRequest, slug: str) -> HttpResponse:
    page = _page(request, slug)
    return mark_answer(request, page, back=page.url)


def page_flag(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that a page is no longer right."""
    page = _page(request, slug)
    return flag_page(request, FlagForm, page, back=page.url)


def page_retire(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a page offline, with a reason (editors)."""
    page = _page(request, slug)
    permissions.require(permissions.can_retire_page(request.user, page), _("Only a knowledge editor takes a page offline."))

    def retire(data) -> str:
        actions.retire_page(agent=request.user, page=page, **data)
        return reverse("knowledge:reviews")

    context = {"title": _("Take this page offline?"), "about": page, "button": _("Take offline"), "back": page.url, "danger": True}
    said = _("The page is offline. Nothing is lost: it can be submitted again from the back office.")
    return form_page(
        request,
        bind(request, ReasonForm, hint=_("Whoever answers for it will read it.")),
        retire,
        "knowledge/reason.html",
        context,
        done=said,
    )
