"""Named grants: rights given to someone on one object. The only module that speaks to django-guardian.

Rights go to groups, one group for each role on each object ("pilot:<id>:lead"), through permission
tables with a direct foreign key, so that they disappear with their object. What follows from the
data itself (my unit's ideas) is a filter in a queryset, never a grant.
"""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import models, transaction
from guardian.models import GroupObjectPermissionBase
from guardian.shortcuts import assign_perm, get_group_perms, remove_perm

from intranet.directory.models import Agent


def group_name(obj: models.Model, role: str) -> str:
    """The name of the group that stands for `role` on `obj`: "pilot:12:lead"."""
    return f"{obj._meta.model_name}:{obj.pk}:{role}"


@transaction.atomic
def set_holders(obj: models.Model, role: str, agents: Iterable[Agent], codenames: Iterable[str]) -> None:
    """Make `agents`, and nobody else, the holders of `role` on `obj`, with exactly the rights `codenames`.

    Grants and revokes: a right that a role no longer carries is taken from its group.
    """
    group, _created = Group.objects.get_or_create(name=group_name(obj, role))
    wanted = set(codenames)
    held = set(get_group_perms(group, obj))
    for codename in wanted - held:
        assign_perm(codename, group, obj)
    for former in held - wanted:
        remove_perm(former, group, obj)
    group.user_set.set(agents)


def holders(obj: models.Model, role: str) -> models.QuerySet:
    """The agents who hold `role` on `obj`."""
    return Agent.objects.filter(groups__name=group_name(obj, role))


def can(agent: Agent, codename: str, obj: models.Model) -> bool:
    """Whether a grant gives `agent` the right `codename` ("decide") on `obj`. A superuser has no more than others."""
    if not agent.is_active:
        return False
    rows = _group_permission_model(obj)._default_manager.filter(permission__codename=codename, content_object=obj, group__user=agent)
    return bool(rows.exists())


def granted(agent: Agent, codename: str, model: type[models.Model]) -> models.QuerySet:
    """The keys of the objects of `model` on which a grant gives `agent` the right `codename`, for a filter `…__in=`.

    Asks what `can` asks, of all objects at once (guardian's own shortcut reads three tables more).
    """
    rows = _group_permission_model(model)._default_manager
    if not agent.is_active:
        return rows.none().values("content_object")
    return rows.filter(permission__codename=codename, group__user=agent).values("content_object")


def grantable() -> list[tuple[type[models.Model], str, str]]:
    """Every right that a grant may give: (model, codename, label), for each model with a permission table of its own."""
    tables = [m for m in apps.get_models() if issubclass(m, GroupObjectPermissionBase) and hasattr(m, "content_object")]
    about = [t._meta.get_field("content_object").remote_field.model for t in tables if t._meta.app_label != "guardian"]  # type: ignore[misc]
    return [(model, codename, str(label)) for model in about for codename, label in model._meta.permissions]


def _group_permission_model(obj: models.Model | type[models.Model]) -> type[models.Model]:
    from guardian.utils import get_group_obj_perms_model  # noqa: PLC0415 - needs the app registry

    return get_group_obj_perms_model(obj)  # type: ignore[arg-type]  # takes a model too, as its own callers show
