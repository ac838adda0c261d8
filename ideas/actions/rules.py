"""What facilitators and decision-makers do with the rules of the game and with mandates."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ideas.models import Mandate, RuleSet, RuleSetVersion
from ideas.notifications import campaigns as told
from ideas.permissions import campaigns as may
from intranet import access, audit
from intranet.base import clock
from intranet.directory.models import Agent, OrgUnit
from intranet.notifications.messages import notify

NOTICE = timedelta(days=15)  # between the adoption of a change and the day it applies
DEFAULTS = {
    "method": "approval",
    "ballot_shape": "set",
    "max_choices": 3,
    "quorum_pct": 40,
    "quorum_cmp": ">=",
    "pass_threshold": None,
    "tie_break": "lot",
    "completion": "none",
    "eligibility": "perimeter",
    "secrecy": "confidential",
    "revote": True,
    "show_turnout": True,
    "reply_days": 45,
    "merge_policy": "consent",
}


@transaction.atomic
def draft_rules(
    *, by: Agent, ruleset: RuleSet, text_fr: str, change_reason: str, params: dict, version: RuleSetVersion | None = None
) -> RuleSetVersion:
    """Draft the next version of rules, or go on with it. Refuses a version already adopted, or a second draft beside the first."""
    if not may.can_draft_rules(by):
        raise PermissionDenied(_("Only a facilitator may draft rules."))
    # Under the lock of the rules: two first drafts are not begun together.
    ruleset = RuleSet.objects.select_for_update().get(pk=ruleset.pk)
    if version is not None:
        version = _locked(version)
        if version.is_frozen:
            raise ValidationError(_("This version was adopted: it does not change. Draft the next one."))
    else:
        if ruleset.versions.filter(status__in=["draft", "consultation"]).exists():
            raise ValidationError(_("A version is already being prepared: go on with that one."))
        last = ruleset.versions.order_by("-number").first()
        version = RuleSetVersion(ruleset=ruleset, number=last.number + 1 if last else 1, author=by)
    version.text_fr = text_fr
    version.change_reason = change_reason
    version.params = {**DEFAULTS, **params}
    version.save()
    audit.record("ideas.draft_rules", version, actor=by)
    return version


@transaction.atomic
def consult_on_rules(*, by: Agent, version: RuleSetVersion) -> RuleSetVersion:
    """Let everyone read a draft before it is adopted."""
    if not may.can_draft_rules(by):
        raise PermissionDenied(_("Only a facilitator may open a consultation."))
    version = _locked(version)
    if version.status != RuleSetVersion.Status.DRAFT:
        raise ValidationError(_("This version is not a draft."))
    version.status = RuleSetVersion.Status.CONSULTATION
    version.save(update_fields=["status"])
    audit.record("ideas.draft_rules", version, actor=by, became=version.status)
    return version


@transaction.atomic
def adopt_rules(*, by: Agent, version: RuleSetVersion, in_force_from: datetime | None = None) -> RuleSetVersion:
    """Adopt a version: its words are frozen and fingerprinted, and everyone is told.

    A first version applies at once; a change applies after fifteen days at least. Campaigns keep the
    version with which they were published.
    """
    version = _locked(version)
    if not may.can_adopt_rules(by, version):
        raise PermissionDenied(_("Only a decision-maker who did not write them may adopt rules."))
    if version.is_frozen:
        return version
    now = clock.now()
    is_first = not version.ruleset.versions.filter(status__in=["in_force", "superseded"]).exists()
    earliest = now if is_first else now + NOTICE
    in_force_from = in_force_from or earliest
    if in_force_from < earliest:
        raise ValidationError({"in_force_from": _("A change of rules applies fifteen days after its adoption at the earliest.")})
    version.status = RuleSetVersion.Status.IN_FORCE
    version.adopted_by = by
    version.in_force_from = in_force_from
    version.sha256 = fingerprint(version)
    version.save()
    audit.record("ideas.adopt_rules", version, actor=by, sha256=version.sha256)
    notify(
        told.RulesAdopted,
        Agent.objects.filter(is_active=True),
        key=f"{version.pk}",
        about=version,
        actor=by,
        rules=version.ruleset.name,
        number=version.number,
        reason=version.change_reason,
        **{"from": in_force_from.isoformat()},
    )
    return version


def _locked(version: RuleSetVersion) -> RuleSetVersion:
    return RuleSetVersion.objects.select_for_update(of=("self",)).select_related("ruleset").get(pk=version.pk)


def fingerprint(version: RuleSetVersion) -> str:
    """SHA-256 of the text and parameters of a version, in one canonical form."""
    content = json.dumps({"text": version.text_fr, "params": version.params}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


@transaction.atomic
def turn_rules() -> None:
    """What the clock does: a version whose successor has begun is marked as replaced."""
    current = RuleSetVersion.objects.in_force().values("pk")
    RuleSetVersion.objects.filter(status="in_force", in_force_from__lte=clock.now()).exclude(pk__in=current).update(
        status=RuleSetVersion.Status.SUPERSEDED
    )


@transaction.atomic
def publish_mandate(*, by: Agent, holders: Iterable[Agent], perimeter: Iterable[OrgUnit], **fields: Any) -> Mandate:
    """Publish a mandate that the management signed, and give its holders the right to decide within it."""
    if not may.can_give_mandate(by):
        raise PermissionDenied(_("Only an administrator may publish a mandate."))
    people = list(holders)
    if not people:
        raise ValidationError({"holders": _("Say who holds the mandate.")})
    mandate = Mandate.objects.create(published_at=clock.now(), **fields)
    mandate.perimeter.set(perimeter)
    access.set_holders(mandate, "holder", people, ["decide"])
    audit.record("ideas.publish_mandate", mandate, actor=by)
    return mandate
