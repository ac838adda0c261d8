"""The lines beside the directory: who arrives, changes, moves, comes back, leaves; what cannot be. Writes nothing in the directory."""

import json
import logging
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.utils.text import slugify

from intranet.base import clock, text
from intranet.base.addresses import NUMBER
from intranet.directory import erased
from intranet.directory.models import RESERVED_SLUGS, Agent, Site, folded_entry
from intranet.organisation.actions import files
from intranet.organisation.actions.circles import circle_of
from intranet.organisation.actions.file_units import Units
from intranet.organisation.models import HrError, HrImport, HrLine, HrUnit
from intranet.organisation.reading.tables import Unreadable

logger = logging.getLogger("traverse.organisation")

SLICE = 1_000
ASKED = 500  # values in one statement
Kind = HrLine.Kind
SIMPLE = ("last_name", "first_name", "email", "position_title", "arrived_on", "leaves_on", "absent_from", "absent_until", "phone")
KEPT_WHEN_EMPTY = {"email", "phone", "absent_from", "absent_until"}
LINE = ("pk", "line", "agent_id", "hr_number", "unit_code", "site_id", "manager_number", *SIMPLE)
AGENT = (
    "hr_number",
    "unit__code",
    "site_id",
    "manager__hr_number",
    "is_active",
    "left_on",
    "manager__first_name",
    "manager__last_name",
    *SIMPLE,
)


def compare(*, hr_import: int) -> bool:
    """Compare the lines of an import with the directory, from the beginning each time. Returns whether it came to the end."""
    found = HrImport.objects.filter(pk=hr_import, status=HrImport.Status.READING, step="compare").first()
    if found is None:
        return False
    try:
        _Comparison(found).run()
    except Exception:
        logger.exception("hr_file_not_compared")
        files.refuse(hr_import=found, refused=Unreadable("unexpected"))
        return False
    return True


