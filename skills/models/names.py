"""The names of skills, in both languages, and their words, by which a name is found as it is typed."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from intranet.base import text
from skills.models.catalogue import NAME_LENGTH, Skill
from skills.models.frameworks import SkillFramework
from skills.querysets.catalogue import SkillLabelQuerySet

WORD_LENGTH = 40


def normalise(label: str) -> str:
    """A name as it is compared: folded words, "C++" kept whole. "L’état civil " → "l etat civil"."""
    return " ".join(text.words(label.lower()))[:NAME_LENGTH]


def stemmed(label: str) -> str:
    """The stems of a name, as they are looked for."""
    return " ".join(text.stems(label))[:NAME_LENGTH]


class SkillLabel(models.Model):
    """One name of a skill: preferred, other, acronym, or a hidden one (a misspelling) that only finds it."""

    class Kind(models.TextChoices):
        PREFERRED = "pref", _("preferred")
        ALT = "alt", _("other name")
        ACRONYM = "acronym", _("acronym")
        HIDDEN = "hidden", _("hidden: finds, is not shown")

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="labels", verbose_name=_("skill"))
    framework = models.ForeignKey(SkillFramework, on_delete=models.CASCADE, related_name="labels", editable=False)
    text = models.CharField(_("name"), max_length=NAME_LENGTH)
    normalised = models.CharField(max_length=NAME_LENGTH, editable=False)
    stems = models.CharField(max_length=NAME_LENGTH, editable=False)
    lang = models.CharField(_("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")], default="fr")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.ALT)

    objects = SkillLabelQuerySet.as_manager()

    class Meta:
        verbose_name = _("name of a skill")
        verbose_name_plural = _("names of skills")
        ordering = ["text"]
        indexes = [models.Index(fields=["normalised"], name="skill_label_normalised")]
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
        self.stems = stemmed(self.text)
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

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)
        write_words([self], order=self.framework.order)


class LabelWord(models.Model):
    """A word of a name, folded: the names that have a word beginning so are one range of an index, the plainest first."""

    label = models.ForeignKey(SkillLabel, on_delete=models.CASCADE, related_name="words", db_index=False)
    word = models.CharField(max_length=WORD_LENGTH)
    # Lower comes first: our own framework, names that begin with the word, shown before hidden, short before long.
    rank = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["label", "word"], name="label_word_once")]
        indexes = [models.Index(fields=["word", "rank", "label"], name="label_word_in_order")]

    def __str__(self):
        return self.word


def write_words(labels: Iterable[SkillLabel], *, order: int) -> None:
    """Write again the words of these names, which stand in the framework of this `order`."""
    labels = list(labels)
    LabelWord.objects.filter(label__in=labels).delete()
    LabelWord.objects.bulk_create([word for label in labels for word in _words_of(label, order)], batch_size=300)


def _words_of(label: SkillLabel, order: int) -> list[LabelWord]:
    """The words of a name, each once, with their ranks."""
    place = min(order, 9) * 10_000 + (label.kind == SkillLabel.Kind.HIDDEN) * 1_000 + min(len(label.normalised), 999)
    found: dict[str, LabelWord] = {}
    for position, word in enumerate(label.normalised.split()):
        found.setdefault(word[:WORD_LENGTH], LabelWord(label=label, word=word[:WORD_LENGTH], rank=place + (position > 0) * 5_000))
    return list(found.values())
