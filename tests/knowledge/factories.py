"""Factories of what is shared and asked."""

from datetime import timedelta

from wagtail.models import Site

from intranet.base import clock
from intranet.directory.models import Agent
from knowledge import actions
from knowledge.models import Change, GuidePage, KnowledgeIndexPage, ProcedurePage, Question, Tip
from knowledge.models.tips import months_after
from skills.models import AgentSkill, Skill, SkillFramework, SkillLabel
from skills.models.names import normalise
from skills.querysets.eyes import Visibility
from tests.factories import AgentFactory


def skill(label: str = "Marchés publics", **fields) -> Skill:
    """A skill of the catalogue, found by its name."""
    framework = SkillFramework.objects.get_or_create(code="maison", defaults={"name": "Référentiel maison"})[0]
    slug = normalise(label).replace(" ", "-")
    made = Skill.objects.create(framework=framework, slug=slug, pref_label=label, **fields)
    SkillLabel.objects.create(
        skill=made, framework=framework, text=label, normalised=normalise(label), stems=normalise(label), kind=SkillLabel.Kind.PREFERRED
    )
    return made


def declared(agent: Agent, of: Skill, *, level: int | None = 3, visibility: int = Visibility.EVERYONE, can_help: bool = True) -> AgentSkill:
    """What `agent` declares of a skill: shown to everyone and willing to help, unless said otherwise."""
    return AgentSkill.objects.create(
        agent=agent, skill=of, level=level, visibility=visibility, can_help=can_help, valid_from=clock.now(), confirmed_at=clock.now()
    )


def helper(of: Skill, *, unit=None, level: int | None = 3, **fields) -> Agent:
    """Somebody who declares a skill, openly, and accepts to be asked."""
    declares = {key: fields.pop(key) for key in ("visibility", "can_help") if key in fields}
    agent = AgentFactory(unit=unit, **fields)
    declared(agent, of, level=level, **declares)
    return agent


def tip(author: Agent | None = None, *, skills=(), status: str = "live", **fields) -> Tip:
    made = actions.share_tip(
        author=author or AgentFactory(),
        text=fields.pop("text", "Imprimer, puis « Enregistrer en PDF »."),
        title=fields.pop("title", ""),
        skills=skills,
    )
    if status == "hidden":
        fields.setdefault("hidden_reason", "Dépassée")
    Tip.objects.filter(pk=made.pk).update(status=status, **fields)
    made.refresh_from_db()
    return made


def question(author: Agent | None = None, *, skills=(), title: str = "Comment joindre un justificatif trop lourd ?", **fields) -> Question:
    return actions.ask_question(author=author or AgentFactory(), title=title, skills=skills, **fields)


def guide(
    *, owner: Agent | None = None, live: bool = True, due_in: int | None = None, skills=(), title: str = "Orienter vers le SANU", **fields
) -> GuidePage:
    """A guide under the index. `due_in`: days from today to its date of review (negative: past)."""
    page = GuidePage(
        title=title, content_owner=owner, body=fields.pop("body", "<p>Appeler le relais, puis noter le motif.</p>"), live=False, **fields
    )
    return _placed(page, live=live, due_in=due_in, skills=skills)


def procedure(
    *, live: bool = True, due_in: int | None = None, skills=(), title: str = "Accueillir une personne sourde", **fields
) -> ProcedurePage:
    page = ProcedurePage(
        title=title, live=False, steps=[("step", {"title": "Se placer face à la personne", "text": "", "watch": ""})], **fields
    )
    return _placed(page, live=live, due_in=due_in, skills=skills)


def _placed(page, *, live, due_in, skills):
    index().add_child(instance=page)
    if skills:
        page.skills.set(skills)
        page.save()
    if live:
        page.save_revision(user=page.content_owner).publish()
        page.refresh_from_db()
    if due_in is not None:
        due_on = clock.today() + timedelta(days=due_in)
        reviewed_at = clock.now().replace(hour=12) + (months_after(due_on, -page.review_every) - clock.now().date())
        type(page).objects.filter(pk=page.pk).update(review_due_on=due_on, reviewed_at=reviewed_at)
        page.refresh_from_db()
    return page


def index() -> KnowledgeIndexPage:
    """The page above all guides (made by the signal of `migrate`)."""
    found = KnowledgeIndexPage.objects.first()
    if found is None:
        assert Site.objects.exists()
        actions.ensure_library()
        found = KnowledgeIndexPage.objects.get()
    return found


def history(page) -> list[str]:
    """The kinds of the lines of a page's history, the oldest first."""
    return list(Change.objects.filter(page_id=page.pk).order_by("pk").values_list("kind", flat=True))