class _Comparison:
    def __init__(self, found: HrImport):
        self.found = found
        self.lines = HrLine.objects.of(found)
        self.mapped = set(found.mapping)
        self.today = clock.today()
        self.units = Units(found)
        self.sites = dict(Site.objects.values_list("pk", "name"))
        self.taken: set[int] | None = None
        self.next_number: dict[str, int] = {}

    def run(self) -> None:
        self._begin_again()
        self._erased()
        self._twice("hr_number", "number_twice")
        self._twice("email", "mail_twice")
        self._match()
        for column, code, params, value, lines in self.units.read():
            self._fault(((line, value, params) for line in lines), column, code)
        if "manager_number" in self.mapped:
            self._managers()
        self._classify()
        self._leavers()
        self._end()

    def _begin_again(self) -> None:
        with transaction.atomic():
            self.lines.filter(line=0).delete()
            HrUnit.objects.filter(hr_import=self.found).delete()
            HrError.objects.filter(hr_import=self.found, at_comparison=True).delete()
            at_fault = HrError.objects.filter(hr_import=self.found, line=OuterRef("line"))
            self.lines.update(agent=None, kind="", why="", moves=False, changes={}, slug="", has_error=Exists(at_fault))

    def _fault(self, faults: Iterable[tuple[int, str, dict]], column: str, code: str) -> None:
        faults = list(faults)
        for start in range(0, len(faults), ASKED):
            part = faults[start : start + ASKED]
            with transaction.atomic():
                self.lines.filter(line__in=[line for line, _value, _params in part]).update(has_error=True)
                rows = [
                    HrError(hr_import=self.found, line=line, column=column, code=code, value=value[:80], params={"value": value[:80], **params}, at_comparison=True)
                    for line, value, params in part
                ]  # fmt: skip
                HrError.objects.bulk_create(rows, ignore_conflicts=True)

    def _erased(self) -> None:
        for rows in self._slices(("pk", "hr_number", "email")):
            gone = erased.erased_among([value for row in rows for value in row[1:]])
            keys = [row[0] for row in rows if gone & set(row[1:])] if gone else []
            self.lines.filter(pk__in=keys).update(kind=Kind.ASIDE, why="erased")

    def _twice(self, column: str, code: str) -> None:
        found = list(self.lines.twice(column)[:ASKED])
        for each in found:
            lines = self.lines.filter(**{column: each[column]}).values_list("line", flat=True)
            self._fault([(line, each[column], {"line": each["first"]}) for line in lines], column, code)

    def _match(self) -> None:
        known = Agent.objects.filter(hr_number=OuterRef("hr_number"), erased_at=None)
        self.lines.exclude(hr_number="").update(agent=Subquery(known.values("pk")[:1]))
        # Whoever has no number yet is known by their address, this once.
        unnumbered = Agent.objects.filter(hr_number=None, erased_at=None).values_list("email", "pk")
        by_mail = {email.lower(): pk for email, pk in unnumbered.iterator(chunk_size=2_000)}
        for rows in self._slices(("pk", "agent_id", "email")) if by_mail else ():
            _write(
                "UPDATE organisation_hrline SET agent_id = %s WHERE id = %s",
                [(by_mail[email], pk) for pk, agent, email in rows if agent is None and email in by_mail],
            )

    def _managers(self) -> None:
        asked = self.lines.exclude(manager_number="").exclude(manager_number=F("hr_number"))
        in_file = HrLine.objects.filter(hr_import=self.found, hr_number=OuterRef("manager_number"))
        lacking = list(asked.exclude(Exists(in_file)).values_list("line", "manager_number"))
        here: dict[str, str] = {}
        numbers = sorted({number for _line, number in lacking})
        for start in range(0, len(numbers), ASKED):
            rows = Agent.objects.visible_to(self.found.by).filter(hr_number__in=numbers[start : start + ASKED])  # type: ignore[arg-type]
            here.update({agent.hr_number or "": agent.name for agent in rows})
        self._fault([(line, number, {}) for line, number in lacking if number not in here], "manager_number", "unknown_manager")
        self._fault(
            [(line, number, {"name": here[number]}) for line, number in lacking if number in here], "manager_number", "manager_leaves"
        )
        above = dict(asked.exclude(hr_number="").values_list("hr_number", "manager_number").iterator(chunk_size=5_000))
        for circle in circle_of(above):
            people = {line.hr_number: line for line in self.lines.filter(hr_number__in=circle)}
            chain = " → ".join(people[number].name for number in [*circle[:6], circle[0]] if number in people)
            self._fault([(line.line, line.manager_number, {"chain": chain}) for line in people.values()], "manager_number", "manager_cycle")

    def _classify(self) -> None:
        fields = (*LINE, *(f"agent__{name}" for name in AGENT))
        for rows in self._slices(fields, self.lines.filter(has_error=False, kind="")):
            found = [(dict(zip(LINE, row, strict=False)), dict(zip(AGENT, row[len(LINE) :], strict=True))) for row in rows]
            foreign = self._foreign_addresses(found)
            names = self._names(
                {line["manager_number"] for line, agent in found if line["manager_number"] != (agent["manager__hr_number"] or "")}
            )
            written, faults = [], []
            for line, agent in found:
                if line["agent_id"] is None:
                    result = self._arrival(line, foreign)
                else:
                    result = self._known(line, agent, foreign, names)
                if isinstance(result, tuple):
                    faults.append((line["line"], result))
                else:
                    written.append(result)
            with transaction.atomic():
                _write(
                    "UPDATE organisation_hrline SET kind = %s, why = %s, moves = %s, changes = %s, slug = %s, email = %s, folded = %s,"
                    " is_active = %s WHERE id = %s",
                    [tuple(row[key] for key in ("kind", "why", "moves", "changes", "slug", "email", "folded", "is_active", "pk")) for row in written],
                )  # fmt: skip
            for number, (code, params, value) in faults:
                self._fault([(number, value, params)], "email", code)
            HrImport.objects.filter(pk=self.found.pk).update(done=rows[-1][1])

    def _arrival(self, line: dict, foreign: dict) -> Any:
        if line["leaves_on"] and line["leaves_on"] < self.today:
            return self._row(line, Kind.ASIDE, why="left_before")
        email = line["email"] or _derived(line)
        if not email:
            return "missing_mail", {}, ""
        if email in foreign:
            return "mail_of_another", {"name": foreign[email][1]}, email
        later = bool(line["arrived_on"] and line["arrived_on"] > self.today)
        return self._row(line, Kind.NEW, email=email, slug=self._slug(line), is_active=not later)

    def _known(self, line: dict, agent: dict, foreign: dict, names: dict) -> Any:
        if line["email"] and line["email"] in foreign and foreign[line["email"]][0] != line["agent_id"]:
            return "mail_of_another", {"name": foreign[line["email"]][1]}, line["email"]
        gone = bool(line["leaves_on"] and line["leaves_on"] < self.today)
        if gone:
            return self._row(line, Kind.LEAVING if agent["is_active"] else Kind.SAME, is_active=False)
        changes = self._changes(line, agent, names)
        closed = not agent["is_active"] and agent["left_on"] is None
        later = bool(line["arrived_on"] and line["arrived_on"] > self.today)
        is_back = not agent["is_active"] and not closed and not later
        kind = Kind.BACK if is_back else Kind.CHANGED if changes else Kind.SAME
        why = "closed_by_hand" if closed else ""
        position = line["position_title"] if "position_title" in self.mapped else agent["position_title"]
        folded = folded_entry(line["first_name"], line["last_name"], position)
        active = agent["is_active"] or is_back
        return self._row(line, kind, why=why, changes=changes, moves="unit" in changes, folded=folded, is_active=active)

    def _changes(self, line: dict, agent: dict, names: dict) -> dict[str, list[str]]:
        changes: dict[str, list[str]] = {}
        if (agent["hr_number"] or "") != line["hr_number"]:
            changes["hr_number"] = [agent["hr_number"] or "", line["hr_number"]]
        for column in SIMPLE:
            before, after = agent[column], line[column]
            if column not in self.mapped or (before or "") == (after or ""):
                continue
            if (column in KEPT_WHEN_EMPTY and not after) or (column == "phone" and before):
                continue
            changes[column] = [str(before or ""), str(after or "")]
        if "unit_code" in self.mapped and line["unit_code"] != (agent["unit__code"] or ""):
            changes["unit"] = [self.units.name(agent["unit__code"]), self.units.name(line["unit_code"])]
        if "site" in self.mapped and line["site_id"] != agent["site_id"]:
            changes["site"] = [self.sites.get(agent["site_id"], ""), self.sites.get(line["site_id"], "")]
        if "manager_number" in self.mapped and line["manager_number"] != (agent["manager__hr_number"] or ""):
            before = f"{agent['manager__first_name'] or ''} {agent['manager__last_name'] or ''}".strip()
            changes["manager"] = [before, names.get(line["manager_number"], "")]
        return changes

    def _row(self, line: dict, kind: str, **values: Any) -> dict:
        own = {"why": "", "moves": False, "slug": "", "email": line["email"], "is_active": True, **values}
        folded = values.get("folded")
        if folded is None:
            folded = folded_entry(line["first_name"], line["last_name"], line["position_title"])
        return {
            **own,
            "pk": line["pk"],
            "kind": str(kind),
            "folded": folded,
            "changes": json.dumps(values.get("changes", {}), ensure_ascii=False),
        }

    def _foreign_addresses(self, found: list[tuple[dict, dict]]) -> dict[str, tuple[int, str]]:
        """Of the addresses that these lines would write, those that somebody else has and keeps: {address: (key, name)}."""
        wanted = [
            line["email"] or (_derived(line) if line["agent_id"] is None else "")
            for line, agent in found
            if line["email"] != (agent["email"] or "")
        ]
        holders: dict[str, tuple[int, str]] = {}
        wanted = [email for email in wanted if email]
        for start in range(0, len(wanted), ASKED):
            leaves_it = (
                HrLine.objects.filter(hr_import=self.found, agent=OuterRef("pk"), has_error=False)
                .exclude(email="")
                .exclude(email=OuterRef("email"))
            )
            rows = Agent.objects.filter(email__in=wanted[start : start + ASKED]).exclude(Exists(leaves_it))
            holders.update({agent.email: (agent.pk, agent.name) for agent in rows})
        return holders

    def _names(self, numbers: set[str]) -> dict[str, str]:
        names: dict[str, str] = {}
        asked = sorted(numbers - {""})
        for start in range(0, len(asked), ASKED):
            names.update({line.hr_number: line.name for line in self.lines.filter(hr_number__in=asked[start : start + ASKED])})
        return names

    def _slug(self, line: dict) -> str:
        if self.taken is None:  # by their hash: a chance meeting only costs a number
            held = Agent.objects.values_list("slug", "username").iterator(chunk_size=5_000)
            self.taken = {hash(value) for pair in held for value in pair} | {hash(word) for word in RESERVED_SLUGS}
        base = slugify(text.fold(f"{line['first_name']} {line['last_name']}"))[: 150 - NUMBER].strip("-") or "agent"
        number = self.next_number.get(base, 1)
        while True:
            slug = base if number == 1 else f"{base}-{number}"
            number += 1
            if hash(slug) not in self.taken:
                self.next_number[base] = number
                self.taken.add(hash(slug))
                return slug

    def _leavers(self) -> None:
        in_file = HrLine.objects.filter(hr_import=self.found, hr_number=OuterRef("hr_number"))
        absent = Agent.objects.filter(is_active=True, erased_at=None, hr_number__isnull=False).exclude(Exists(in_file)).by_name()
        rows = [
            HrLine(
                hr_import=self.found, line=0, agent_id=agent.pk, hr_number=agent.hr_number, first_name=agent.first_name,
                last_name=agent.last_name, position_title=agent.position_title, is_active=False,
                kind=Kind.ASIDE if agent.pk == self.found.by_id else Kind.LEAVING, why="is_importer" if agent.pk == self.found.by_id else "",
            )
            for agent in absent.only("hr_number", "first_name", "last_name", "position_title", "username", "erased_at").iterator(chunk_size=2_000)
        ]  # fmt: skip
        with transaction.atomic():
            HrLine.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)

    def _end(self) -> None:
        taken = self.lines.filter(has_error=False)
        by_kind = dict(taken.values_list("kind").annotate(n=Count("pk")).order_by())
        moved = taken.filter(kind__in=(Kind.CHANGED, Kind.BACK), moves=True).count()
        unnumbered = Agent.objects.filter(is_active=True, erased_at=None, hr_number=None)
        matched = HrLine.objects.filter(hr_import=self.found, agent=OuterRef("pk"))
        counts = {kind.value: by_kind.get(kind.value, 0) for kind in Kind}
        counts |= {
            "moved": moved,
            "other": counts["changed"] - taken.filter(kind=Kind.CHANGED, moves=True).count(),
            "later": taken.filter(kind=Kind.NEW, is_active=False).count(),
            "leaving_dated": taken.filter(kind=Kind.LEAVING, line__gt=0).count(),
            "errors": self.lines.filter(has_error=True).count(),
            "lines": self.lines.filter(line__gt=0).count(),
            "known": Agent.objects.filter(is_active=True, erased_at=None, hr_number__isnull=False).count(),
            "unknown_to_hr": unnumbered.exclude(Exists(matched)).count(),
            "closed": taken.filter(why="closed_by_hand").count(),
        }
        units = dict(HrUnit.objects.filter(hr_import=self.found).values_list("kind").annotate(n=Count("pk")).order_by())
        counts |= {f"units_{kind.value}": units.get(kind.value, 0) for kind in HrUnit.Kind}
        HrImport.objects.filter(pk=self.found.pk, status=HrImport.Status.READING, step="compare").update(
            status=HrImport.Status.READY, step="", counts=counts, read_at=clock.now(), is_stale=False
        )

    def _slices(self, fields: tuple[str, ...], rows: Any = None) -> Iterator[list[tuple]]:
        """The lines of the file, a thousand at a time in the order of their keys; what is read may be written meanwhile."""
        rows = (self.lines if rows is None else rows).filter(line__gt=0).order_by("pk")
        last = 0
        while part := list(rows.filter(pk__gt=last).values_list(*fields)[:SLICE]):
            yield part
            last = part[-1][0]


def _derived(line: dict) -> str:
    """The address that the organisation gives, when it says how; nothing otherwise."""
    pattern = settings.HR_EMAIL_PATTERN
    first, last = (slugify(text.fold(line[name])) for name in ("first_name", "last_name"))
    return pattern.format(first=first, last=last).lower() if pattern and first and last else ""


def _write(statement: str, rows: list[tuple]) -> None:
    if rows:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, rows)
