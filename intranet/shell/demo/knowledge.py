"""The demo's knowledge: tips, questions asked and answered, guides and procedures, and what readers say of them."""

from datetime import timedelta
from random import Random

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page

from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from intranet.search import door
from intranet.shell.demo import Demo
from intranet.shell.demo import knowledge_texts as texts
from knowledge import actions
from knowledge.models import Answer, Change, GuidePage, KnowledgeIndexPage, Mark, OutdatedFlag, ProcedurePage, Question, Routing, Tip
from knowledge.models.questions import working_days_after
from knowledge.models.tips import months_after
from knowledge.notifications import QuestionForYou
from skills.models import AgentSkill, Skill


class _Cast:
    """Who says what: the people of the story by name, others by the code of their unit, each time somebody else."""

    def __init__(self, demo: Demo):
        self.demo = demo
        self.by_unit: dict[str, list[Agent]] = {}
        units = {unit.pk: code for code, unit in demo.units.items()}
        for agent in demo.agents:
            if agent.unit_id in units and agent.username not in demo.people:
                self.by_unit.setdefault(units[agent.unit_id], []).append(agent)
        self.used: dict[str, int] = {}

    def __call__(self, key: str) -> Agent:
        if key in self.demo.people:
            return self.demo.people[key]
        number = self.used[key] = self.used.get(key, 0) + 1
        team = self.by_unit.get(key) or self._under(key) or self.demo.agents
        return team[(number * 7 + len(key)) % len(team)]

    def _under(self, key: str) -> list[Agent]:
        unit = self.demo.units.get(key)
        if unit is None:
            return []
        codes = [code for code, each in self.demo.units.items() if each.path.startswith(unit.path)]
        return [agent for code in codes for agent in self.by_unit.get(code, ())]


def load(demo: Demo) -> None:
    """Fill the knowledge of the demo organisation."""
    actions.ensure_library()
    cast = _Cast(demo)
    skills = {skill.slug: skill for skill in Skill.objects.active()}
    _tips(demo, cast, skills)
    _questions(demo, cast, skills)
    _pages(demo, cast, skills)
    for kind, model in (("tip", Tip), ("question", Question), ("guide", GuidePage), ("procedure", ProcedurePage)):
        door.refresh_many(kind, model.objects.values_list("pk", flat=True))


def _of(skills: dict[str, Skill], slugs) -> list[Skill]:
    return [skills[slug] for slug in slugs if slug in skills]


