"""The catalogue: frameworks, skills, their names in both languages, their neighbours, and what agents propose to add."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intranet.base import text
from intranet.base.models import Dated, Public
from intranet.directory.models import Agent
from skills.querysets.catalogue import SkillLabelQuerySet, SkillProposalQuerySet, SkillQuerySet, SkillRelationQuerySet


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


def normalise(label: str) -> str:
    """A name as it is compared: folded words, "C++" kept whole. "L’état civil " → "l etat civil"."""
    return " ".join(text.words(label.lower()))[:200]


class SkillFramework(models.Model):
    """A reference list of skills (*référentiel*): the administration's own, or an imported one (ROME, ESCO)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=160)
    version = models.CharField(_("version"), max_length=40, blank=True)
    publisher = models.CharField(_("publisher"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=160, blank=True)
    imported_at = models.DateTimeField(_("imported on"), null=True, blank=True)

    class Meta:
        verbose_name = _("skill framework")
        verbose_name_plural = _("skill frameworks")
        ordering = ["name"]

    def __str__(self):
        return self.name


class SkillDomain(models.Model):
    """A family of skills of a framework; domains may contain domains."""

    framework = models.ForeignKey(SkillFramework, on_delete=models.PROTECT, related_name="domains", verbose_name=_("framework"))
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
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
    pref_label = models.CharField(_("name"), max_length=120)
    label_en = models.CharField(_("name in English"), max_length=120, blank=True)
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
        ]

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


class SkillLabel(models.Model):
    """One name of a skill: preferred, other, acronym, or a hidden one (a misspelling) that only finds it."""

    class Kind(models.TextChoices):
        PREFERRED = "pref", _("preferred")
        ALT = "alt", _("other name")
        ACRONYM = "acronym", _("acronym")
        HIDDEN = "hidden", _("hidden: finds, is not shown")

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="labels", verbose_name=_("skill"))
    framework = models.ForeignKey(SkillFramework, on_delete=models.CASCADE, related_name="labels", editable=False)
    text = models.CharField(_("name"), max_length=120)
    normalised = models.CharField(max_length=200, editable=False)
    stems = models.CharField(max_length=240, editable=False)
    lang = models.CharField(_("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")], default="fr")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.ALT)

    objects = SkillLabelQuerySet.as_manager()

    class Meta:
        verbose_name = _("name of a skill")
        verbose_name_plural = _("names of skills")
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "normalised"],
                name="skill_label_once",
                violation_error_message=_("Another skill already has this name."),
            ),
        ]

    def __str__(self):
        return self.text

    def derive(self) -> None:
        """Fill what follows from the name: how it is compared, its stems, its framework."""
        self.normalised = normalise(self.text)
        self.stems = " ".join(text.stems(self.text))[:240]
        self.framework_id = self.skill.framework_id

    def clean(self):
        """Refuse a name that says nothing, or that another skill of the framework has (for the forms of the back office)."""
        if self.skill_id is None:
            return
        self.derive()
        if not self.normalised:
            raise ValidationError({"text": _("A name has letters or digits.")})
        taken = SkillLabel.objects.filter(framework_id=self.framework_id, normalised=self.normalised).exclude(pk=self.pk).first()
        if taken is not None:
            raise ValidationError({"text": _("“{skill}” already has this name.").format(skill=taken.skill.label)})

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)


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
