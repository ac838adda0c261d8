"""What is findable: tips, questions, guides, procedures; and what is near a thing, with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.base import text
from intranet.directory.models import Agent
from intranet.search import door
from intranet.search.door import Document, Source
from intranet.search.words import STOP_WORDS
from knowledge.models import Answer, GuidePage, ProcedurePage, Question, Tip
from skills.models import AgentSkill, Skill

MOST = 6  # things shown as near
# Words with which one asks, and that say nothing of what is asked.
ASKING = STOP_WORDS.union(
    ["comment", "quand", "quel", "quelle", "quels", "quelles", "combien", "faut", "faire", "fait", "peut", "peux", "trop", "existe"],
    ["how", "what", "when", "which"],
)
KINDS: dict[str, type[models.Model]] = {"tip": Tip, "guide": GuidePage, "procedure": ProcedurePage, "question": Question}
NAMES: dict[str, str | Promise] = {"tip": _("Tip"), "guide": _("Guide"), "procedure": _("Procedure"), "question": _("Question")}


def _labels(obj) -> tuple[str, ...]:
    return tuple(skill.pref_label for skill in obj.skills.all())


def tip_document(tip: Tip) -> Document:
    return Document(title=tip.title, body=tip.text, labels=_labels(tip), weight=1 + min(tip.helped_count, 100) / 100)


def question_document(question: Question) -> Document:
    answers = question.answers.standing().values_list("body", flat=True)
    return Document(title=question.title, body="\n".join([question.body, *answers]), labels=_labels(question))


def page_document(page) -> Document:
    return Document(title=page.title, body="\n".join([page.summary, page.plain_text()]), labels=_labels(page), weight=1.5)


def tip_detail(tip: Tip) -> str:
    return gettext("Tip by {name}").format(name=tip.author.name)


def question_detail(question: Question) -> str:
    if question.accepted_id:
        return gettext("Question with an accepted answer")
    return gettext("Question, closed") if question.status == Question.Status.CLOSED else gettext("Question")


def page_detail(page) -> str:
    return page.summary or str(NAMES[page.kind])


door.register(
    Source(
        kind="tip",
        model=Tip,
        label=_("Tips"),
        everyone=Tip.objects.current,
        document=tip_document,
        detail=tip_detail,
        area="knowledge",
        related=("author",),
    )
)
door.register(
    Source(
        kind="question",
        model=Question,
        label=_("Questions"),
        everyone=Question.objects.for_everyone,
        document=question_document,
        detail=question_detail,
        area="knowledge",
    )
)
door.register(
    Source(
        kind="guide",
        model=GuidePage,
        label=_("Guides"),
        everyone=lambda: GuidePage.objects.everyone(),
        document=page_document,
        detail=page_detail,
        area="knowledge",
    )
)
door.register(
    Source(
        kind="procedure",
        model=ProcedurePage,
        label=_("Procedures"),
        everyone=lambda: ProcedurePage.objects.everyone(),
        document=page_document,
        detail=page_detail,
        area="knowledge",
    )
)


def listed(kind: str, agent: Agent) -> models.QuerySet:
    """What lists of `kind` show to `agent`: visible to them, and current for tips."""
    visible = KINDS[kind].objects.visible_to(agent)
    if kind == "tip":
        return visible.current()
    return visible.exclude(status=Question.Status.WITHDRAWN) if kind == "question" else visible


@dataclass(frozen=True)
class Near:
    """A thing near another, and why it is shown."""

    key: tuple[str, int]  # its kind and its row
    title: str
    url: str
    why: str

    @property
    def name(self) -> str:
        return str(NAMES[self.key[0]])


def near(obj: models.Model, agent: Agent) -> list[Near]:
    """What is near a tip, a question or a page, as `agent` may see it: what shares a skill first, then what shares words; at most MOST."""
    found = _same_skills(list(obj.skills.all()), agent, without=obj)
    if len(found) < MOST:
        known = {each.key for each in found}
        for hit in door.more_like(obj, agent=agent, kinds=list(KINDS), limit=MOST):
            key = (hit.source.kind, hit.obj.pk)
            if key not in known and _is_listed(hit.obj):
                found.append(Near(key, hit.obj.title, hit.obj.get_absolute_url(), _same_words(strip_tags(hit.why))))
    return found[:MOST]


def near_words(words: str, agent: Agent, *, skills: Iterable[Skill] = ()) -> list[Near]:
    """The same for a question being written: near its `skills`, then near its `words`."""
    found = _same_skills(list(skills), agent) if skills else []
    known = {each.key for each in found}
    asked = _telling(words)
    enough = min(2, len(asked))
    by_words: list[tuple[int, Near]] = []
    for kind in KINDS:
        hits: dict[int, list[str]] = {}
        for word in asked:
            for pk in door.rank(kind, word, limit=40):
                hits.setdefault(pk, []).append(word)
        best = sorted((pk for pk, held in hits.items() if len(held) >= enough), key=lambda pk: -len(hits[pk]))[:MOST]
        for each in listed(kind, agent).filter(pk__in=best) if best else ():
            if (kind, each.pk) not in known:
                near_one = Near((kind, each.pk), each.title, each.get_absolute_url(), _same_words(", ".join(hits[each.pk])))
                by_words.append((-len(hits[each.pk]), near_one))
    return (found + [each for _held, each in sorted(by_words, key=lambda pair: pair[0])])[:MOST]


def _same_skills(skills: list[Skill], agent: Agent, *, without: models.Model | None = None) -> list[Near]:
    names = {skill.pk: skill.label for skill in skills}
    found: list[tuple[int, Near]] = []
    for kind, model in KINDS.items() if names else ():
        rows = listed(kind, agent).filter(skills__in=names)
        if isinstance(without, model):
            rows = rows.exclude(pk=without.pk)
        for each in rows.distinct().order_by("-pk").prefetch_related("skills")[:MOST]:
            common = [skill.label for skill in each.skills.all() if skill.pk in names]
            why = gettext("same skill: {names}").format(names=", ".join(common))
            found.append((-len(common), Near((kind, each.pk), each.title, each.get_absolute_url(), why)))
    return [each for _common, each in sorted(found, key=lambda pair: pair[0])][:MOST]


def _is_listed(obj: models.Model) -> bool:
    return obj.is_current if isinstance(obj, Tip) else getattr(obj, "status", "") != Question.Status.WITHDRAWN


def _telling(words: str, most: int = 4) -> list[str]:
    """The longest words of a question: those that say what it is about."""
    found = dict.fromkeys(word for word in text.words(words) if len(word) > 2 and word not in ASKING)
    return sorted(found, key=len, reverse=True)[:most]


def _same_words(words: str) -> str:
    return gettext("same words: {words}").format(words=words)


def helpers_near(skills: Iterable[Skill], agent: Agent, *, most: int = 3) -> list[AgentSkill]:
    """Colleagues who offered help on one of `skills`, as `agent` may see them: each once, with the skill, and never as a ranking (by name)."""
    skills = [skill for skill in skills if not skill.sensitive]
    if not skills:
        return []
    found = (
        AgentSkill.objects.helpers(skills)
        .filter(pk__in=AgentSkill.objects.visible_to(agent).values("pk"))
        .exclude(agent=agent)
        .surest_first()
        .select_related("skill", "agent", "agent__unit", "agent__site")[: most * 4]
    )
    once: dict[int, AgentSkill] = {}
    for each in found:
        once.setdefault(each.agent_id, each)
    return sorted(list(once.values())[:most], key=lambda each: (each.agent.last_name, each.agent.first_name))


@dataclass(frozen=True)
class Browsed:
    """A list of several kinds: its entries (kind, key) in order, sliceable, and how many of each kind the filters leave."""

    entries: Sequence
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def browse(agent: Agent, *, words: str = "", kind: str = "", skill: Skill | None = None, mine: bool = False) -> Browsed:
    """Everything of the area that `agent` may see, filtered: the newest first, or the nearest to `words` first.

    `kind` narrows the entries and not the counts, so that each kind says how many it would give.
    """
    kinds = {}
    ranked: dict[str, list[int]] = {}
    for name in KINDS:
        rows = listed(name, agent)
        if skill is not None:
            rows = rows.filter(skills=skill)
        if mine:
            rows = _mine(name, rows, agent)
        if words:
            ranked[name] = door.rank(name, words)
            rows = rows.filter(pk__in=ranked[name])
        kinds[name] = rows
    shown = {name: rows for name, rows in kinds.items() if kind in ("", name)}
    counts = {name: rows.count() for name, rows in kinds.items()}
    return Browsed(_nearest(shown, ranked) if words else _newest(shown), counts)


def _mine(kind: str, rows, agent: Agent):
    if kind == "tip":
        return rows.of(agent)
    if kind == "question":
        return rows.filter(models.Q(author=agent) | models.Q(pk__in=Answer.objects.standing().filter(author=agent).values("question")))
    return rows.filter(content_owner=agent)


def _newest(kinds: dict[str, models.QuerySet]):
    parts = []
    for name, rows in kinds.items():
        moment = "created_at" if name in ("tip", "question") else "last_published_at"
        parts.append(
            rows.order_by()
            .annotate(kind_of=models.Value(name, output_field=models.CharField()), key=models.F("pk"), moment=models.F(moment))
            .values_list("kind_of", "key", "moment")
        )
    first, *others = parts
    return first.union(*others, all=True).order_by("-moment", "-key")


def _nearest(kinds: dict[str, models.QuerySet], ranked: dict[str, list[int]]) -> list[tuple]:
    found = []
    for name, rows in kinds.items():
        places = {pk: place for place, pk in enumerate(ranked[name])}
        found += [(places[pk], name, pk) for pk in rows.order_by().values_list("pk", flat=True)]
    return [(name, pk) for _place, name, pk in sorted(found)]


def load(entries: Iterable[tuple]) -> list[tuple[str, models.Model]]:
    """The things of a page of entries, in order: (kind, object), with what a row shows."""
    entries = list(entries)
    found: dict[tuple[str, int], models.Model] = {}
    for kind, model in KINDS.items():
        keys = [entry[1] for entry in entries if entry[0] == kind]
        if keys:
            rows = model.objects.filter(pk__in=keys).with_people()
            for each in rows.with_counts() if kind == "question" else rows:
                found[(kind, each.pk)] = each
    return [(entry[0], found[entry[0], entry[1]]) for entry in entries if (entry[0], entry[1]) in found]
