"""What administrators do with accounts and roles, each act written in the journal."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet import audit, roles
from intranet.accounts import logs
from intranet.accounts.permissions import can_manage_accounts, can_manage_roles
from intranet.base.addresses import save_at_free_address
from intranet.directory.models import RESERVED_SLUGS, Agent
from intranet.roles import Role

FIELDS = ("username", "email", "first_name", "last_name", "position_title", "unit", "site", "manager", "language", "is_active")


@transaction.atomic
def give_role(*, by: Agent, agent: Agent, role: Role) -> None:
    """Give `agent` a role. Refused to whoever is not an administrator, and for a closed account; nothing when they hold it."""
    _check_roles(by)
    if not Agent.objects.visible_to(by).filter(pk=agent.pk).exists():
        raise ValidationError(_("This account is closed: open it before giving it a role."))
    if roles.has(agent, role):
        return
    roles.give(agent, role)
    audit.record("accounts.give_role", agent, actor=by, role=role.value)
    logs.write("role_given", agent.pk, role=role.value, by=by.pk)


@transaction.atomic
def take_role(*, by: Agent, agent: Agent, role: Role) -> None:
    """Take a role from `agent`. Refused to whoever is not an administrator, and of one's own administrator role."""
    _check_roles(by)
    if role is Role.ADMINISTRATOR and agent.pk == by.pk:
        raise ValidationError(_("You cannot take the administrator role from yourself: ask another administrator."))
    if not roles.has(agent, role):
        return
    roles.take(agent, role)
    audit.record("accounts.take_role", agent, actor=by, role=role.value)
    logs.write("role_taken", agent.pk, role=role.value, by=by.pk)


@transaction.atomic
def open_account(*, by: Agent, **fields: Any) -> Agent:
    """Open an account; its holder chooses a password through "forgotten password". Refused to whoever is not an administrator."""
    _check_accounts(by)
    agent = Agent(**{name: fields[name] for name in FIELDS if name in fields})
    agent.set_unusable_password()
    agent.full_clean(exclude=["slug"])
    save_at_free_address(agent, field="slug", words=agent.name, otherwise="agent", reserved=RESERVED_SLUGS)
    audit.record("accounts.open", agent, actor=by)
    logs.write("account_opened", agent.pk, by=by.pk)
    return agent


@transaction.atomic
def change_account(*, by: Agent, agent: Agent, **fields: Any) -> None:
    """Write what human resources know of `agent`, or close their account: their sessions end at once.

    Refused to whoever is not an administrator, to close one's own account, and to open one that was erased.
    """
    _check_accounts(by)
    before = Agent.objects.select_for_update().get(pk=agent.pk)
    if before.erased_at is not None:
        raise ValidationError(_("This account was erased: it cannot be changed."))
    if not fields.get("is_active", True) and by.pk == agent.pk:
        raise ValidationError(_("You cannot close your own account."))
    for name in FIELDS:
        if name in fields:
            setattr(agent, name, fields[name])
    agent.full_clean(exclude=["password"])
    agent.save()
    if before.is_active and not agent.is_active:
        key, event = "accounts.close", "account_closed"
    elif agent.is_active and not before.is_active:
        key, event = "accounts.reopen", "account_reopened"
    else:
        key, event = "accounts.change", "account_changed"
    audit.record(key, agent, actor=by)
    logs.write(event, agent.pk, by=by.pk)


def _check_roles(by: Agent) -> None:
    if not can_manage_roles(by):
        raise PermissionDenied(_("Only administrators give and take roles."))


def _check_accounts(by: Agent) -> None:
    if not can_manage_accounts(by):
        raise PermissionDenied(_("Only administrators open and close accounts."))
