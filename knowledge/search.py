"""What is findable: tips, questions, guides, procedures; and what is near a thing, with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.base import text
from intranet.directory.models import Agent
from intranet.search import door
from intranet.search.door import Document, Source
from knowledge.models import Answer, GuidePage, ProcedurePage, Question, Tip
from skills.models import AgentSkill, Skill

MOST = 6  # things shown as near
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

    kind: str
    title: str
    url: str
    why: str

    @property
    def name(self) -> str:
        return str(NAMES[self.kind])


def near_words(words: str, agent: Agent, *, skills: Iterable[Skill] = (), without: models.Model | None = None) -> list[Near]:
    """Tips, pages and questions near `words` and `skills`, as `agent` may see them, each with the reason: same skills first, then words.

    At most MOST; two or three queries for each kind, whatever the data.
    """
    skills = list(skills)
    names = {skill.pk: skill.label for skill in skills}
    by_skill: list[tuple[int, Near]] = []
    by_words: list[tuple[int, Near]] = []
    searched = " ".join(_telling(words))
    for kind, model in KINDS.items():
        known = set()
        visible = listed(kind, agent)
        if without is not None and isinstance(without, model):
            visible = visible.exclude(pk=without.pk)
        if names:
            shared = visible.filter(skills__in=names).distinct().order_by("-pk").prefetch_related("skills")[:MOST]
            for each in shared:
                known.add(each.pk)
                common = [skill.label for skill in each.skills.all() if skill.pk in names]
                why = gettext("same skill: {names}").format(names=", ".join(common))
                by_skill.append((-len(common), Near(kind, each.title, _address(each), why)))
        ranked = _rank_any(kind, searched) if searched else []
        found = visible.filter(pk__in=list(ranked)[:MOST]).exclude(pk__in=known)
        for each in found:
            by_words.append((-len(ranked[each.pk]), Near(kind, each.title, _address(each), _same_words(ranked[each.pk]))))
    ordered = [near for _rank, near in sorted(by_skill, key=lambda pair: pair[0])]
    return (ordered + [near for _rank, near in sorted(by_words, key=lambda pair: pair[0])])[:MOST]


def _telling(words: str, most: int = 3) -> list[str]:
    """The longest words of a title: those that say what it is about."""
    found = dict.fromkeys(w for w in text.words(words) if len(w) > 3)
    return sorted(found, key=len, reverse=True)[:most]


def _rank_any(kind: str, words: str) -> dict[int, list[str]]:
    """What has at least two of the words (one when there is only one), the most first."""
    hits: dict[int, list[str]] = {}
    asked = words.split()
    for word in asked:
        for pk in door.rank(kind, word, limit=40):
            hits.setdefault(pk, []).append(word)
    enough = min(2, len(asked))
    kept = {pk: found for pk, found in hits.items() if len(found) >= enough}
    return dict(sorted(kept.items(), key=lambda pair: -len(pair[1])))


def _same_words(words: list[str]) -> str:
    return gettext("same words: {words}").format(words=", ".join(words))


def _address(obj) -> str:
    return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else obj.url


def near(obj: models.Model, agent: Agent) -> list[Near]:
    """What is near a tip, a question or a page, with the reason."""
    return near_words(obj.title, agent, skills=obj.skills.all(), without=obj)


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
