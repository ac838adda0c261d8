"""The units that a file tells of: known, made, named anew, moved, or wrong."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Min

from intranet.directory.models import OrgUnit, OrgUnitLineage
from intranet.organisation.actions.circles import circle_of
from intranet.organisation.models import HrImport, HrLine, HrUnit

Found = tuple[str, str, dict, str, list[int]]  # column, code of the sentence, params, value, lines


class Units:
    """The units of one import beside those of the directory. `read()` yields what is wrong and keeps the rest as HrUnit rows."""

    def __init__(self, found: HrImport):
        self.found = found
        self.lines = HrLine.objects.of(found).filter(line__gt=0)
        rows: Any = OrgUnit.objects.order_by("path").values_list("code", "name", "path")
        self.known = {code: (name, path) for code, name, path in rows}
        self.by_path = {path: code for code, (_name, path) in self.known.items()}
        self.names = {code: name for code, (name, _path) in self.known.items()}
        self.said: dict[str, tuple[str, str]] = {}  # code → name, code above

    def name(self, code: str | None) -> str:
        return self.names.get(code or "", code or "")

    def read(self) -> Iterator[Found]:
        if "unit_code" not in self.found.mapping:
            return
        self._follow_heirs()
        told = self.lines.exclude(unit_code="").values("unit_code", "unit_name", "parent_code").annotate(first=Min("line"))
        for row in told.order_by("first"):
            code, pair = row["unit_code"], (row["unit_name"], row["parent_code"])
            before = self.said.get(code, ("", ""))
            for place, column, sentence in ((0, "unit_name", "unit_named_twice"), (1, "parent_code", "unit_placed_twice")):
                if before[place] and pair[place] and before[place] != pair[place] and self.found.with_units:
                    yield column, sentence, {"first": before[place], "second": pair[place]}, code, [row["first"]]
            self.said[code] = (before[0] or pair[0], before[1] or pair[1])
        yield from self._judge()

    def _follow_heirs(self) -> None:
        """A code that a unit had before it was merged or renamed is that of the unit that follows it."""
        for code, unit in OrgUnitLineage.objects.heirs().items():
            if code not in self.known:
                self.lines.filter(unit_code=code).update(unit_code=unit.code, unit_name="", parent_code="")
                self.lines.filter(parent_code=code).update(parent_code=unit.code)

    def _judge(self) -> Iterator[Found]:
        with_units = self.found.with_units
        made = {code for code, (name, parent) in self.said.items() if code not in self.known and name and parent and with_units}
        wrong: set[str] = set()
        for code, (_name, parent) in self.said.items():
            if code not in self.known and code not in made:
                wrong.add(code)
                yield "unit_code", "unknown_unit", {}, code, self._lines_of(code)
            elif with_units and parent and parent not in self.known and parent not in made:
                wrong.add(code)
                yield "parent_code", "unknown_parent", {"parent": parent}, code, self._lines_of(code)
            elif with_units and parent and parent != code and code in self.known and len(self.known[code][1]) == OrgUnit.steplen:
                wrong.add(code)
                yield "parent_code", "unit_is_whole", {}, code, self._lines_of(code)
        if not with_units:
            return
        above = {code: self._parent_of(code) for code in (*self.known, *made)}
        for circle in circle_of({code: parent for code, parent in above.items() if parent}):
            chain = " → ".join(self.said.get(code, ("", ""))[0] or self.name(code) for code in [*circle[:6], circle[0]])
            for code in circle:
                wrong.add(code)
                if code in self.said:
                    yield "parent_code", "unit_cycle", {"chain": chain}, code, self._lines_of(code)
        self._keep(made - wrong, wrong)

    def _parent_of(self, code: str) -> str:
        told = self.said.get(code, ("", ""))[1]
        if told and not (code in self.known and told == code):
            return told
        return self.by_path.get(self.known[code][1][: -OrgUnit.steplen], "") if code in self.known else ""

    def _keep(self, made: set[str], wrong: set[str]) -> None:
        rows: list[HrUnit] = []
        order: list[str] = []
        waiting = sorted(made)
        while waiting:
            placed = [code for code in waiting if self.said[code][1] in self.known or self.said[code][1] in order]
            if not placed:
                break
            order += placed
            waiting = [code for code in waiting if code not in placed]
        kinds = HrUnit.Kind
        for number, code in enumerate(order):
            name, parent = self.said[code]
            self.names[code] = name
            rows.append(HrUnit(hr_import=self.found, kind=kinds.NEW, code=code, name=name, parent_code=parent, order=number))
        for code, (name, parent) in self.said.items():
            if code not in self.known or code in wrong:
                continue
            before = self.known[code][0]
            if name and name != before:
                rows.append(
                    HrUnit(hr_import=self.found, kind=kinds.RENAMED, code=code, name=name, before=before, after=name, order=len(rows))
                )
            now = self.by_path.get(self.known[code][1][: -OrgUnit.steplen], "")
            if parent and parent not in (now, code):
                rows.append(
                    HrUnit(hr_import=self.found, kind=kinds.MOVED, code=code, name=before, parent_code=parent, before=self.name(now), after=self.name(parent), order=len(rows))
                )  # fmt: skip
        HrUnit.objects.bulk_create(rows, batch_size=500)

    def _lines_of(self, code: str) -> list[int]:
        return list(self.lines.filter(unit_code=code).values_list("line", flat=True))
