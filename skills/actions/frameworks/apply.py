"""Writing a published framework: only what differs, a batch at a time, so that an import killed half-way is finished by the next.

A first import shows nothing before its end: the framework is offered last. A newer version keeps what agents declared:
a skill is known by its code, so that one renamed keeps its declarations, and one withdrawn is put out of use, never deleted.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock, planner
from intranet.directory.models import Agent
from intranet.jobs import outbox
from intranet.search import door
from skills.actions.catalogue import check_editor
from skills.actions.facts import write_facts
from skills.actions.frameworks import esco, rome
from skills.actions.frameworks.published import Published
from skills.models import (
    AgentSkill,
    FrameworkChange,
    FrameworkFile,
    FrameworkImport,
    Occupation,
    OccupationLabel,
    OccupationSkill,
    Skill,
    SkillDomain,
    SkillFramework,
    SkillLabel,
    SkillRelation,
)
from skills.models.names import normalise, stemmed, write_words

READERS: dict[str, Callable[[Path], Published]] = {"rome": rome.read, "esco": esco.read}
BATCH = 1000  # rows written together: the database is free for others between two
SILENT = timedelta(minutes=2)  # an import that gave no sign of life for so long is dead
Change = FrameworkChange.Kind
Row = TypeVar("Row")


@transaction.atomic
def start_import(*, kind: str, file_name: str = "", editor: Agent | None = None, content: bytes | None = None) -> FrameworkImport:
    """Write down that the files of `kind` ("rome", "esco") are about to be read. `editor` is None from the command line.

    `content` is a ZIP to be read by a worker, promised here. Refuses who does not keep the catalogue, files that are
    not those of `kind`, and a second import of the same framework while one is under way.
    """
    if editor is not None:
        check_editor(editor)
    if content is not None:
        with _on_disk(content, file_name) as path:
            READERS[kind](path)
    now = clock.now()
    dead = FrameworkImport.objects.filter(kind=kind, status=FrameworkImport.Status.RUNNING, seen_at__lt=now - SILENT)
    dead.update(status=FrameworkImport.Status.FAILED, finished_at=now, reason=_("It was interrupted."))
    try:
        with transaction.atomic():
            read = FrameworkImport.objects.create(kind=kind, file_name=file_name[:200], by=editor, started_at=now, seen_at=now)
    except IntegrityError:
        raise ValidationError(_("This framework is already being imported: wait until it is done.")) from None
    audit.record("skills.import_framework", read, actor=editor)
    if content is not None:
        FrameworkFile.objects.create(read=read, content=content)
        outbox.promise("skills.run_import", read=read.pk)
    return read


def run_waiting_import(*, read_id: int) -> None:
    """Read the ZIP that waits, in a worker. Refuses (to be tried again later) while another worker still gives signs of life."""
    now = clock.now()
    waiting = FrameworkImport.objects.filter(pk=read_id, status=FrameworkImport.Status.RUNNING)
    if not waiting.exists():
        return
    if not waiting.filter(Q(is_claimed=False) | Q(seen_at__lt=now - SILENT)).update(is_claimed=True, seen_at=now):
        raise RuntimeError("another worker reads this framework")
    # What a dead worker counted is counted again.
    waiting.update(done_rows=0)
    read = FrameworkImport.objects.select_related("file").get(pk=read_id)
    with _on_disk(bytes(read.file.content), read.file_name) as path:
        run_import(read=read, path=path)
    FrameworkFile.objects.filter(read=read).delete()


@contextmanager
def _on_disk(content: bytes, name: str) -> Iterator[Path]:
    """The ZIP that was sent, as a file of its own name: what is refused is said of that name."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "file.zip")
        path.write_bytes(content)
        yield path


