"""The grants that follow from the team and the mandates: the only place that gives and takes them."""

from django.db import transaction

from intranet import access, audit
from intranet.directory.models import Agent
from pilots.models import Membership, Pilot, SponsorMandate

ROLES: dict[str, tuple[str, ...]] = {
    "lead": ("view_pilot", "frame_pilot", "measure_pilot", "answer_pilot"),
    "team": ("view_pilot", "measure_pilot", "answer_pilot"),
    "sponsor": ("view_pilot", "decide_pilot"),
    "asked": ("view_pilot",),  # somebody asked to sponsor reads the pilot before they answer
    "observer": ("view_pilot",),
}


def holders_wanted(pilot: Pilot) -> dict[str, set[int]]:
    """Who should hold each role on `pilot`, by the team and the mandates as they are now."""
    wanted: dict[str, set[int]] = {role: set() for role in ROLES}
    for role, person in Membership.objects.current().filter(pilot=pilot, person__is_active=True).values_list("role", "person"):
        wanted[role].add(person)
    mandates = SponsorMandate.objects.filter(pilot=pilot, sponsor__is_active=True)
    for status, sponsor in mandates.filter(status__in=("accepted", "proposed")).values_list("status", "sponsor"):
        wanted["sponsor" if status == "accepted" else "asked"].add(sponsor)
    return wanted


@transaction.atomic
def sync_grants(*, pilot: Pilot) -> None:
    """Make the grants on `pilot` what the team and the mandates say: gives what lacks, takes what is too much."""
    people = Agent.objects.in_bulk({pk for pks in holders_wanted(pilot).values() for pk in pks})
    for role, pks in holders_wanted(pilot).items():
        access.set_holders(pilot, role, [people[pk] for pk in sorted(pks)], ROLES[role])
    pilot.__dict__.pop("_rights", None)


def drift() -> list[tuple[Pilot, str]]:
    """The roles of pilots whose holders are not those that the team and the mandates say."""
    found = []
    for pilot in Pilot.objects.order_by("pk").iterator(chunk_size=200):
        for role, wanted in holders_wanted(pilot).items():
            if set(access.holders(pilot, role).values_list("pk", flat=True)) != wanted:
                found.append((pilot, role))
    return found


@transaction.atomic
def reconcile_grants() -> int:
    """Report and mend every drift; returns how many roles had drifted. For the clock."""
    drifted = drift()
    for pilot, role in drifted:
        audit.record("pilots.mend_grants", pilot, actor=None, role=role)
    for pilot in {pilot.pk: pilot for pilot, _role in drifted}.values():
        sync_grants(pilot=pilot)
    return len(drifted)
