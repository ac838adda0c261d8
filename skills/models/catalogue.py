"""The catalogue: domains, skills, their neighbours, and what agents propose to add."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intranet.base.models import Dated, Public
from intranet.directory.models import Agent
from skills.models.frameworks import SkillFramework
from skills.querysets.catalogue import SkillProposalQuerySet, SkillQuerySet, SkillRelationQuerySet

NAME_LENGTH = 300  # the longest name of ROME has 253 characters


class Level(models.IntegerChoices):
    """How well one knows: four steps, as in the UK's DDaT framework. Null is "not assessed", which is not zero."""

    NOTIONS = 1, _("Notions")
    PRACTICE = 2, _("Practice")
    MASTERY = 3, _("Mastery")
    EXPERTISE = 4, _("Expertise")


# What each level means, unless a skill says better for its family.
LEVELS = {
    Level.NOTIONS: _("I know what it is about and can do simple things with help."),
    Level.PRACTICE: _("I do it on my own in ordinary cases."),
    Level.MASTERY: _("I do it on my own in difficult cases too, and answer colleagues’ questions."),
    Level.EXPERTISE: _("Colleagues come to me from elsewhere; I set the method and can teach it."),
}


class SkillDomain(models.Model):
    """A family of skills of a framework; domains may contain domains."""

    framework = models.ForeignKey(SkillFramework, on_delete=models.PROTECT, related_name="domains", verbose_name=_("framework"))
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("within"))
    level_anchors = models.JSONField(_("meaning of the levels"), default=dict, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("domain of skills")
        verbose_name_plural = _("domains of skills")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="skill_domain_code"),
            models.CheckConstraint(name="skill_domain_not_in_itself", condition=Q(parent=None) | ~Q(parent=F("pk"))),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if _in_english() and self.name_en else self.name


class Skill(Public, Dated):
    """Something that a person can know or do (*compétence*)."""

    class Kind(models.TextChoices):
        KNOWLEDGE = "savoir", _("knowledge")
        KNOW_HOW = "savoir-faire", _("know-how")
        BEHAVIOUR = "savoir-être", _("way of working")
        LANGUAGE = "langue", _("language")
        CLEARANCE = "habilitation", _("clearance")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACTIVE = "active", _("in use")
        MERGED = "merged", _("merged")
        RETIRED = "retired", _("withdrawn")

    framework = models.ForeignKey(SkillFramework, on_delete=models.PROTECT, related_name="skills", verbose_name=_("framework"))
    external_code = models.CharField(_("code in the framework"), max_length=120, blank=True)
    slug = models.SlugField(_("address name"), max_length=120, unique=True)
    pref_label = models.CharField(_("name"), max_length=NAME_LENGTH)
    label_en = models.CharField(_("name in English"), max_length=NAME_LENGTH, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.KNOW_HOW)
    domain = models.ForeignKey(
        SkillDomain, on_delete=models.PROTECT, null=True, blank=True, related_name="skills", verbose_name=_("domain")
    )
    description = models.TextField(_("description"), blank=True, max_length=1000)
    description_en = models.TextField(_("description in English"), blank=True, max_length=1000)
    level_anchors = models.JSONField(_("meaning of the levels"), default=dict, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name=_("merged into")
    )
    sensitive = models.BooleanField(_("sensitive: never used to find people"), default=False)

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["pref_label"]
        constraints = [
            models.CheckConstraint(
                name="skill_merged_somewhere_else",
                condition=(Q(status="merged", merged_into__isnull=False) | (~Q(status="merged") & Q(merged_into=None)))
                & (Q(merged_into=None) | ~Q(merged_into=F("pk"))),
            ),
            models.UniqueConstraint(
                fields=["framework", "external_code"],
                condition=~Q(external_code=""),
                name="skill_external_code_once",
                violation_error_message=_("Another skill of this framework already has this code."),
            ),
        ]
        indexes = [models.Index(fields=["framework", "domain", "status", "pref_label"], name="skill_by_place")]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("skills:skill", args=[self.slug])

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.label_en if _in_english() and self.label_en else self.pref_label

    @property
    def about(self) -> str:
        """The description in the reader's language."""
        return self.description_en if _in_english() and self.description_en else self.description

    @property
    def has_levels(self) -> bool:
        """A way of working has no level: it is shared or not."""
        return self.kind != self.Kind.BEHAVIOUR

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    def meaning_of(self, level: int) -> str:
        """What `level` means for this skill: its own words, its domain's, or the general ones."""
        language = "en" if _in_english() else "fr"
        for anchors in (self.level_anchors, self.domain.level_anchors if self.domain else {}):
            found = anchors.get(language, {}).get(str(int(level)))
            if found:
                return found
        return str(LEVELS[Level(level)])


class SkillRelation(models.Model):
    """How a skill stands to another. BROADER: the second contains the first. RELATED holds both ways."""

    class Kind(models.TextChoices):
        BROADER = "broader", _("is part of")
        RELATED = "related", _("is near")
        EXACT = "exact_match", _("is the same as")
        CLOSE = "close_match", _("is almost the same as")

    class Origin(models.TextChoices):
        IMPORT = "import", _("framework")
        ADMIN = "admin", _("written by a person")
        COMPUTED = "computed", _("computed")

    from_skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="relations", verbose_name=_("skill"))
    to_skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="relations_to", verbose_name=_("other skill"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.RELATED)
    weight = models.DecimalField(_("weight"), max_digits=3, decimal_places=2, default=0.5)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin, default=Origin.ADMIN)
    accepted = models.BooleanField(_("accepted"), default=True)

    objects = SkillRelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation between skills")
        verbose_name_plural = _("relations between skills")
        constraints = [
            models.UniqueConstraint(fields=["from_skill", "to_skill"], name="skill_relation_once"),
            models.CheckConstraint(name="skill_relation_not_itself", condition=~Q(from_skill=F("to_skill"))),
            models.CheckConstraint(name="skill_relation_weight", condition=Q(weight__gte=0, weight__lte=1)),
            models.CheckConstraint(
                name="skill_relation_computed_is_weak",
                condition=~Q(origin="computed", accepted=True) | Q(weight__lte=0.5),
                violation_error_message=_("A computed relation, once accepted, weighs half at most."),
            ),
        ]

    def __str__(self):
        return f"{self.from_skill_id} {self.kind} {self.to_skill_id}"


class SkillProposal(Public):
    """A skill that an agent finds missing: the skill waits as "proposed" until an editor answers."""

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        MERGED = "merged", _("already there under another name")
        REFUSED = "refused", _("refused")

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="skill_proposals", verbose_name=_("proposed by"))
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("skill"))
    why = models.CharField(_("what it would be useful for"), max_length=400, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.PENDING)
    reason = models.CharField(_("answer"), max_length=400, blank=True)
    decided_by = models.ForeignKey(
        Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="skill_proposals_decided", verbose_name=_("answered by")
    )
    created_at = models.DateTimeField(_("proposed on"))
    decided_at = models.DateTimeField(_("answered on"), null=True, blank=True)

    objects = SkillProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed skill")
        verbose_name_plural = _("proposed skills")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agent", "skill"], name="skill_proposal_once"),
            models.CheckConstraint(
                name="skill_proposal_refused_with_reason",
                condition=~Q(status="refused") | ~Q(reason=""),
                violation_error_message=_("Say why: the person who proposed it will read it."),
            ),
            models.CheckConstraint(
                name="skill_proposal_decided_has_date",
                condition=Q(status="pending", decided_at=None) | (~Q(status="pending") & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return str(self.skill)


def _in_english() -> bool:
    return (get_language() or "fr").startswith("en")
