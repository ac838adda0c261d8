"""The back office of this area: the names of rules and the categories of problems. What agents write is not in it."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from ideas.models import Category, RuleSet
from intranet.base.backoffice import YesNoColumn


class CategoryViewSet(ModelViewSet):
    model = Category
    icon = "tag"
    menu_label = _("Categories of problems")
    form_fields = ["name", "name_en", "slug", "position", "is_active"]
    list_display = ["name", "name_en", "position", YesNoColumn("is_active", label=_("offered in the form"), sort_key="is_active")]
    inspect_view_enabled = False


class RuleSetViewSet(ModelViewSet):
    """The name and purpose of rules; their versions are drafted and adopted on the site."""

    model = RuleSet
    icon = "list-ol"
    menu_label = _("Rules of the game")
    form_fields = ["name", "slug", "purpose"]
    list_display = ["name", "purpose"]
    inspect_view_enabled = False


class IdeasGroup(ViewSetGroup):
    menu_label = _("Ideas")
    menu_icon = "comment"
    menu_order = 120
    items = (CategoryViewSet("idea_categories"), RuleSetViewSet("idea_rules"))


@hooks.register("register_admin_viewset")
def ideas_group():
    return IdeasGroup()
