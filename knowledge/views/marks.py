"""Thanks, "it helped me", "it is no longer right", and the replies."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intranet.base.forms import bind
from intranet.base.pages import paginate
from intranet.base.posting import button, form_page
from knowledge import actions, permissions
from knowledge.forms import FlagReplyForm
from knowledge.models import OutdatedFlag, Tip
from knowledge.templatetags.knowledge import marks_of


def mark_answer(request: HttpRequest, about, *, back: str) -> HttpResponse:
    """Give or take back a mark; the place of the marks alone when htmx asks."""
    kind = request.POST.get("kind", "")
    do = actions.unmark if request.POST.get("undo") else actions.mark
    answer = button(request, lambda: do(agent=request.user, about=about, kind=kind), back)
    if request.htmx:
        return render(request, "knowledge/_marks.html", marks_of(request, about, get_token(request)))
    return answer


def flag_page(request: HttpRequest, form_class, about, *, back: str) -> HttpResponse:
    """Say that a tip or a page is no longer right."""

    def say(data) -> str:
        actions.flag_outdated(agent=request.user, about=about, **data)
        return back

    context = {"title": _("What is no longer right?"), "about": about, "button": _("Report"), "back": back, "danger": False}
    said = _("Thank you. Whoever answers for it is told, and will reply to you.")
    return form_page(request, bind(request, form_class), say, "knowledge/reason.html", context, done=said)


@require_safe
def flags(request: HttpRequest) -> HttpResponse:
    """What colleagues say is no longer right in what I answer for; for editors, everything that waits."""
    editor = permissions.is_editor(request.user)
    standing = OutdatedFlag.objects.standing()
    rows = (standing if editor else standing.for_agent(request.user)).with_people().prefetch_related("about").oldest_first()
    return render(request, "knowledge/flags.html", {"page": paginate(request, rows), "is_editor": editor})


def flag_reply(request: HttpRequest, public_id) -> HttpResponse:
    """Reply to a report: what becomes of it, and a word."""
    flag = get_object_or_404(OutdatedFlag.objects.standing().select_related("agent", "about_type"), public_id=public_id)
    if not permissions.can_close_flag(request.user, flag):
        # Not told to others that it exists.
        flag = get_object_or_404(OutdatedFlag.objects.none())
    about = flag.about

    def reply(data) -> str:
        actions.close_flag(agent=request.user, flag=flag, **data)
        return reverse("knowledge:flags")

    url = about.get_absolute_url() if isinstance(about, Tip) else about.url
    return form_page(
        request,
        bind(request, FlagReplyForm),
        reply,
        "knowledge/flag_reply.html",
        {"flag": flag, "about": about, "about_url": url},
        done=_("Your reply was sent."),
    )
