"""The back office of the catalogue. What agents declare is nowhere in it."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from intranet.base.backoffice import YesNoColumn
from skills import actions, permissions
from skills.models import Skill, SkillDomain, SkillLabel, SkillRelation
from skills.views import frameworks


class CataloguePolicy(BasePermissionPolicy):
    """Who keeps the catalogue adds and changes; nobody deletes what people may have declared."""

    def __init__(self, model, *, may_delete: bool = False):
        super().__init__(model)
        self.may_delete = may_delete

    def user_has_permission(self, user, action):
        return permissions.can_edit_catalogue(user) and (action != "delete" or self.may_delete)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions):
        raise NotImplementedError("ask roles.holders")


register_permission_policy(Skill, CataloguePolicy(Skill))
register_permission_policy(SkillDomain, CataloguePolicy(SkillDomain))
register_permission_policy(SkillLabel, CataloguePolicy(SkillLabel, may_delete=True))
register_permission_policy(SkillRelation, CataloguePolicy(SkillRelation, may_delete=True))


class CatalogueViewSet(ModelViewSet):
    """A viewset kept by the editors of the catalogue, and by nobody else."""

    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = False


class _Followed:
    """A view whose saving is followed by names, facts and index."""

    def save_instance(self):
        skill = super().save_instance()
        actions.follow_skill(editor=self.request.user, skill=skill)
        return skill


class SkillCreate(_Followed, CreateView):
    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.instance.framework = actions.own_framework()
        return form


class SkillEdit(_Followed, EditView):
    pass


class SkillViewSet(CatalogueViewSet):
    model = Skill
    icon = "tag"
    menu_label = _("Skills")
    add_view_class = SkillCreate
    edit_view_class = SkillEdit
    form_fields = ["pref_label", "label_en", "slug", "kind", "domain", "description", "description_en", "sensitive"]
    list_display = ["pref_label", "kind", "domain", "status"]
    list_filter = ["kind", "domain", "status"]
    search_fields = ["pref_label", "label_en"]
    ordering = ["pref_label"]


class SkillLabelViewSet(CatalogueViewSet):
    model = SkillLabel
    icon = "openquote"
    menu_label = _("Names")
    form_fields = ["skill", "text", "lang", "kind"]
    list_display = ["text", "skill", "lang", "kind"]
    list_filter = ["lang", "kind"]
    search_fields = ["text"]


class SkillRelationViewSet(CatalogueViewSet):
    model = SkillRelation
    icon = "link"
    menu_label = _("Neighbours")
    form_fields = ["from_skill", "kind", "to_skill", "weight", "accepted"]
    list_display = ["from_skill", "kind", "to_skill", "weight", YesNoColumn("accepted", label=_("accepted"), sort_key="accepted")]
    list_filter = ["kind", "origin", "accepted"]


class SkillDomainViewSet(CatalogueViewSet):
    model = SkillDomain
    icon = "folder-open-inverse"
    menu_label = _("Domains")
    form_fields = ["framework", "code", "name", "name_en", "parent", "order"]
    list_display = ["name", "code", "order"]


class CatalogueGroup(ViewSetGroup):
    menu_label = _("Skills")
    menu_icon = "tag"
    menu_order = 210
    items = (
        SkillViewSet("skill_catalogue"),
        SkillLabelViewSet("skill_names"),
        SkillRelationViewSet("skill_neighbours"),
        SkillDomainViewSet("skill_domains"),
    )


@hooks.register("register_admin_viewset")
def register_catalogue():
    return CatalogueGroup()


class CatalogueItem(MenuItem):
    def is_shown(self, request):
        return permissions.can_edit_catalogue(request.user)


@hooks.register("register_admin_menu_item")
def proposals_item():
    return CatalogueItem(_("Proposals"), reverse("skills:proposals"), icon_name="tag", order=211)


@hooks.register("register_admin_urls")
def framework_urls():
    return [
        path("skill-frameworks/", frameworks.frameworks, name="skill_frameworks"),
        path("skill-frameworks/<slug:code>/offer/", frameworks.offer, name="skill_framework_offer"),
        path("skill-frameworks/imports/<uuid:public_id>/", frameworks.framework_import, name="skill_framework_import"),
    ]


@hooks.register("register_admin_menu_item")
def frameworks_item():
    return CatalogueItem(_("Frameworks"), reverse("skill_frameworks"), icon_name="list-ul", order=212)
