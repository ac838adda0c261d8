"""Occupations of a framework (*métiers*), the names of jobs that lead to them, and the skills that they ask for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skills.models.catalogue import NAME_LENGTH, Skill
from skills.models.frameworks import SkillFramework


class Occupation(models.Model):
    """An occupation of a published framework."""

    framework = models.ForeignKey(SkillFramework, on_delete=models.CASCADE, related_name="occupations", verbose_name=_("framework"))
    code = models.CharField(_("code"), max_length=120)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)

    class Meta:
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="occupation_code_once")]

    def __str__(self):
        return self.name


class OccupationLabel(models.Model):
    """A name of a job (*appellation*) that leads to an occupation. Two occupations may share one."""

    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="labels", verbose_name=_("occupation"))
    text = models.CharField(_("name"), max_length=NAME_LENGTH)
    normalised = models.CharField(max_length=NAME_LENGTH)
    stems = models.CharField(max_length=NAME_LENGTH)

    class Meta:
        verbose_name = _("name of an occupation")
        verbose_name_plural = _("names of occupations")
        ordering = ["text"]
        constraints = [models.UniqueConstraint(fields=["occupation", "normalised"], name="occupation_label_once")]
        indexes = [models.Index(fields=["normalised"], name="occupation_label_normalised")]

    def __str__(self):
        return self.text


class OccupationSkill(models.Model):
    """A skill that an occupation asks for; `is_core` when the framework says that it is at its heart."""

    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="asked", verbose_name=_("occupation"))
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="occupations", verbose_name=_("skill"))
    is_core = models.BooleanField(_("at the heart of the occupation"), default=False)

    class Meta:
        verbose_name = _("skill of an occupation")
        verbose_name_plural = _("skills of occupations")
        constraints = [models.UniqueConstraint(fields=["occupation", "skill"], name="occupation_skill_once")]

    def __str__(self):
        return f"{self.occupation_id} {self.skill_id}"