def run_import(*, read: FrameworkImport, path: Path) -> FrameworkImport:
    """Read the files at `path` and write what differs. Whatever is refused is kept as the reason, in a sentence; nothing is written then.

    Run again on the same files, it writes nothing; killed and run again, it ends as if it had not been.
    """
    try:
        published = READERS[read.kind](path)
    except ValidationError as refused:
        return _end(read, FrameworkImport.Status.FAILED, reason=refused.messages[0][:400])
    _Writing(read, published).run()
    read = _end(read, FrameworkImport.Status.DONE)
    if read.written >= BATCH:
        # Until then the database believes the tables as small as they were: a suggestion took minutes on PostgreSQL.
        planner.learn()
    return read


def import_framework(*, kind: str, path: Path, editor: Agent | None = None) -> FrameworkImport:
    """Start and run an import at once, for the command line. Refuses files that are not those of `kind`."""
    read = run_import(read=start_import(kind=kind, file_name=path.name, editor=editor), path=path)
    if read.status == FrameworkImport.Status.FAILED:
        raise ValidationError(read.reason)
    return read


@transaction.atomic
def offer_framework(*, editor: Agent, framework: SkillFramework, is_offered: bool) -> None:
    """Offer the skills of a framework to agents, or no longer. What was declared of them stands."""
    check_editor(editor)
    SkillFramework.objects.filter(pk=framework.pk).update(is_offered=is_offered)
    audit.record("skills.offer_framework", framework, actor=editor, is_offered=is_offered)
    door.refresh_many("skill", framework.skills.order_by().values_list("pk", flat=True))


def _end(read: FrameworkImport, status: str, *, reason: str = "") -> FrameworkImport:
    FrameworkImport.objects.filter(pk=read.pk).update(status=status, reason=reason, finished_at=clock.now(), seen_at=clock.now())
    read.refresh_from_db()
    return read


