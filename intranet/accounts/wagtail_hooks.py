"""The back office's doors to roles, and the end of those that would go around them."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction

from intranet.accounts import backoffice
from intranet.accounts.permissions import can_manage_roles


@hooks.register("register_admin_urls")
def urls():
    return [
        path("roles/", backoffice.role_list, name="accounts_roles"),
        path("roles/give/", backoffice.give_role, name="accounts_give_role"),
        path("roles/take/", backoffice.take_role, name="accounts_take_role"),
    ]


class RolesItem(MenuItem):
    def is_shown(self, request):
        return can_manage_roles(request.user)


@hooks.register("register_settings_menu_item")
def menu_item():
    return RolesItem(_("Roles"), reverse("accounts_roles"), name="roles", icon_name="key", order=602)


def _closed(action):
    """Wagtail's action on many accounts, allowed to nobody: it would leave no line in the journal."""
    return type(action.__name__, (action,), {"check_perm": lambda self, obj: False})


# The last registered under a name wins.
for _action in (AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction):
    hooks.register("register_bulk_action", _closed(_action), order=100)
