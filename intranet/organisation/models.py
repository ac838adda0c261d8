"""The HR file, from its arrival to what it changed: the import, its lines, their errors, and the columns that are remembered."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.base.models import Public
from intranet.directory.models import Agent
from intranet.organisation.querysets import HrImportQuerySet, HrLineQuerySet


class HrImport(Public):
    """One HR file: read, compared with the directory, then applied or given up."""

    class Status(models.TextChoices):
        MAPPING = "mapping", _("columns to check")
        READING = "reading", _("being read")
        READY = "ready", _("ready")
        APPLYING = "applying", _("being applied")
        DONE = "done", pgettext_lazy("file", "applied")
        REFUSED = "refused", pgettext_lazy("file", "could not be read")
        CANCELLED = "cancelled", pgettext_lazy("file", "given up")

    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("imported by"))
    file_name = models.CharField(pgettext_lazy("HR", "file"), max_length=200)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("fingerprint"), max_length=64, db_index=True)
    kind = models.CharField(max_length=4)  # csv, xlsx
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    sheets = models.JSONField(default=list)  # of each table: name, headers, line of the headers, how many are known
    sheet = models.CharField(_("sheet"), max_length=120, blank=True)
    mapping = models.JSONField(default=dict)  # column → place from 0
    with_units = models.BooleanField(_("create and move units"), default=True)
    only_correct = models.BooleanField(_("correct lines only"), default=False)
    leavers_accepted = models.PositiveIntegerField(null=True)
    status = models.CharField(_("state"), max_length=9, choices=Status, default=Status.MAPPING)
    step = models.CharField(max_length=12, blank=True)  # read, compare
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problem = models.CharField(max_length=40, blank=True)  # the code of a sentence
    problem_params = models.JSONField(default=dict)
    is_stale = models.BooleanField(default=False)  # the directory changed after the comparison
    created_at = models.DateTimeField(_("received on"), auto_now_add=True)
    read_at = models.DateTimeField(_("compared on"), null=True)
    applied_at = models.DateTimeField(_("applied on"), null=True)

    objects = HrImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("HR file")
        verbose_name_plural = _("HR files")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["status"], condition=Q(status="applying"), name="hr_import_one_applied_at_a_time"),
            models.CheckConstraint(
                name="hr_import_applied_when_done",
                condition=Q(status="done", applied_at__isnull=False) | (~Q(status="done") & Q(applied_at=None)),
            ),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("hr_file", args=[self.public_id])

    @property
    def is_under_way(self) -> bool:
        return self.status in {self.Status.READING, self.Status.APPLYING}

    @property
    def is_over(self) -> bool:
        return self.status in {self.Status.DONE, self.Status.REFUSED, self.Status.CANCELLED}

    @property
    def headers(self) -> list[str]:
        """The headers of the chosen table."""
        return next((list(sheet["headers"]) for sheet in self.sheets if sheet["name"] == self.sheet), [])

    @property
    def errors(self) -> int:
        """How many lines have an error."""
        return self.counts.get("errors", 0)

    @property
    def leaving(self) -> int:
        return self.counts.get("leaving", 0)

    @property
    def must_confirm_leavers(self) -> bool:
        """Whether more than a tenth of the people whom HR knows would leave: a person confirms their number."""
        return self.leaving * 10 > self.counts.get("known", 0)

    @property
    def changes_nothing(self) -> bool:
        return not any(self.counts.get(key) for key in ("new", "changed", "back", "leaving", "units_new", "units_moved", "units_renamed"))


class HrFilePart(models.Model):
    """A piece of the file, until it is applied or given up. In the database, so that whichever machine reads it finds it; served to nobody."""

    hr_import = models.ForeignKey(HrImport, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hr_import", "number"], name="hr_file_part_once")]

    def __str__(self):
        return f"{self.hr_import_id}:{self.number}"


class HrLine(models.Model):
    """A line of the file as it was read, and what it would do; somebody who is not in the file and would leave has the line 0."""

    class Kind(models.TextChoices):
        NEW = "new", _("arrival")
        CHANGED = "changed", _("change")
        BACK = "back", _("return")
        LEAVING = "leaving", _("departure")
        SAME = "same", _("no change")
        ASIDE = "aside", _("left aside")

    hr_import = models.ForeignKey(HrImport, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField(_("line"))
    kind = models.CharField(max_length=8, choices=Kind, blank=True)
    why = models.CharField(max_length=24, blank=True)  # of what is left aside: the code of a sentence
    has_error = models.BooleanField(default=False)
    agent = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("person"))
    moves = models.BooleanField(default=False)  # the unit changes
    changes = models.JSONField(default=dict)  # column → [before, after]
    # What the file says, read.
    hr_number = models.CharField(max_length=40, blank=True)
    last_name = models.CharField(max_length=150, blank=True)
    first_name = models.CharField(max_length=150, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    position_title = models.CharField(max_length=160, blank=True)
    unit_code = models.CharField(max_length=40, blank=True)
    unit_name = models.CharField(max_length=160, blank=True)
    parent_code = models.CharField(max_length=40, blank=True)
    site_id = models.BigIntegerField(null=True)
    manager_number = models.CharField(max_length=40, blank=True)
    arrived_on = models.DateField(null=True)
    leaves_on = models.DateField(null=True)
    absent_from = models.DateField(null=True)
    absent_until = models.DateField(null=True)
    # What is made of it.
    public_id = models.UUIDField(null=True)
    slug = models.CharField(max_length=160, blank=True)
    folded = models.CharField(max_length=500, blank=True)
    is_active = models.BooleanField(default=True)

    objects = HrLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of an HR file")
        verbose_name_plural = _("lines of an HR file")
        indexes = [
            models.Index(fields=["hr_import", "kind", "line"], name="hr_line_by_kind"),
            models.Index(fields=["hr_import", "hr_number"], name="hr_line_by_number"),
            models.Index(fields=["hr_import", "email"], name="hr_line_by_address"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["hr_import", "line"], condition=Q(line__gt=0), name="hr_line_once"),
            models.UniqueConstraint(fields=["hr_import", "agent"], condition=Q(line=0), name="hr_leaver_once"),
        ]

    def __str__(self):
        return f"{self.line}: {self.first_name} {self.last_name}"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.hr_number


class HrUnit(models.Model):
    """A unit that the file makes, names anew or moves."""

    class Kind(models.TextChoices):
        NEW = "new", _("new unit")
        MOVED = "moved", _("unit moved")
        RENAMED = "renamed", _("unit with another name")

    hr_import = models.ForeignKey(HrImport, on_delete=models.CASCADE, related_name="units")
    kind = models.CharField(max_length=8, choices=Kind)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    parent_code = models.CharField(max_length=40, blank=True)
    before = models.CharField(max_length=160, blank=True)
    after = models.CharField(max_length=160, blank=True)
    order = models.PositiveIntegerField(default=0)  # a unit comes after the one above it

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["hr_import", "kind", "code"], name="hr_unit_once")]

    def __str__(self):
        return self.code


class HrError(models.Model):
    """What is wrong at a line and column of the file: a sentence and what it holds, said in the language of whoever reads."""

    hr_import = models.ForeignKey(HrImport, on_delete=models.CASCADE, related_name="line_errors")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    value = models.CharField(max_length=80, blank=True)
    at_comparison = models.BooleanField(default=False)  # found beside the directory, not in the cell itself

    class Meta:
        ordering = ["line", "pk"]
        constraints = [models.UniqueConstraint(fields=["hr_import", "line", "column", "code"], name="hr_error_once")]

    def __str__(self):
        return f"{self.line} {self.column}: {self.code}"


class RememberedColumn(models.Model):
    """What a header, folded, was said to be: the next file is read so. "" is a header to leave aside."""

    header = models.CharField(max_length=80, unique=True)
    column = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = _("remembered column")
        verbose_name_plural = _("remembered columns")

    def __str__(self):
        return f"{self.header} → {self.column or '∅'}"
