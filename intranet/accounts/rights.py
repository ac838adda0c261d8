"""What each role opens in the back office: Django's permissions of its group.

The rights of the product (who may vote, decide, read a wish) are in the areas' `permissions.py`, never
here. An area whose back office needs more says so in its `apps.py`:

    rights.grant(Role.FACILITATOR, "ideas.add_ruleset", "ideas.change_ruleset")
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Permission

from intranet import roles
from intranet.directory.models import Agent
from intranet.roles import Role

BACK_OFFICE = (Role.ADMINISTRATOR, Role.FACILITATOR, Role.EDITOR, Role.HR_ADVISER)

_granted: dict[Role, set[str]] = {role: set() for role in Role}


def grant(role: Role, *permissions: str) -> None:
    """Declare that `role` carries `permissions` ("area.codename"). They are given after each `migrate`."""
    _granted[role].update(permissions)


def of_model(label: str, *verbs: str) -> list[str]:
    """The permissions of a model ("area.model"): of_model("directory.site", "add") → ["directory.add_site"]."""
    area, model = label.split(".")
    return [f"{area}.{verb}_{model}" for verb in verbs or ("view", "add", "change", "delete")]


def opens_back_office(agent: Agent) -> bool:
    """Whether `agent` finds the back office in their menu."""
    return bool(roles.of(agent) & {role.value for role in BACK_OFFICE})


def sync(**kwargs) -> None:
    """Give each role's group the permissions declared for it. Adds, never takes away: an administrator may have added others."""
    for role, wanted in _granted.items():
        for area in {name.split(".")[0] for name in wanted}:
            create_permissions(apps.get_app_config(area), verbosity=0)
        roles.group(role).permissions.add(*_permissions(wanted))


def granted(role: Role) -> frozenset[str]:
    """The permissions declared for `role`."""
    return frozenset(_granted[role])


def _permissions(names: set[str]) -> list[Permission]:
    codenames = [name.split(".", 1)[1] for name in names]
    found = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    return [each for each in found if f"{each.content_type.app_label}.{each.codename}" in names]


for _role in BACK_OFFICE:
    grant(_role, "wagtailadmin.access_admin")
grant(
    Role.ADMINISTRATOR,
    *of_model("directory.orgunit"),
    *of_model("directory.site"),
    *of_model("directory.territory"),
    *of_model("directory.agent", "view", "add", "change"),  # never deleted: closed, or erased from "My data"
    *of_model("auth.group", "view", "add", "change"),
    *of_model("wagtailcore.workflow", "add", "change", "delete"),
    *of_model("wagtailcore.task", "add", "change", "delete"),
    *of_model("wagtailcore.site", "add", "change", "delete"),
    *of_model("wagtailcore.collection", "add", "change", "delete"),
)
