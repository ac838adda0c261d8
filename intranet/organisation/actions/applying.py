"""What the lines say is done: one transaction of a few statements, each for all its lines. Killed anywhere, the directory is the old or the new."""

import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from intranet import audit, roles
from intranet.base import clock
from intranet.directory import actions as directory
from intranet.directory.models import Agent, OrgUnit
from intranet.directory.signals import agents_written
from intranet.jobs.outbox import promise
from intranet.organisation.actions.circles import circle_of
from intranet.organisation.actions.files import check_importer
from intranet.organisation.models import HrImport, HrLine, HrUnit
from intranet.organisation.sentences import guard, say
from intranet.roles import Role

logger = logging.getLogger("traverse.organisation")

Status, Kind = HrImport.Status, HrLine.Kind
PAIRS = 300  # people given another manager in one statement

# The columns of an arrival: those that the line has, then what every new account has.
INSERTED = {
    "public_id": "l.public_id", "slug": "l.slug", "username": "l.slug", "email": "l.email", "first_name": "l.first_name",
    "last_name": "l.last_name", "position_title": "l.position_title", "phone": "l.phone", "hr_number": "l.hr_number",
    "arrived_on": "l.arrived_on", "leaves_on": "l.leaves_on", "absent_from": "l.absent_from", "absent_until": "l.absent_until",
    "folded": "l.folded", "site_id": "l.site_id", "is_active": "l.is_active",
    "unit_id": "(SELECT u.id FROM directory_orgunit u WHERE u.code = l.unit_code)",
    "left_on": "CASE WHEN l.is_active THEN NULL ELSE %(today)s END",
    "date_joined": "%(now)s", "password": "'!'", "about": "''", "language": "'fr'", "is_staff": "%(no)s", "is_superuser": "%(no)s",
}  # fmt: skip
# What a file writes of a person who is known, when it has the column.
UPDATED = {
    "position_title": "position_title = l.position_title",
    "phone": "phone = CASE WHEN directory_agent.phone = '' THEN l.phone ELSE directory_agent.phone END",
    "unit_code": "unit_id = (SELECT u.id FROM directory_orgunit u WHERE u.code = l.unit_code)",
    "site": "site_id = l.site_id",
    "arrived_on": "arrived_on = l.arrived_on",
    "leaves_on": "leaves_on = l.leaves_on",
    "absent_from": "absent_from = COALESCE(l.absent_from, directory_agent.absent_from)",
    "absent_until": "absent_until = CASE WHEN l.absent_from IS NULL THEN directory_agent.absent_until ELSE l.absent_until END",
}


@transaction.atomic
def start_applying(*, by: Agent, hr_import: HrImport, only_correct: bool, leavers_confirmed: int | None = None) -> HrImport:
    """Promise to apply a file that was compared.

    Refused: to whoever may not import; with a line in error, unless `only_correct` (then nobody leaves because the file lacks them);
    when more than a tenth would leave, unless their number is confirmed; while another file is applied.
    """
    check_importer(by)
    found = HrImport.objects.select_for_update().get(pk=hr_import.pk)
    if found.status != Status.READY:
        raise ValidationError(_("This file is in another state now: open its page again."))
    if found.is_stale:
        _compare_again(found)
        return found
    if found.errors and not only_correct:
        raise ValidationError(
            _("Some lines have an error: correct the file and send it again, or choose to import the correct lines only.")
        )
    is_partial = bool(found.errors)
    if is_partial:
        found.counts = {**found.counts, "leaving": found.counts.get("leaving_dated", 0)}
    if found.must_confirm_leavers and leavers_confirmed != found.leaving:
        raise ValidationError({"leavers": guard(found.counts) + " " + _("Write their number to confirm.")})
    found.only_correct, found.leavers_accepted = is_partial, leavers_confirmed
    found.status, found.step, found.problem = Status.APPLYING, "", ""
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as error:
        raise ValidationError(_("Another file is being applied. Wait for its end.")) from error
    audit.record("organisation.import", found, actor=by, sha256=found.sha256, leaving=found.leaving, partial=is_partial)
    promise("organisation.apply", hr_import=found.pk)
    return found


