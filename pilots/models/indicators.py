"""What is measured, what is aimed at, what was measured, and what happened meanwhile."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.base import guards
from intranet.base.models import Public
from intranet.directory.models import Agent
from pilots.charts.curve import Curve, Goal, Good, Mark, Measure, Recalculation
from pilots.models.pilots import Pilot
from pilots.querysets.indicators import IndicatorQuerySet, MeasurementQuerySet


def _float(value) -> float | None:
    return None if value is None else float(value)


class Indicator(Public):
    """One thing that is measured, and what is known of it before. The baseline is a value, a period of measures, or a reason for none."""

    class Dimension(models.TextChoices):
        USABLE = "usable", _("Usable: does it work for people")
        USED = "used", _("Used: do people come")
        USEFUL = "useful", _("Useful: does it help them")
        IMPACT = "impact", _("Effect: does it change the problem")
        COST = "cost", _("Cost")
        SIDE_EFFECT = "side_effect", _("Side effect")

    class Direction(models.TextChoices):
        UP = "up", _("should rise")
        DOWN = "down", _("should fall")
        IN_RANGE = "in_range", _("should stay within a range")

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")

    class Shape(models.TextChoices):
        NUMBER = "number", _("A number (a count, a duration)")
        RATE = "rate", _("A rate: so many out of so many")

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(_("name"), max_length=160)
    question = models.CharField(_("the question it answers"), max_length=240, blank=True)
    dimension = models.CharField(_("what it tells"), max_length=12, choices=Dimension, default=Dimension.IMPACT)
    shape = models.CharField(_("shape"), max_length=8, choices=Shape, default=Shape.NUMBER)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    direction = models.CharField(pgettext_lazy("of a measure", "direction"), max_length=10, choices=Direction, default=Direction.DOWN)
    method = models.TextField(_("how it is measured"), max_length=1000, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    owner = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="owned_indicators", verbose_name=_("who measures"))
    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency, default=Frequency.WEEKLY)
    baseline_value = models.DecimalField(_("value before"), max_digits=14, decimal_places=4, null=True, blank=True)
    baseline_from = models.DateField(_("measured before, from"), null=True, blank=True)
    baseline_to = models.DateField(_("measured before, until"), null=True, blank=True)
    baseline_n = models.PositiveIntegerField(_("resting on how many cases"), null=True, blank=True)
    baseline_none_reason = models.CharField(_("no value before, because"), max_length=400, blank=True)
    min_publishable_n = models.PositiveIntegerField(_("not shown under how many people"), default=5)
    is_headline = models.BooleanField(_("main indicator"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["-is_headline", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pilot"], name="indicator_one_headline", condition=Q(is_headline=True)),
            models.CheckConstraint(
                name="indicator_baseline_or_reason",
                condition=Q(baseline_value__isnull=False)
                | Q(baseline_from__isnull=False, baseline_to__gte=F("baseline_from"))
                | ~Q(baseline_none_reason=""),
                violation_error_message=_("Give a value before, the days when it was measured before, or the reason for having none."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("pilots:indicator", args=[self.pilot.code, self.public_id])

    @property
    def is_rate(self) -> bool:
        return self.shape == self.Shape.RATE

    @property
    def days_per_period(self) -> int:
        return {"weekly": 7, "monthly": 31, "quarterly": 92}[self.frequency]

    @property
    def current_target(self) -> "Target | None":
        """The target that no other replaced."""
        return next((t for t in self.targets.all() if t.superseded_by_id is None), None)

    def curve(self) -> Curve:
        """The curve of this indicator. Read it from `Indicator.objects.for_curves()`: nothing is asked of the database then."""
        measures = self.current_measures if hasattr(self, "current_measures") else self.measurements.current().in_order()
        target = self.current_target
        interventions = self.pilot.interventions.all()
        days = {i.pk: i.happened_on for i in interventions}
        return Curve.of(
            name=self.name,
            unit=self.unit,
            good=Good(self.direction),
            measures=[
                Measure(m.period_start, m.period_end, _float(m.value), _float(m.numerator), _float(m.denominator), m.n, m.is_final)
                for m in measures
            ],
            marks=[Mark(i.happened_on, i.label, i.since, i.kind == Intervention.Kind.OPENING) for i in interventions],
            goal=Goal(float(target.value), _float(target.upper), target.due_on) if target else None,
            baseline=(self.baseline_from, self.baseline_to) if self.baseline_from and self.baseline_to else None,
            baseline_value=_float(self.baseline_value),
            recalculations=[Recalculation(days[r.intervention_id], r.by.name, r.reason) for r in self.recalculations.all()],
            least_n=self.min_publishable_n,
            lowest=0.0 if self.is_rate or all(m.value is None or m.value >= 0 for m in measures) else None,
            highest=100.0 if self.is_rate else None,
        )


class Target(Public):
    """What is aimed at, by when and why. Never edited once measured: superseded by another, with author and reason."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4)
    upper = models.DecimalField(_("upper end of the range"), max_digits=14, decimal_places=4, null=True, blank=True)
    starts_on = models.DateField(_("from"))
    due_on = models.DateField(_("by when"))
    rationale = models.CharField(_("why this value"), max_length=400, blank=True)
    set_by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set on"), auto_now_add=True)
    superseded_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes")
    superseded_reason = models.CharField(_("why it was replaced"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="target_dates_in_order", condition=Q(due_on__gt=F("starts_on"))),
            models.CheckConstraint(name="target_range_in_order", condition=Q(upper=None) | Q(upper__gte=F("value"))),
            models.CheckConstraint(name="target_superseded_with_reason", condition=Q(superseded_by=None) | ~Q(superseded_reason="")),
        ]

    def __str__(self):
        return str(self.value)


