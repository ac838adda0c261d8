"""HTTP only."""

from dataclasses import dataclass

from django.contrib import messages as flashes
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intranet.base.forms import bind
from intranet.base.pages import paginate
from intranet.directory.models import Agent
from intranet.notifications import actions, forms, mail
from intranet.notifications.messages import message_named, message_of
from intranet.notifications.models import DIGEST, Notification


@dataclass
class Entry:
    """A notification with its words in the language of the page."""

    note: Notification
    title: str
    body: str


def _entry(note: Notification) -> Entry:
    message = message_of(note)
    if message is None:
        return Entry(note, _("A message of a part of the product that is no longer there"), "")
    return Entry(note, message.title(note), message.body(note))


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """My messages, newest first; `?unread=1` those that I have not read."""
    mine = Notification.objects.visible_to(request.user)
    only_unread = request.GET.get("unread") == "1"
    found = (mine.unread() if only_unread else mine).select_related("actor", "recipient").newest_first()
    page = paginate(request, found)
    return render(
        request,
        "notifications/inbox.html",
        {"page": page, "entries": [_entry(note) for note in page], "only_unread": only_unread},
    )


@require_POST
def open_one(request: HttpRequest, public_id) -> HttpResponse:
    """Read one message and go where it leads."""
    note = get_object_or_404(Notification.objects.visible_to(request.user), public_id=public_id)
    actions.mark_read(agent=request.user, notification=note)
    if note.url.startswith("/") and url_has_allowed_host_and_scheme(note.url, allowed_hosts=None):
        return redirect(note.url)
    return redirect("notifications:inbox")


@require_POST
def read_one(request: HttpRequest, public_id) -> HttpResponse:
    """Mark one message as read."""
    note = get_object_or_404(Notification.objects.visible_to(request.user), public_id=public_id)
    actions.mark_read(agent=request.user, notification=note)
    return redirect("notifications:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all my messages as read."""
    number = actions.mark_all_read(agent=request.user)
    if number:
        flashes.success(request, ngettext("{n} message is marked as read.", "{n} messages are marked as read.", number).format(n=number))
    return redirect("notifications:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How I want to be told of each kind of message."""
    form = bind(request, forms.PreferencesForm, agent=request.user)
    if request.method == "POST" and form.is_valid():
        actions.choose_channels(agent=request.user, channels=form.channels(), digest=form.cleaned_data["digest"])
        flashes.success(request, _("Your choices were saved."))
        return redirect("notifications:preferences")
    return render(request, "notifications/preferences.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@csrf_exempt  # RFC 8058: the mail program posts without a session; the signed address is what gives the right.
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind of mail from the link of a mail, signed in or not. A GET asks, a POST does."""
    read = mail.read_unsubscribe(token)
    agent = Agent.objects.filter(pk=read[0], is_active=True).first() if read else None
    if read is None or agent is None:
        return render(request, "notifications/unsubscribe_failed.html", status=404)
    kind = read[1]
    message = message_named(kind)
    context = {"label": message.label if message else "", "is_digest": kind == DIGEST, "done": request.method == "POST"}
    if request.method == "POST":
        actions.stop_mail(agent=agent, kind=kind)
    return render(request, "notifications/unsubscribe.html", context)
