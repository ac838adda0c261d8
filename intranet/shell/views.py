"""HTTP only."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe
from wagtail.views import serve

from intranet import home
from intranet.base.pages import paginate
from intranet.base.spreadsheets import csv_answer
from intranet.directory import actions as directory
from intranet.shell import sections, theme
from intranet.shell.models import HomePage

AREAS = ("skills", "ideas", "pilots", "knowledge")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language, here and in the agent's preferences, and come back to the same page."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(urlsplit(back)._replace(scheme="", netloc="").geturl() or "/")
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=60 * 60 * 24 * 365, samesite="Lax", secure=request.is_secure(), httponly=True
        )
        if request.user.is_authenticated:
            directory.choose_language(agent=request.user, language=wanted)
    return response


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The home page, straight to the one there is, without Wagtail's search for the site and the page of an address.

    Kept to some readers, it is Wagtail that answers the others.
    """
    page = HomePage.objects.visible_to(request.user).first()
    return page.serve(request) if page is not None else serve(request, "")


@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """Everything that waits for me, from every area, the nearest date first."""
    tasks, context = _of_area(request, home.tasks_of(request.user))
    return render(request, "shell/todo.html", {"page": paginate(request, tasks), **context})


@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    """What I did, from every area, newest first."""
    deeds, context = _of_area(request, home.deeds_of(request.user))
    context["first_url"] = sections.address("ideas:problem_report") or "/"
    return render(request, "shell/activity.html", {"page": paginate(request, deeds), **context})


@require_safe
def activity_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a table, to keep or to bring to one's yearly interview."""
    deeds, _context = _of_area(request, home.deeds_of(request.user))
    labels = sections.area_labels()
    rows = (
        (
            f"{localtime(deed.at):%Y-%m-%d %H:%M}",
            labels.get(deed.area, deed.area),
            deed.kind,
            deed.title,
            request.build_absolute_uri(deed.url),
        )
        for deed in deeds
    )
    return csv_answer(pgettext("file name", "activity"), [_("Date"), _("Area"), _("What"), _("Title"), _("Address")], rows)


def _of_area(request: HttpRequest, found: list) -> tuple[list, dict]:
    """What `?area=` keeps of a list of tasks or deeds, and what the links that filter it need."""
    area = request.GET.get("area", "")
    if area not in AREAS:
        area = ""
    labels = sections.area_labels()
    areas = [(key, labels[key], sum(1 for item in found if item.area == key)) for key in AREAS]
    return [item for item in found if not area or item.area == area], {"area": area, "areas": areas}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every section, in one list."""
    return render(request, "shell/sitemap.html", {"sections": sections.of(request.user)})


@login_not_required
@require_safe
def statement(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that the law wants open before any sign-in: accessibility, legal notice, personal data."""
    return serve(request, f"{slug}/")


@login_not_required
@require_safe
def back_office_sign_in(request: HttpRequest) -> HttpResponse:
    """Where the back office sends whoever it does not open to: our sign-in, or a refusal that says why to whoever is signed in."""
    if request.user.is_authenticated:
        raise PermissionDenied(_("The back office is for administrators, facilitators and knowledge editors."))
    wanted = request.GET.get("next", "")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted if wanted.startswith('/admin/') else '/admin/'})}")


@login_not_required
@require_safe
@cache_control(public=True, max_age=60 * 60 * 24 * 365, immutable=True)
def theme_css(request: HttpRequest, hue: int) -> HttpResponse:
    """The colours of one hue. Its address says the hue, so that it never changes and is kept for a year."""
    if hue > 359:
        raise Http404
    return HttpResponse(theme.css(hue), content_type="text/css; charset=utf-8")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """An intranet is for no search engine."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("img/mark.svg"))