class Measurement(Public):
    """One measure of one period: a value, or a numerator and a denominator. Once final, corrected only by another row that points to it."""

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", _("provisional")
        FINAL = "final", _("final")

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="measurements")
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("to"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(_("so many"), max_digits=14, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(_("out of"), max_digits=14, decimal_places=4, null=True, blank=True)
    n = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.FINAL)
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    entered_by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", verbose_name=_("typed by"))
    entered_at = models.DateTimeField(_("typed on"), auto_now_add=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction")
    correction_reason = models.CharField(_("why it is corrected"), max_length=300, blank=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["period_start", "pk"]
        constraints = [
            # One first entry for each period; a correction follows one row, once: so there is one current measure.
            models.UniqueConstraint(fields=["indicator", "period_start"], name="measurement_once", condition=Q(corrects=None)),
            models.CheckConstraint(name="measurement_period_in_order", condition=Q(period_end__gte=F("period_start"))),
            models.CheckConstraint(
                name="measurement_value_or_rate",
                condition=Q(value__isnull=False, numerator=None, denominator=None)
                | Q(value=None, numerator__isnull=False, denominator__gt=0),
            ),
            models.CheckConstraint(name="measurement_corrected_with_reason", condition=Q(corrects=None) | ~Q(correction_reason="")),
        ]

    def __str__(self):
        return f"{self.indicator_id} {self.period_start}"

    @property
    def is_final(self) -> bool:
        return self.status == self.Status.FINAL


class Intervention(Public):
    """Something that happened on a day and may show on the curves: an opening, an adjustment, an event."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("opening")
        ADJUSTMENT = "adjustment", _("adjustment")
        EVENT = "event", _("event")

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="interventions")
    happened_on = models.DateField(_("day"))
    label = models.CharField(_("in a few words"), max_length=80)
    since = models.CharField(_("completes “since …”"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.EVENT)
    marked_by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", verbose_name=_("marked by"))

    class Meta:
        verbose_name = _("mark on the curve")
        verbose_name_plural = _("marks on the curve")
        ordering = ["happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pilot"], name="intervention_one_opening", condition=Q(kind="opening")),
            models.CheckConstraint(name="intervention_says_something", condition=~Q(label="")),
        ]

    def __str__(self):
        return self.label


class LimitsRecalculation(models.Model):
    """New limits on a curve from an intervention on, because a named person said why."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="recalculations")
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="recalculations")
    by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=400)
    at = models.DateTimeField(_("on"), auto_now_add=True)

    class Meta:
        verbose_name = _("recalculation of limits")
        verbose_name_plural = _("recalculations of limits")
        ordering = ["intervention__happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "intervention"], name="recalculation_once"),
            models.CheckConstraint(name="recalculation_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.indicator_id}: {self.intervention_id}"


guards.append_only(
    "pilots.Measurement",
    when="OLD.status = 'final'",
    frozen=(
        "indicator_id",
        "period_start",
        "period_end",
        "value",
        "numerator",
        "denominator",
        "n",
        "status",
        "source",
        "note",
        "corrects_id",
    ),
)
guards.refuse(
    "measurement_corrects_its_own_period",
    model="pilots.Measurement",
    events=("INSERT",),
    when="NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pilots_measurement m WHERE m.id = NEW.corrects_id"
    " AND m.indicator_id = NEW.indicator_id AND m.period_start = NEW.period_start)",
    message="a correction is of the same indicator and the same period",
)
_MEASURED = (
    "EXISTS (SELECT 1 FROM pilots_measurement m WHERE m.indicator_id = OLD.indicator_id"
    " AND m.period_start >= OLD.starts_on AND m.period_start <= OLD.due_on)"
)
guards.refuse(
    "target_stands_once_measured",
    model="pilots.Target",
    events=("UPDATE",),
    when="(NEW.value <> OLD.value OR NEW.starts_on <> OLD.starts_on OR NEW.due_on <> OLD.due_on OR NEW.indicator_id <> OLD.indicator_id"
    " OR COALESCE(NEW.upper, -1) <> COALESCE(OLD.upper, -1) OR (NEW.upper IS NULL) <> (OLD.upper IS NULL)) AND " + _MEASURED,
    message="a target does not change once its period is measured: replace it, and say why",
)
guards.refuse(
    "target_is_kept_once_measured",
    model="pilots.Target",
    events=("DELETE",),
    when=_MEASURED,
    message="a target is kept once its period is measured",
)
