"""The reference lists of skills, and what each import of one changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.base.models import Public
from intranet.directory.models import Agent
from skills.querysets.catalogue import SkillFrameworkQuerySet


class SkillFramework(models.Model):
    """A reference list of skills (*référentiel*): the administration's own, or an imported one (ROME, ESCO)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=160)
    version = models.CharField(_("version"), max_length=40, blank=True)
    publisher = models.CharField(_("publisher"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=160, blank=True)
    is_offered = models.BooleanField(
        _("offered to agents"), default=True, help_text=_("Its skills are suggested, declared and searched. What was declared stays.")
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=1, help_text=_("The skills of a lower number are suggested first. The administration’s own list has 0.")
    )
    imported_at = models.DateTimeField(_("imported on"), null=True, blank=True)

    objects = SkillFrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill framework")
        verbose_name_plural = _("skill frameworks")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def source(self) -> str:
        """Where it comes from, as its licence asks to be said: "ROME 4.0, version 460, France Travail, Licence Ouverte 2.0"."""
        return ", ".join(filter(None, (f"{self.name} {self.version}".strip(), self.publisher, self.licence)))


class FrameworkImport(Public):
    """One reading of published files: when, by whom, how far it went, what it changed."""

    class Status(models.TextChoices):
        RUNNING = "running", _("under way")
        DONE = "done", _("finished")
        FAILED = "failed", _("refused")

    framework = models.ForeignKey(
        SkillFramework, on_delete=models.CASCADE, null=True, blank=True, related_name="imports", verbose_name=_("framework")
    )
    kind = models.CharField(_("framework"), max_length=10, choices=[("rome", "ROME"), ("esco", "ESCO")])
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"))
    version = models.CharField(_("version"), max_length=40, blank=True)
    file_name = models.CharField(_("file sent"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.RUNNING)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    done_rows = models.PositiveIntegerField(_("rows read"), default=0)
    all_rows = models.PositiveIntegerField(_("rows to read"), default=0)
    added = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    withdrawn = models.PositiveIntegerField(_("withdrawn"), default=0)
    written = models.PositiveIntegerField(_("rows written"), default=0)
    started_at = models.DateTimeField(_("begun on"))
    seen_at = models.DateTimeField(_("last sign of life"))
    is_claimed = models.BooleanField(default=False, editable=False)  # a worker has begun
    finished_at = models.DateTimeField(_("finished on"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of a framework")
        verbose_name_plural = _("imports of frameworks")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(status="running"),
                name="framework_import_one_at_a_time",
                violation_error_message=_("This framework is already being imported."),
            ),
            models.CheckConstraint(
                name="framework_import_ended_has_date",
                condition=models.Q(status="running", finished_at=None)
                | (~models.Q(status="running") & models.Q(finished_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.version}".strip()

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done_rows // self.all_rows) if self.all_rows else 0


class FrameworkFile(models.Model):
    """The ZIP that waits to be read, whichever machine reads it; it goes when the import has ended."""

    read = models.OneToOneField(FrameworkImport, on_delete=models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    def __str__(self):
        return str(self.read)


class FrameworkChange(models.Model):
    """One skill that a newer version added, renamed, moved or withdrew."""

    class Kind(models.TextChoices):
        ADDED = "added", _("new")
        RENAMED = "renamed", _("renamed")
        MOVED = "moved", _("moved")
        WITHDRAWN = "withdrawn", _("withdrawn")
        BACK = "back", _("back in use")

    read = models.ForeignKey(FrameworkImport, on_delete=models.CASCADE, related_name="changes", verbose_name=_("import"))
    kind = models.CharField(_("change"), max_length=10, choices=Kind)
    skill = models.ForeignKey("skills.Skill", on_delete=models.CASCADE, related_name="+", verbose_name=_("skill"))
    before = models.CharField(_("before"), max_length=300, blank=True)
    after = models.CharField(_("after"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of a framework")
        verbose_name_plural = _("changes of a framework")
        ordering = ["kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["read", "skill", "kind"], name="framework_change_once")]

    def __str__(self):
        return f"{self.kind} {self.skill_id}"