def _tips(demo: Demo, cast: _Cast, skills: dict[str, Skill]) -> None:
    chance = Random(f"{demo.chance.random()}")
    for author, title, words, slugs, ago, helped, lately in texts.TIPS:
        tip = Tip.objects.create(
            author=cast(author), title=title, text=words, expires_on=months_after(demo.today - timedelta(days=ago), 12)
        )
        tip.skills.set(_of(skills, slugs))
        readers = [agent for agent in demo.agents if agent.pk != tip.author_id]
        helped = min(helped, len(readers))
        _marks(demo, tip, chance.sample(readers, helped), Mark.Kind.HELPED, lately)
        thanked = chance.sample(readers, min(helped // 3, len(readers)))
        _marks(demo, tip, thanked, Mark.Kind.THANKS, 0)
        Tip.objects.filter(pk=tip.pk).update(created_at=demo.at(-ago, 10, 12), helped_count=helped, thanks_count=len(thanked))
        demo.things[f"tip:{title}"] = tip
    sanu = demo.things["tip:SANU : dire d’abord combien de temps cela prendra"]
    pilot = demo.things.get("pilots.sanu")
    if isinstance(pilot, models.Model):
        sanu.origin = pilot
        sanu.save(update_fields=["origin_type", "origin_id"])
    old = demo.things["tip:Saleuse : rincer avant de rentrer, pas le lendemain"]
    Tip.objects.filter(pk=old.pk).update(expires_on=demo.today + timedelta(days=12))
    demo.things["knowledge.sanu_tip"] = sanu
    OutdatedFlag.objects.create(
        about=demo.things["tip:Régie : compter la caisse à deux, une fois par mois, sans prévenir"],
        agent=demo.people["karim"],
        reason="Depuis la nouvelle instruction, le comptable demande un comptage chaque semaine dans les petites régies.",
    )


def _marks(demo: Demo, about, readers, kind: str, lately: int) -> None:
    about_type = ContentType.objects.get_for_model(about)
    Mark.objects.bulk_create(Mark(about_type=about_type, about_id=about.pk, agent=reader, kind=kind) for reader in readers)
    given = Mark.objects.filter(about_type=about_type, about_id=about.pk, kind=kind)
    recent = list(given.order_by("pk").values_list("pk", flat=True)[:lately])
    given.filter(pk__in=recent).update(created_at=demo.at(-2, 11))
    given.exclude(pk__in=recent).update(created_at=demo.at(-9, 11))


def _questions(demo: Demo, cast: _Cast, skills: dict[str, Skill]) -> None:
    for author, title, body, slugs, ago, status, answers in texts.QUESTIONS:
        asked_at = demo.at(-ago, 8, 40)
        question = Question.objects.create(author=cast(author), title=title, body=body)
        Question.objects.filter(pk=question.pk).update(created_at=asked_at)
        question.refresh_from_db()
        wanted = _of(skills, slugs)
        question.skills.set(wanted)
        _send(demo, question, wanted, asked_at)
        _answer(demo, cast, question, answers)
        if status == "closed":
            Question.objects.filter(pk=question.pk).update(
                status="closed", closed_reason=texts.CLOSED_WHY[title], closed_by=demo.people["ines"], widens_at=None
            )
        demo.things[f"question:{title}"] = question
    lea, karim = demo.people["lea"], demo.people["karim"]
    question = demo.things["question:Comment joindre un justificatif trop lourd ?"]
    digital = skills.get("aide-aux-demarches")
    if digital is not None:
        declared = AgentSkill.objects.active().of(lea).filter(skill=digital).first()
        level = declared.level if declared else 3
        Routing.objects.update_or_create(
            question=question, agent=lea, defaults={"skill": digital, "level": level, "wave": 1, "asked_at": question.created_at}
        )
        notify(
            QuestionForYou,
            [lea],
            about=question,
            actor=karim,
            key=f"{question.pk}",
            title=question.title,
            skill=digital.pref_label,
            skill_en=digital.label_en,
            level=level,
        )
    demo.things["knowledge.question"] = question
    # One answer became a tip, with thanks.
    found = demo.things["question:Comment aider quelqu’un à retrouver son identifiant FranceConnect ?"]
    found.refresh_from_db()
    tip = Tip.objects.create(
        author=karim,
        credit=lea,
        title="Retrouver avec quel compte on entre dans FranceConnect",
        text=found.accepted.body,
        origin=found.accepted,
    )
    tip.skills.set(found.skills.all())
    readers = [agent for agent in demo.agents if agent.pk not in (karim.pk, lea.pk)][:19]
    _marks(demo, tip, readers, Mark.Kind.HELPED, 5)
    Tip.objects.filter(pk=tip.pk).update(created_at=demo.at(-44, 15), helped_count=len(readers))


def _send(demo: Demo, question: Question, wanted: list[Skill], asked_at) -> None:
    """The first group, as the routing would have chosen it, without its messages."""
    if not wanted:
        return
    found = AgentSkill.objects.helpers([s for s in wanted if not s.sensitive]).exclude(agent=question.author).surest_first()
    once = {}
    for each in found.select_related("skill")[:40]:
        once.setdefault(each.agent_id, each)
    chosen = list(once.values())[question.pk % 4 :][:3] or list(once.values())[:3]
    Routing.objects.bulk_create(
        Routing(question=question, agent_id=each.agent_id, skill=each.skill, level=each.level, wave=1, asked_at=asked_at) for each in chosen
    )
    Question.objects.filter(pk=question.pk).update(wave=1, widens_at=working_days_after(clock.now(), 2) if chosen else None)


def _answer(demo: Demo, cast: _Cast, question: Question, answers) -> None:
    for number, (author, words, accepted) in enumerate(answers):
        answer = Answer.objects.create(question=question, author=cast(author), body=words)
        at = question.created_at + timedelta(hours=5 + 9 * number)
        Answer.objects.filter(pk=answer.pk).update(created_at=at)
        Question.objects.filter(pk=question.pk).update(widens_at=None)
        if accepted:
            Question.objects.filter(pk=question.pk).update(
                status="answered", accepted=answer, accepted_at=at + timedelta(hours=20), accepted_by=question.author
            )


def _pages(demo: Demo, cast: _Cast, skills: dict[str, Skill]) -> None:
    index = KnowledgeIndexPage.objects.first()
    index.content_owner = demo.people["ines"]
    index.save()
    for guide in texts.GUIDES:
        page = GuidePage(
            title=guide["title"], slug=guide["slug"], summary=guide["summary"], body=guide["body"], change_note=guide["note"], live=False
        )
        _publish(demo, index, page, cast(guide["owner"]), _of(skills, guide["skills"]), guide["published"])
        demo.things[f"guide:{guide['key']}"] = page
    for each in texts.PROCEDURES:
        steps = [("step", {"title": title, "text": how, "watch": watch}) for title, how, watch in each["steps"]]
        page = ProcedurePage(
            title=each["title"], slug=each["slug"], summary=each["summary"], who=each["who"], when=each["when"], needed=each["needed"],
            after=each["after"], steps=steps, change_note=each["note"], live=False,
        )  # fmt: skip
        _publish(demo, index, page, cast(each["owner"]), _of(skills, each["skills"]), each["published"])
        demo.things[f"procedure:{each['key']}"] = page
    sanu = demo.things["guide:sanu"]
    pilot = demo.things.get("pilots.sanu")
    if isinstance(pilot, models.Model):
        GuidePage.objects.filter(pk=sanu.pk).update(origin_type=ContentType.objects.get_for_model(pilot), origin_id=pilot.pk)
    demo.things["knowledge.sanu_guide"] = sanu
    draft = GuidePage(
        title=texts.DRAFT["title"], slug=texts.DRAFT["slug"], summary=texts.DRAFT["summary"], body=texts.DRAFT["body"], live=False
    )
    author = demo.people["admin"]
    draft.content_owner = draft.owner = author
    _index().add_child(instance=draft)
    draft.skills.set(_of(skills, texts.DRAFT["skills"]))
    draft.save_revision(user=author)
    draft.get_workflow().start(draft, author)


def _index() -> Page:
    return KnowledgeIndexPage.objects.first()


def _publish(demo: Demo, index, page, owner: Agent, skills: list[Skill], published: int) -> None:
    page.content_owner = page.owner = owner
    page.contact_mailbox = owner.unit.mailbox if owner.unit else ""
    _index().add_child(instance=page)
    page.skills.set(skills)
    page.save_revision(user=owner).publish()
    at = demo.at(published, 14, 5)
    Change.objects.filter(page_id=page.pk).delete()
    Change.objects.create(page=page, kind=Change.Kind.PUBLISHED, significance="significant", note=page.change_note, by=owner, at=at)
    type(page).objects.filter(pk=page.pk).update(
        first_published_at=at,
        last_published_at=at,
        reviewed_at=at,
        reviewed_by=owner,
        review_due_on=months_after(at.date(), page.review_every),
    )
    helped, lately = texts.HELPFUL.get(page.slug, (8 + len(page.title) % 17, len(page.title) % 5 + 1))
    readers = [agent for agent in demo.agents if agent.pk != owner.pk][:helped]
    _marks(demo, page, readers, Mark.Kind.HELPED, lately)