@transaction.atomic
def apply(*, hr_import: int) -> bool:
    """Write what the lines of an import say, all or nothing. Returns whether it was done; nothing when it is not to be applied.

    When the directory changed so much that it cannot be, nothing is written and the file is compared again.
    """
    found = HrImport.objects.select_for_update().get(pk=hr_import)
    if found.status != Status.APPLYING:
        return False
    try:
        with transaction.atomic():
            _Application(found).run()
    except (IntegrityError, OrgUnit.DoesNotExist):
        found.refresh_from_db()
        _compare_again(found)
        return False
    except ValidationError as refused:
        found.refresh_from_db()
        found.status, found.problem, found.problem_params = Status.READY, "refused", {"why": refused.messages[0]}
        found.save()
        return False
    except Exception:
        # Left as being applied, it would bar the way to every other file.
        logger.exception("hr_file_not_applied")
        found.refresh_from_db()
        found.status, found.problem = Status.READY, "not_applied"
        found.save()
        return False
    return True


def _compare_again(found: HrImport) -> None:
    """The directory changed after the comparison: promise another, which a person looks at before anything is applied."""
    found.status, found.step, found.problem, found.done = Status.READING, "compare", "stale", 0
    found.save()
    promise("organisation.compare", hr_import=found.pk)


class _Application:
    def __init__(self, found: HrImport):
        self.found = found
        self.lines = HrLine.objects.filter(hr_import=found, has_error=False)
        self.given: dict[str, Any] = {"import": found.pk, "today": clock.today(), "now": clock.now(), "yes": True, "no": False}
        self.mapped = set(found.mapping)

    def run(self) -> None:
        counts = dict(self.found.counts)
        renamed = self._units() if self.found.with_units else []
        leaving = self.lines.filter(kind=Kind.LEAVING)
        if self.found.only_correct:
            leaving = leaving.filter(line__gt=0)
        self._known()
        self._arrivals()
        if "manager_number" in self.mapped:
            self._managers()
        counts |= self._departures(leaving)
        if not self.found.only_correct:
            self._never_came()
        if self.found.only_correct:
            self._check_managers()
        if not roles.holders(Role.ADMINISTRATOR).exists():
            raise ValidationError(_("Every administrator would leave: nobody could open an account any more. Nothing was changed."))
        self.found.status, self.found.counts, self.found.applied_at = Status.DONE, counts, clock.now()
        self.found.save()
        self.found.parts.all().delete()
        HrImport.objects.filter(status=Status.READY).update(is_stale=True)
        self._tell(renamed)

    def _run(self, statement: str) -> int:
        """Run a statement over the lines `l` of this import that are taken; named values are ours, never a cell's."""
        with connection.cursor() as cursor:
            cursor.execute(f"{statement} l.hr_import_id = %(import)s AND NOT l.has_error", self.given)
            return cursor.rowcount

    def _units(self) -> list[str]:
        """Make, name anew and move units. Returns the paths of those whose name or place changed."""
        changed = []
        for row in HrUnit.objects.filter(hr_import=self.found):
            if row.kind == HrUnit.Kind.RENAMED:
                unit = OrgUnit.objects.get(code=row.code)
                unit.name = row.name
                changed.append(directory.rename_unit(unit=unit).path)
        directory.add_units(
            rows=[(row.code, row.name, row.parent_code) for row in HrUnit.objects.filter(hr_import=self.found, kind=HrUnit.Kind.NEW)]
        )
        for row in HrUnit.objects.filter(hr_import=self.found, kind=HrUnit.Kind.MOVED):
            unit = directory.place_unit(unit=OrgUnit.objects.get(code=row.code), parent=OrgUnit.objects.get(code=row.parent_code))
            changed.append(unit.path)
        return changed

    def _known(self) -> None:
        said = "directory_agent.id = l.agent_id AND directory_agent.erased_at IS NULL AND l.kind IN ('changed', 'back') AND"
        if "email" in self.mapped:
            # Two people may exchange their addresses: each is first given one that nobody has.
            self._run(
                "UPDATE directory_agent SET email = 'changing-' || directory_agent.id || '@changing.invalid' FROM organisation_hrline l"
                f" WHERE l.email <> '' AND directory_agent.email <> l.email AND {said}"
            )
            self._run(f"UPDATE directory_agent SET email = l.email FROM organisation_hrline l WHERE l.email <> '' AND {said}")
        columns = ["first_name = l.first_name", "last_name = l.last_name", "hr_number = l.hr_number", "folded = l.folded"]
        columns += [written for column, written in UPDATED.items() if column in self.mapped]
        if "absent_from" not in self.mapped:
            columns = [each for each in columns if not each.startswith("absent_until")]
        self._run(f"UPDATE directory_agent SET {', '.join(columns)} FROM organisation_hrline l WHERE {said}")
        self._run(
            "UPDATE directory_agent SET is_active = %(yes)s, left_on = NULL FROM organisation_hrline l"
            " WHERE directory_agent.id = l.agent_id AND directory_agent.erased_at IS NULL AND l.kind = 'back' AND"
        )

    def _arrivals(self) -> None:
        names, values = ", ".join(INSERTED), ", ".join(INSERTED.values())
        self._run(f"INSERT INTO directory_agent ({names}) SELECT {values} FROM organisation_hrline l WHERE l.kind = 'new' AND")
        arrived = Agent.objects.filter(hr_number=OuterRef("hr_number"))
        self.lines.filter(kind=Kind.NEW).update(agent=Subquery(arrived.values("pk")[:1]))

    def _managers(self) -> None:
        self._run(
            "UPDATE directory_agent SET manager_id = CASE WHEN l.manager_number = '' THEN NULL ELSE COALESCE((SELECT m.id FROM directory_agent m"
            " WHERE m.hr_number = l.manager_number), directory_agent.manager_id) END FROM organisation_hrline l"
            " WHERE directory_agent.id = l.agent_id AND directory_agent.erased_at IS NULL AND l.kind IN ('new', 'changed', 'back') AND"
        )

    def _departures(self, leaving: Any) -> dict[str, int]:
        gone = leaving.values("agent_id")
        dated = leaving.filter(agent=OuterRef("pk"), leaves_on__isnull=False)
        if "leaves_on" in self.mapped:
            Agent.objects.filter(pk__in=gone).filter(Exists(dated)).update(leaves_on=Subquery(dated.values("leaves_on")[:1]))
        return hide(agents=Agent.objects.filter(pk__in=gone, is_active=True))

    def _never_came(self) -> None:
        """Somebody who was announced for a later day and is in the file no more does not arrive."""
        here = HrLine.objects.filter(hr_import=self.found, hr_number=OuterRef("hr_number"))
        waiting = Agent.objects.filter(is_active=False, hr_number__isnull=False, left_on__lt=F("arrived_on")).exclude(Exists(here))
        waiting.update(left_on=F("arrived_on"))

    def _check_managers(self) -> None:
        pairs = Agent.objects.filter(is_active=True, manager__isnull=False).values_list("pk", "manager_id")
        for circle in circle_of({str(pk): str(manager) for pk, manager in pairs.iterator(chunk_size=5_000)}):
            names = {str(agent.pk): agent.name for agent in Agent.objects.filter(pk__in=circle)}
            raise ValidationError(say("manager_cycle", {"chain": " → ".join(names[pk] for pk in [*circle[:6], circle[0]])}))

    def _tell(self, renamed: list[str]) -> None:
        written = self.lines.filter(kind__in=(Kind.NEW, Kind.CHANGED, Kind.BACK, Kind.LEAVING), agent__isnull=False)
        if self.found.only_correct:
            written = written.exclude(kind=Kind.LEAVING, line=0)
        agents = set(written.values_list("agent_id", flat=True))
        placed = set(
            written.filter(Q(moves=True) | Q(changes__has_key="site") | Q(kind__in=(Kind.BACK, Kind.LEAVING))).values_list(
                "agent_id", flat=True
            )
        )
        posted = set(
            written.filter(kind=Kind.CHANGED)
            .filter(Q(moves=True) | Q(changes__has_key="position_title"))
            .values_list("agent_id", flat=True)
        )
        for path in renamed:
            agents |= set(Agent.objects.filter(unit__path__startswith=path, is_active=True).values_list("pk", flat=True))
        if agents:
            agents_written.send(Agent, agents=sorted(agents), placed=sorted(placed), posted=sorted(posted))


