"""Every address of the product. Paths are English, stable, never translated."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from intranet.base import views as base
from intranet.shell import views as shell

handler400 = "intranet.base.views.bad_request"
handler403 = "intranet.base.views.forbidden"
handler404 = "intranet.base.views.not_found"
handler429 = "intranet.accounts.views.too_many_requests"
handler500 = "intranet.base.views.server_error"

urlpatterns = [
    path("health/", base.health, name="health"),
    path("accounts/", include("intranet.accounts.urls")),
    path("notifications/", include("intranet.notifications.urls")),
    path("people/", include("intranet.directory.urls")),
    path("discussion/", include("intranet.discussion.urls")),
    path("my-data/", include("intranet.privacy.urls")),
    path("skills/", include("skills.urls")),
    path("ideas/", include("ideas.urls")),
    path("pilots/", include("pilots.urls")),
    path("knowledge/", include("knowledge.urls")),
    path("search/", include("intranet.search.urls")),
    # Wagtail sends here whoever may not open its pages.
    path("admin/login/", shell.back_office_sign_in, name="back_office_sign_in"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("intranet.shell.urls")),
    # Composed pages: home, news, events, guides. Last, because it takes every address.
    path("", include(wagtail_urls)),
]