class _Writing:
    """One import under way: what the database holds of the framework, and what is written of it, stage by stage."""

    def __init__(self, read: FrameworkImport, published: Published):
        self.read, self.published = read, published
        self.framework, _is_new = SkillFramework.objects.get_or_create(
            code=published.code, defaults={"name": published.name, "order": published.order, "is_offered": False}
        )
        self.is_first = self.framework.imported_at is None
        self.touched: set[int] = set()  # skills whose entry in the search index must follow
        self.keys: dict[str, int] = {}  # of the skills, by code
        read.framework, read.version, read.all_rows = self.framework, published.version, published.size
        read.save(update_fields=["framework", "version", "all_rows"])

    def run(self) -> None:
        """The stages, each of which leaves the catalogue whole."""
        places = self._places()
        self._skills(places)
        self._names()
        self._parts()
        self._occupations()
        self._withdraw()
        self._finish()

    @transaction.atomic
    def _finish(self) -> None:
        published, framework = self.published, self.framework
        framework.name, framework.version = published.name, published.version
        framework.publisher, framework.licence = published.publisher, published.licence
        framework.imported_at = clock.now()
        if self.is_first:
            framework.is_offered = True
        framework.save()
        every = framework.skills.order_by().values_list("pk", flat=True) if self.is_first else sorted(self.touched)
        door.refresh_many("skill", every)

    def _places(self) -> dict[str, int]:
        known = {each.code: each for each in SkillDomain.objects.filter(framework=self.framework)}
        keys: dict[str, int] = {}
        with transaction.atomic():
            for code, place in self.published.places.items():
                domain = known.get(code) or SkillDomain(framework=self.framework, code=code)
                wanted = (place.name, keys.get(place.parent), place.order)
                if domain.pk is None or (domain.name, domain.parent_id, domain.order) != wanted:
                    domain.name, domain.parent_id, domain.order = wanted
                    domain.save()
                    self._count(written=1)
                keys[code] = domain.pk
        return keys

    def _skills(self, places: dict[str, int]) -> None:
        known = {each.external_code: each for each in Skill.objects.filter(framework=self.framework).exclude(external_code="")}
        taken = set(Skill.objects.values_list("slug", flat=True))
        for batch in _batches(self.published.skills.items()):
            new: list[Skill] = []
            changed: list[Skill] = []
            changes: list[FrameworkChange] = []
            for code, entry in batch:
                wanted = {
                    "pref_label": entry.label,
                    "kind": entry.kind,
                    "description": entry.description,
                    "domain_id": places.get(entry.domain),
                }
                skill = known.get(code)
                if skill is None:
                    slug = _free_slug(self.published.code, code, entry.label, taken)
                    new.append(Skill(framework=self.framework, external_code=code, slug=slug, **wanted))
                    continue
                is_back = skill.status == Skill.Status.RETIRED
                if is_back or any(getattr(skill, name) != value for name, value in wanted.items()):
                    changes += self._said(skill, wanted, is_back=is_back)
                    for name, value in wanted.items():
                        setattr(skill, name, value)
                    skill.status = Skill.Status.ACTIVE if is_back else skill.status
                    changed.append(skill)
            with transaction.atomic():
                self._write_skills(new, changed, changes)
                self._count(rows=len(batch), added=len(new), changed=len(changed), written=len(new) + len(changed))
            self.keys |= {each.external_code: each.pk for each in new}
        self.keys |= {code: skill.pk for code, skill in known.items() if skill.status != Skill.Status.MERGED}

    def _write_skills(self, new: list[Skill], changed: list[Skill], changes: list[FrameworkChange]) -> None:
        Skill.objects.bulk_create(new, batch_size=200)
        Skill.objects.bulk_update(changed, ["pref_label", "kind", "description", "domain", "status"], batch_size=100)
        if not self.is_first:
            changes += [FrameworkChange(read=self.read, kind=Change.ADDED, skill=skill, after=skill.pref_label) for skill in new]
        FrameworkChange.objects.bulk_create(changes, batch_size=200, ignore_conflicts=True)
        self.touched |= {skill.pk for skill in (*new, *changed)}
        held = AgentSkill.objects.filter(skill__in=[skill.pk for skill in changed])
        held.filter(skill__kind=Skill.Kind.BEHAVIOUR, level__isnull=False).update(level=None)
        if changed:
            write_facts(of=held)

    def _said(self, skill: Skill, wanted: dict[str, Any], *, is_back: bool) -> Iterator[FrameworkChange]:
        """What is told of a skill that changed: its name, its place, its return. A description is not worth a line."""
        if is_back:
            yield FrameworkChange(read=self.read, kind=Change.BACK, skill=skill, after=wanted["pref_label"])
        if skill.pref_label != wanted["pref_label"]:
            yield FrameworkChange(read=self.read, kind=Change.RENAMED, skill=skill, before=skill.pref_label, after=wanted["pref_label"])
        if skill.domain_id != wanted["domain_id"]:
            names = dict(SkillDomain.objects.filter(pk__in=[skill.domain_id, wanted["domain_id"]]).values_list("pk", "name"))
            yield FrameworkChange(
                read=self.read,
                kind=Change.MOVED,
                skill=skill,
                before=names.get(skill.domain_id, ""),
                after=names.get(wanted["domain_id"], ""),
            )

    def _names(self) -> None:
        """Give each skill its names, each in one place only of the framework.

        A preferred name goes to the skill that has it now, whoever had it; one that is no longer preferred stays as
        another name, so that whoever knew the skill by it still finds it. Another name already taken is left where it is.
        """
        known = {each.normalised: each for each in SkillLabel.objects.filter(framework=self.framework)}
        preferred = {normalise(entry.label): code for code, entry in self.published.skills.items()}
        new: dict[str, SkillLabel] = {}
        changed = []
        for key, code in preferred.items():
            skill_id = self.keys.get(code)  # none when an editor merged it into another, which then has its names
            if not key or skill_id is None:
                continue
            name = self.published.skills[code].label
            label = known.get(key)
            if label is None:
                new[key] = self._label(skill_id, name, SkillLabel.Kind.PREFERRED)
            elif (label.skill_id, label.kind, label.text) != (skill_id, SkillLabel.Kind.PREFERRED, name):
                label.skill_id, label.kind, label.text = skill_id, SkillLabel.Kind.PREFERRED, name
                changed.append(label)
        for key, label in known.items():
            if label.kind == SkillLabel.Kind.PREFERRED and label.lang == "fr" and key not in preferred:
                label.kind = SkillLabel.Kind.ALT
                changed.append(label)
        for code, name in self.published.names:
            key = normalise(name)
            if key and code in self.keys and key not in preferred and key not in known and key not in new:
                new[key] = self._label(self.keys[code], name, SkillLabel.Kind.ALT)
        for batch in _batches(new.values()):
            self._write_names(batch, [])
        for batch in _batches(changed):
            self._write_names([], batch)
        self._count(rows=len(self.published.skills))

    def _label(self, skill_id: int, name: str, kind: str) -> SkillLabel:
        named = {"text": name, "normalised": normalise(name), "stems": stemmed(name), "lang": "fr"}
        return SkillLabel(skill_id=skill_id, framework=self.framework, kind=kind, **named)

    @transaction.atomic
    def _write_names(self, new: Sequence[SkillLabel], changed: Sequence[SkillLabel]) -> None:
        SkillLabel.objects.bulk_create(new, batch_size=200)
        SkillLabel.objects.bulk_update(changed, ["skill", "kind", "text"], batch_size=100)
        write_words([*new, *changed], order=self.framework.order)
        self.touched |= {label.skill_id for label in (*new, *changed)}
        self._count(written=len(new) + len(changed))

    def _parts(self) -> None:
        """What is part of what. A relation that an editor wrote between the same two stays as it is."""
        keys = self.keys
        wanted = {
            (keys[one], keys[other]) for one, other in self.published.parts if one in keys and other in keys and keys[one] != keys[other]
        }
        # One join, not two: without fresh statistics PostgreSQL compares every skill with every relation.
        ours = set(Skill.objects.filter(framework=self.framework).values_list("pk", flat=True))
        relations = SkillRelation.objects.filter(from_skill__framework=self.framework)
        within = [each for each in relations.values_list("from_skill", "to_skill", "origin", "kind", "pk") if each[1] in ours]
        known = {each[:2] for each in within}
        imported = (SkillRelation.Origin.IMPORT, SkillRelation.Kind.BROADER)
        gone = [pk for one, other, origin, kind, pk in within if (origin, kind) == imported and (one, other) not in wanted]
        for batch in _batches(sorted(wanted - known)):
            with transaction.atomic():
                SkillRelation.objects.bulk_create(
                    [
                        SkillRelation(
                            from_skill_id=one, to_skill_id=other, kind=SkillRelation.Kind.BROADER, origin=SkillRelation.Origin.IMPORT
                        )
                        for one, other in batch
                    ],
                    batch_size=200,
                )
                self._count(written=len(batch))
        self._remove(SkillRelation, gone)
        self._count(rows=len(self.published.parts))

    def _occupations(self) -> None:
        keys = self._occupation_keys()
        names = {(keys[code], key): name for code, name in self.published.job_names if code in keys and (key := normalise(name))}
        labels = OccupationLabel.objects.filter(occupation__framework=self.framework)
        known_names = {(occupation, key): pk for occupation, key, pk in labels.values_list("occupation", "normalised", "pk")}
        for batch in _batches(sorted(set(names) - set(known_names))):
            self._write(
                OccupationLabel(
                    occupation_id=occupation,
                    text=names[occupation, key],
                    normalised=key,
                    stems=stemmed(names[occupation, key]),
                )
                for occupation, key in batch
            )
        self._remove(OccupationLabel, [pk for pair, pk in known_names.items() if pair not in names])
        self._count(rows=len(self.published.occupations) + len(self.published.job_names))
        asked = {
            (keys[occupation], self.keys[skill]): core
            for (occupation, skill), core in self.published.asked.items()
            if occupation in keys and skill in self.keys
        }
        known = {
            (occupation, skill): (pk, core)
            for occupation, skill, pk, core in OccupationSkill.objects.filter(occupation__framework=self.framework).values_list(
                "occupation", "skill", "pk", "is_core"
            )
        }
        gone = [pk for pair, (pk, core) in known.items() if asked.get(pair) != core]
        self._remove(OccupationSkill, gone)
        for batch in _batches(sorted(pair for pair, core in asked.items() if known.get(pair, (0, None))[1] != core)):
            self._write(OccupationSkill(occupation_id=pair[0], skill_id=pair[1], is_core=asked[pair]) for pair in batch)
        self._count(rows=len(self.published.asked))

    def _occupation_keys(self) -> dict[str, int]:
        """The keys of the occupations by code, written when new or renamed; those that are no longer published go."""
        known = {each.code: each for each in Occupation.objects.filter(framework=self.framework)}
        published = self.published.occupations
        self._write(Occupation(framework=self.framework, code=code, name=name) for code, name in published.items() if code not in known)
        renamed = [each for code, each in known.items() if code in published and each.name != published[code]]
        for each in renamed:
            each.name = published[each.code]
        Occupation.objects.bulk_update(renamed, ["name"], batch_size=200)
        gone = [each.pk for code, each in known.items() if code not in published]
        self._remove(Occupation, gone)
        self._count(written=len(renamed))
        return dict(Occupation.objects.filter(framework=self.framework).values_list("code", "pk"))

    @transaction.atomic
    def _write(self, rows: Iterable[models.Model]) -> None:
        """Write these new rows, all of one model."""
        rows = list(rows)
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=300)
            self._count(written=len(rows))

    def _remove(self, model: type[models.Model], keys: Sequence[int]) -> None:
        """Take these rows of one model away, a batch at a time."""
        for batch in _batches(keys):
            with transaction.atomic():
                model._default_manager.filter(pk__in=batch).delete()
                self._count(written=len(batch))

    @transaction.atomic
    def _withdraw(self) -> None:
        """Put out of use what is no longer published: what was declared of it stays with its agent, and finds nobody any more."""
        published = set(self.published.skills)
        gone = [
            each
            for each in Skill.objects.filter(framework=self.framework, status=Skill.Status.ACTIVE).exclude(external_code="")
            if each.external_code not in published
        ]
        keys = [each.pk for each in gone]
        for batch in _batches(keys):
            Skill.objects.filter(pk__in=batch).update(status=Skill.Status.RETIRED)
            write_facts(of=AgentSkill.objects.filter(skill__in=batch))
        FrameworkChange.objects.bulk_create(
            [FrameworkChange(read=self.read, kind=Change.WITHDRAWN, skill=each, before=each.pref_label) for each in gone], batch_size=200
        )
        self.touched |= set(keys)
        self._count(withdrawn=len(gone), written=len(gone))

    def _count(self, *, rows: int = 0, **counts: int) -> None:
        """Say how far it went: read by the page that shows the progress."""
        added = {name: F(name) + n for name, n in {"done_rows": rows, **counts}.items() if n}
        if added:
            FrameworkImport.objects.filter(pk=self.read.pk).update(seen_at=clock.now(), **added)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _free_slug(framework: str, code: str, label: str, taken: set[str]) -> str:
    """An address made of the name, the framework and the end of the code; the whole code when another has it."""
    tail = code.rstrip("/").rpartition("/")[2]
    for mark in (tail[:8], slugify(tail)[:40]):
        slug = f"{slugify(label)[:70].strip('-')}-{framework}-{mark}".strip("-")[:120]
        if slug not in taken:
            taken.add(slug)
            return slug
    raise ValidationError(_("Two skills of these files have the same code: “{code}”.").format(code=code))