def hide(*, agents: Any) -> dict[str, int]:
    """Hide the people of the queryset `agents`, who left: no page shows them, their sessions end. Inside the caller's transaction.

    Who reported to them reports to the nearest manager above who stays; units they headed and absences they covered have nobody.
    What they said, decided and owe stays theirs. Returns how many: reports, headless, uncovered.
    """
    keys = list(agents.values_list("pk", "manager_id"))
    above = dict(keys)
    for start in range(0, len(keys), PAIRS):
        part = [pk for pk, _manager in keys[start : start + PAIRS]]
        Agent.objects.filter(pk__in=part).update(is_active=False, left_on=clock.today())
    uncovered = headless = 0
    reports: dict[int | None, list[int]] = {}
    for start in range(0, len(keys), PAIRS):
        part = [pk for pk, _manager in keys[start : start + PAIRS]]
        away = Q(absent_until=None) | Q(absent_until__gte=clock.today())
        uncovered += Agent.objects.filter(away, cover__in=part, is_active=True, absent_from__isnull=False).count()
        Agent.objects.filter(cover__in=part).update(cover=None)
        headless += OrgUnit.objects.filter(head__in=part).update(head=None)
        for pk, manager in Agent.objects.filter(manager__in=part, is_active=True).values_list("pk", "manager_id"):
            reports.setdefault(_who_stays(manager, above), []).append(pk)
    for manager, people in reports.items():
        for start in range(0, len(people), PAIRS):
            Agent.objects.filter(pk__in=people[start : start + PAIRS]).exclude(pk=manager).update(manager=manager)
            Agent.objects.filter(pk__in=people[start : start + PAIRS], pk=manager).update(manager=None)
    return {"reports": sum(map(len, reports.values())), "headless": headless, "uncovered": uncovered}


def _who_stays(manager: int | None, above: dict[int, int | None]) -> int | None:
    seen: set[int] = set()
    while manager is not None and manager in above and manager not in seen:
        seen.add(manager)
        manager = above[manager]
    return None if manager in seen else manager


@transaction.atomic
def follow_dates() -> int:
    """Show who arrives today, hide whose last day is past. Called by the clock; returns how many."""
    today = clock.today()
    still = Q(leaves_on=None) | Q(leaves_on__gte=today)
    arriving = Agent.objects.filter(
        still, is_active=False, erased_at=None, hr_number__isnull=False, arrived_on__lte=today, left_on__lt=F("arrived_on")
    )
    leaving = Agent.objects.filter(is_active=True, erased_at=None, hr_number__isnull=False, leaves_on__lt=today)
    arrived: Iterable[int] = list(arriving.values_list("pk", flat=True))
    left = list(leaving.values_list("pk", flat=True))
    arriving.update(is_active=True, left_on=None)
    if left:
        hide(agents=Agent.objects.filter(pk__in=left))
    agents = [*arrived, *left]
    if agents:
        agents_written.send(Agent, agents=agents, placed=agents, posted=[])
    return len(agents)
