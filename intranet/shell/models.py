"""The pages that editors compose: home, news, events, the alert, legal texts."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from intranet import home


class HomePage(Page):
    """The first page: what waits for the reader, then what editors composed."""

    template = "shell/home.html"
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["tasks"] = home.tasks_of(request.user)
        return context
