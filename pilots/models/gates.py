"""The decisions of a pilot's gates: the only thing that moves its state."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.base import guards
from intranet.base.models import Public
from intranet.directory.models import Agent, Territory
from pilots.models.pilots import Pilot, State
from pilots.querysets.gates import GateDecisionQuerySet


class Gate(models.TextChoices):
    FRAMING = "framing", _("Opening of the framing")
    READY = "ready", _("Agreement to prepare")
    RUNNING = "running", _("Start")
    REVIEW = "review", _("Submission to review")
    OUTCOME = "outcome", _("Outcome")
    CLOSE = "close", _("Closing")
    HOLD = "hold", _("Suspension and resumption")


class Kind(models.TextChoices):
    GO = "go", _("go on")
    PIVOT = "pivot", _("frame it again, otherwise")
    EXTEND = "extend", _("extend")
    STOP = "stop", _("stop, and keep what was learned")
    GENERALISE = "generalise", _("generalise")
    KEEP_LOCAL = "keep_local", _("keep where it is")
    SUSPEND = "suspend", _("suspend")
    RESUME = "resume", _("resume")


# Every arrow of the life of a pilot: (from, to, gate, kind). The database refuses any other.
ARROWS = (
    (State.DRAFT, State.FRAMING, Gate.FRAMING, Kind.GO),
    (State.FRAMING, State.READY, Gate.READY, Kind.GO),
    (State.READY, State.RUNNING, Gate.RUNNING, Kind.GO),
    (State.RUNNING, State.REVIEW, Gate.REVIEW, Kind.GO),
    (State.REVIEW, State.GENERALISED, Gate.OUTCOME, Kind.GENERALISE),
    (State.REVIEW, State.KEPT_LOCAL, Gate.OUTCOME, Kind.KEEP_LOCAL),
    (State.REVIEW, State.RUNNING, Gate.OUTCOME, Kind.EXTEND),
    (State.REVIEW, State.FRAMING, Gate.OUTCOME, Kind.PIVOT),
    (State.REVIEW, State.STOPPED, Gate.OUTCOME, Kind.STOP),
    (State.DRAFT, State.STOPPED, Gate.OUTCOME, Kind.STOP),
    (State.FRAMING, State.STOPPED, Gate.OUTCOME, Kind.STOP),
    (State.READY, State.STOPPED, Gate.OUTCOME, Kind.STOP),
    (State.SUSPENDED, State.STOPPED, Gate.OUTCOME, Kind.STOP),
    (State.RUNNING, State.SUSPENDED, Gate.HOLD, Kind.SUSPEND),
    (State.REVIEW, State.SUSPENDED, Gate.HOLD, Kind.SUSPEND),
    (State.SUSPENDED, State.RUNNING, Gate.HOLD, Kind.RESUME),
    (State.GENERALISED, State.CLOSED, Gate.CLOSE, Kind.GO),
    (State.KEPT_LOCAL, State.CLOSED, Gate.CLOSE, Kind.GO),
    (State.STOPPED, State.CLOSED, Gate.CLOSE, Kind.GO),
)
_legal = Q()
for _from, _to, _gate, _kind in ARROWS:
    _legal |= Q(from_state=_from.value, to_state=_to.value, gate=_gate.value, kind=_kind.value)


class GateDecision(Public):
    """A decision on a pilot, with its reasons and what was known when it was taken. Never changed: a correction is a new one.

    `decided_by` is null when the clock decided (a mandate that expired). `evidence` is the snapshot
    of indicators, feedback and costs as they were.
    """

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="gate_decisions")
    number = models.PositiveIntegerField(_("number"))
    gate = models.CharField(_("gate"), max_length=10, choices=Gate)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    from_state = models.CharField(_("from"), max_length=12, choices=State)
    to_state = models.CharField(_("to"), max_length=12, choices=State)
    decided_by = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="gate_decisions", verbose_name=_("decided by")
    )
    decided_on = models.DateField(_("decided on"))
    recorded_at = models.DateTimeField(_("recorded on"), auto_now_add=True)
    reasons = models.TextField(_("reasons"), max_length=4000)
    conditions = models.TextField(_("conditions"), max_length=2000, blank=True)
    consulted = models.CharField(_("who was consulted"), max_length=600, blank=True)
    dissent = models.TextField(_("disagreements expressed"), max_length=1500, blank=True)
    lessons = models.TextField(_("what was learned"), max_length=4000, blank=True)
    without_measure_because = models.CharField(_("decided without measure, because"), max_length=600, blank=True)
    long_term_owner = models.CharField(_("who carries it in the long run"), max_length=240, blank=True)
    territories = models.ManyToManyField(Territory, related_name="+", blank=True, verbose_name=_("territories"))
    evidence = models.JSONField(_("what was known"), default=dict, blank=True)
    next_review_on = models.DateField(_("next review"), null=True, blank=True)

    objects = GateDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on a pilot")
        verbose_name_plural = _("decisions on pilots")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["pilot", "number"], name="gate_decision_numbered"),
            models.CheckConstraint(name="gate_decision_has_reasons", condition=~Q(reasons="")),
            models.CheckConstraint(name="gate_decision_is_an_arrow", condition=_legal),
            models.CheckConstraint(name="gate_stop_has_lessons", condition=~Q(kind="stop") | ~Q(lessons="")),
        ]

    def __str__(self):
        return f"{self.pilot_id} · {self.number}"

    def get_absolute_url(self):
        return reverse("pilots:decision", args=[self.pilot.code, self.number])

    @property
    def is_outcome(self) -> bool:
        return self.gate == Gate.OUTCOME


guards.append_only(
    "pilots.GateDecision",
    frozen=(
        "pilot_id",
        "number",
        "gate",
        "kind",
        "from_state",
        "to_state",
        "decided_by_id",
        "decided_on",
        "reasons",
        "conditions",
        "consulted",
        "dissent",
        "lessons",
        "without_measure_because",
        "long_term_owner",
        "evidence",
        "next_review_on",
    ),
)
guards.refuse(
    "gate_decision_leaves_from_the_present",
    model="pilots.GateDecision",
    events=("INSERT",),
    when="NEW.from_state <> (SELECT p.state FROM pilots_pilot p WHERE p.id = NEW.pilot_id)",
    message="a decision leaves from the present state of its pilot",
)
guards.refuse(
    "gate_generalise_rests_on_measures",
    model="pilots.GateDecision",
    events=("INSERT",),
    when="NEW.kind = 'generalise' AND NEW.without_measure_because = '' AND NOT EXISTS ("
    "SELECT 1 FROM pilots_measurement m JOIN pilots_indicator i ON i.id = m.indicator_id JOIN pilots_pilot p ON p.id = i.pilot_id"
    " WHERE p.id = NEW.pilot_id AND i.is_headline AND m.status = 'final' AND m.period_start >= p.started_on)",
    message="nothing is generalised without measures, or without saying why there are none",
)
