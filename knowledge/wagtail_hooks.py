"""The back office of guides and procedures."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from intranet import roles
from knowledge.actions.pages import APPROVERS, KEPT
from knowledge.models import KnowledgeIndexPage


@hooks.register("before_publish_page")
def approved_by_a_second_person(request, page):
    """Nobody publishes a guide or a procedure alone, whatever rights they hold: it is submitted, and somebody else approves."""
    if not isinstance(page.specific, KEPT):
        return None
    messages.error(request, _("A second person approves this page before it goes online: submit it."))
    return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]) if page.pk else reverse("wagtailadmin_home"))


@hooks.register("before_bulk_action")
def none_of_many_alone(request, action_type, objects, action):
    """The same for many pages at once."""
    if action_type == "publish" and any(isinstance(getattr(page, "specific", None), KEPT) for page in objects):
        messages.error(request, _("A second person approves this page before it goes online: submit it."))
        return redirect("wagtailadmin_home")
    return None


class GuidesItem(MenuItem):
    """Straight to the guides and procedures, for those who write them."""

    def is_shown(self, request):
        return bool({role.value for role in APPROVERS} & roles.of(request.user))

    @property
    def url(self):
        index = KnowledgeIndexPage.objects.first()
        return reverse("wagtailadmin_explore", args=[index.pk]) if index else reverse("wagtailadmin_home")

    @url.setter
    def url(self, value):
        pass


@hooks.register("register_admin_menu_item")
def guides_item():
    return GuidesItem(gettext_lazy("Knowledge"), "", icon_name="doc-full", order=110)
