"""What agents declare, and what they did that shows it."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.base import clock, guards
from intranet.base.models import Public
from intranet.base.versions import version_of
from intranet.directory.models import Agent
from skills.models.catalogue import Level, Skill
from skills.querysets.eyes import Visibility
from skills.querysets.profile import AgentSkillQuerySet, EvidenceQuerySet

STALE_MONTHS = 18  # past this, the page asks "still right?"; nothing is ever lowered silently


class AgentSkill(Public):
    """A skill that an agent declares (*compétence déclarée*), for as long as it stands: a new level closes the row and opens another."""

    class Interest(models.TextChoices):
        NEUTRAL = "neutral", _("no preference")
        USE = "use", _("I would like to use it more")
        LEARN = "learn", _("I would like to learn more")
        AVOID = "avoid", _("I would rather not use it")

    class Origin(models.TextChoices):
        DECLARED = "declared", _("declared")
        POSITION = "position", _("proposed from the position")
        IMPORT = "import", _("imported")
        IMMERSION = "immersion", _("immersion")
        RECOGNISED = "recognised", _("recognised from what was done")

    class Sphere(models.TextChoices):
        WORK = "professional", _("at work")
        PRIVATE = "private", _("outside work")

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="skills", verbose_name=_("agent"))
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="held", verbose_name=_("skill"))
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, null=True, blank=True)
    interest = models.CharField(_("interest"), max_length=8, choices=Interest, default=Interest.NEUTRAL)
    last_used = models.PositiveSmallIntegerField(
        _("last used in"), null=True, blank=True, validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )
    origin = models.CharField(_("origin"), max_length=12, choices=Origin, default=Origin.DECLARED)
    sphere = models.CharField(_("learnt or used"), max_length=12, choices=Sphere, default=Sphere.WORK)
    note = models.CharField(_("in a few words"), max_length=200, blank=True)
    visibility = models.PositiveSmallIntegerField(_("who sees it"), choices=Visibility, default=Visibility.EVERYONE)
    can_help = models.BooleanField(_("I may be asked"), default=False)
    can_train = models.BooleanField(_("I can train"), default=False)
    confirmed_at = models.DateTimeField(_("confirmed on"))
    valid_from = models.DateTimeField(_("declared on"))
    valid_to = models.DateTimeField(_("until"), null=True, blank=True)

    objects = AgentSkillQuerySet.as_manager()
    confirmed: list = []  # who confirms it, as its reader sees it: put there by the page that shows names

    class Meta:
        verbose_name = _("declared skill")
        verbose_name_plural = _("declared skills")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "skill"],
                condition=Q(valid_to=None),
                name="agent_skill_once",
                violation_error_message=_("You already declared this skill."),
            ),
            models.CheckConstraint(name="agent_skill_level", condition=Q(level=None) | Q(level__gte=1, level__lte=4)),
            models.CheckConstraint(name="agent_skill_visibility", condition=Q(visibility__in=[0, 1, 2, 3])),
            models.CheckConstraint(name="agent_skill_in_order", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))),
        ]
        indexes = [models.Index(fields=["skill", "valid_to", "visibility"], name="agent_skill_by_skill")]

    def __str__(self):
        return f"{self.public_id}"  # the journal writes it: it names neither the agent nor the skill

    def get_absolute_url(self):
        return reverse("skills:mine")

    @staticmethod
    def usual_visibility(skill: Skill, sphere: str) -> Visibility:
        """Who sees a skill whose holder chose nothing: everyone; oneself only for a sensitive one, or one from outside work."""
        return Visibility.ME if skill.sensitive or sphere == AgentSkill.Sphere.PRIVATE else Visibility.EVERYONE

    @property
    def version(self) -> str:
        """The mark of what is declared, for two windows that change it."""
        told = (self.level, self.interest, self.last_used, self.sphere, self.note, self.visibility, self.can_help, self.can_train)
        return version_of(*told)

    @property
    def is_active(self) -> bool:
        return self.valid_to is None

    @property
    def level_word(self) -> str:
        """The level as a word; "not assessed" when there is none; nothing for a way of working, which has no level."""
        if self.level:
            return str(Level(self.level).label)
        return str(_("not assessed")) if self.skill.has_levels else ""

    @property
    def months_since_confirmed(self) -> int:
        return max(0, (clock.now() - self.confirmed_at).days * 12 // 365)

    @property
    def is_stale(self) -> bool:
        """Whether it was last confirmed so long ago that the agent is asked whether it still stands."""
        return self.months_since_confirmed >= STALE_MONTHS


class Evidence(Public):
    """Something an agent did that shows a skill: proposed by the area where it was done, never shown before the agent accepts it."""

    class Kind(models.TextChoices):
        IDEA = "idea", _("author of an idea")
        PILOT = "pilot", _("part of a pilot")
        ANSWER = "answer", _("answer to a question")
        TIP = "tip", _("tip shared")
        DIPLOMA = "diploma", _("diploma")
        EXPERIENCE = "experience", _("experience")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("waiting for you")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="evidence", verbose_name=_("agent"))
    agent_skill = models.ForeignKey(
        AgentSkill, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence", verbose_name=_("declared skill")
    )
    suggested = models.ManyToManyField(Skill, blank=True, related_name="+", verbose_name=_("skills it may show"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    about_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    about_id = models.BigIntegerField(null=True, blank=True)
    about = GenericForeignKey("about_type", "about_id")
    title = models.CharField(_("title"), max_length=200)
    url = models.CharField(_("address"), max_length=400, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.PROPOSED)
    visibility = models.PositiveSmallIntegerField(_("who sees it"), choices=Visibility, default=Visibility.EVERYONE)
    note = models.CharField(_("note"), max_length=200, blank=True)
    proposed_at = models.DateTimeField(_("proposed on"))
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agent", "kind", "about_type", "about_id"], name="evidence_once"),
            models.CheckConstraint(
                name="evidence_accepted_on_a_skill",
                condition=Q(status="accepted", agent_skill__isnull=False) | (~Q(status="accepted") & Q(agent_skill=None)),
            ),
            models.CheckConstraint(
                name="evidence_answered_has_date",
                condition=Q(status="proposed", answered_at=None) | (~Q(status="proposed") & Q(answered_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["about_type", "about_id"], name="evidence_by_object")]

    def __str__(self):
        return f"{self.public_id}"

    def get_absolute_url(self):
        return reverse("skills:recognition")


_BEHAVIOUR = "(SELECT kind FROM skills_skill WHERE id = NEW.skill_id) = 'savoir-être'"
guards.refuse(
    "agent_skill_behaviour_has_no_level",
    model="skills.AgentSkill",
    events=("INSERT", "UPDATE"),
    when=f"NEW.level IS NOT NULL AND {_BEHAVIOUR}",
    message="A way of working has no level",
)
guards.refuse(
    "evidence_within_its_skill",
    model="skills.Evidence",
    events=("INSERT", "UPDATE"),
    when="NEW.agent_skill_id IS NOT NULL AND NEW.visibility > (SELECT visibility FROM skills_agentskill WHERE id = NEW.agent_skill_id)",
    message="An evidence is never more visible than its skill",
)
guards.refuse(
    "evidence_is_its_owners",
    model="skills.Evidence",
    events=("INSERT", "UPDATE"),
    when="NEW.agent_skill_id IS NOT NULL AND NEW.agent_id <> (SELECT agent_id FROM skills_agentskill WHERE id = NEW.agent_skill_id)",
    message="An evidence stands on a skill of the same agent",
)
