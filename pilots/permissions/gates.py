"""What each gate requires, in sentences: the one list that the page shows and the action obeys."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.base import clock
from pilots.models import Feedback, Measurement, Membership, Pilot, SponsorMandate
from pilots.models.gates import ARROWS, Gate, Kind
from pilots.models.pilots import State


@dataclass(frozen=True)
class PilotGate:
    """One way out of the present state of a pilot. `check()` says what is missing: nothing means that the gate is open."""

    pilot: Pilot
    to_state: str
    gate: str
    kind: str

    @classmethod
    def ways_out(cls, pilot: Pilot) -> list["PilotGate"]:
        """Every arrow that leaves from the present state of `pilot`."""
        return [cls(pilot, to.value, gate.value, kind.value) for start, to, gate, kind in ARROWS if start == pilot.state]

    @classmethod
    def find(cls, pilot: Pilot, gate: str, kind: str) -> "PilotGate | None":
        return next((g for g in cls.ways_out(pilot) if g.gate == gate and g.kind == kind), None)

    @property
    def label(self) -> str:
        return str(Gate(self.gate).label)

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    def check(self) -> list[str]:
        """The sentences that say what is missing, in the reader's language. Asked again, it looks again."""
        checks = {
            Gate.FRAMING: self._framing,
            Gate.READY: self._ready,
            Gate.RUNNING: self._running,
            Gate.REVIEW: self._review,
            Gate.OUTCOME: self._outcome,
            Gate.HOLD: self._hold,
        }
        check = checks.get(Gate(self.gate))
        return check() if check else []

    def _lead(self) -> Membership | None:
        return self.pilot.memberships.leads().select_related("person").first()

    def _framing(self) -> list[str]:
        missing = []
        if not self.pilot.problem:
            missing.append(_("Say the problem, without its solution."))
        if self.pilot.decision_id is None and not self.pilot.origin:
            missing.append(_("Say where it comes from: a decision, an idea, a request."))
        if self._lead() is None:
            missing.append(_("Name the person who leads it."))
        return missing

    def _ready(self) -> list[str]:
        pilot = self.pilot
        missing = self._mandate()
        lead = self._lead()
        if lead is None:
            missing.append(_("Name the person who leads it."))
        elif not lead.share_of_time:
            missing.append(_("Say which share of their time {name} gives to it.").format(name=lead.person.name))
        elif lead.manager_agreed_on is None:
            missing.append(_("The line manager of {name} has not yet agreed to this share of their time.").format(name=lead.person.name))
        if not all((pilot.we_believe, pilot.for_whom, pilot.will_produce, pilot.we_will_know_when)):
            missing.append(_("Write the hypothesis in its four parts: what, for whom, with which effect, and how it will be known."))
        indicators = list(pilot.indicators.all())
        if not any(i.dimension not in ("cost", "side_effect") for i in indicators):
            missing.append(_("Define at least one indicator of effect, with its value before or the reason for having none."))
        elif not any(i.is_headline for i in indicators):
            missing.append(_("Choose the main indicator."))
        if not pilot.territories.exists() and not pilot.units.exists():
            missing.append(_("Say on which territories, or in which units, it happens."))
        if not pilot.audiences.exists():
            missing.append(_("Say who is concerned, what changes for them and what they gain."))
        if not pilot.support_plan:
            missing.append(_("Say how people are trained and supported."))
        if not pilot.risks:
            missing.append(_("Say what the risks are (personal data included) and what is done about them."))
        if not pilot.accessibility_status:
            missing.append(_("Say where accessibility stands."))
        if not pilot.legal_basis:
            missing.append(_("Say on which legal basis it rests, or that it needs none."))
        if pilot.social_dialogue == Pilot.SocialDialogue.TO_CONSULT:
            missing.append(_("The staff representatives have not been consulted yet, or nobody wrote why it is not needed."))
        elif not pilot.social_dialogue_note:
            missing.append(_("Write the opinion of the staff representatives, or why it is not needed to ask for it."))
        return missing

    def _mandate(self) -> list[str]:
        in_force = SponsorMandate.objects.filter(pilot=self.pilot).primary().in_force()
        if in_force.exists():
            return []
        asked = SponsorMandate.objects.filter(pilot=self.pilot).primary().order_by("-proposed_at").select_related("sponsor").first()
        today = clock.today()
        if asked is None:
            return [_("No sponsor has been asked yet: propose a mandate.")]
        name = asked.sponsor.name
        if asked.status == SponsorMandate.Status.PROPOSED:
            return [_("{name} has not yet answered the mandate that was proposed.").format(name=name)]
        if asked.status == SponsorMandate.Status.DECLINED:
            return [_("{name} declined the mandate: propose one to somebody else.").format(name=name)]
        if asked.status == SponsorMandate.Status.ACCEPTED and not asked.sponsor.is_active:
            return [_("The sponsor’s account is no longer in use: propose a mandate to somebody else.")]
        if asked.status == SponsorMandate.Status.ACCEPTED and asked.ends_on < today:
            return [_("The mandate of {name} is over: propose a new one.").format(name=name)]
        if asked.status == SponsorMandate.Status.ACCEPTED and asked.starts_on > today:
            return [_("The mandate of {name} has not begun yet.").format(name=name)]
        if asked.status == SponsorMandate.Status.ACCEPTED:
            return [_("{name} leads the pilot and cannot sponsor it: propose a mandate to somebody else.").format(name=name)]
        return [_("There is no accepted mandate any more: propose one.")]

    def _legal_end(self) -> list[str]:
        if self.pilot.legal_end and self.pilot.legal_end <= clock.today():
            return [_("The legal end of the experiment is reached: it cannot go on.")]
        return []

    def _running(self) -> list[str]:
        pilot = self.pilot
        today = clock.today()
        missing = self._mandate() + self._legal_end()
        first = pilot.announcements.order_by("published_on").first()
        ready_from = first.published_on + timedelta(days=pilot.notice_days) if first else None
        if ready_from is None:
            missing.append(_("Publish the announcement of the change."))
        elif ready_from > today:
            missing.append(
                ngettext(
                    "The change is announced too recently: one more day to wait.",
                    "The change is announced too recently: {n} more days to wait.",
                    (ready_from - today).days,
                ).format(n=(ready_from - today).days)
            )
        if not pilot.is_feedback_open:
            missing.append(_("Open the channel for feedback."))
        if pilot.starts_on is None:
            missing.append(_("Say on which day it starts."))
        elif pilot.starts_on > today:
            missing.append(_("The start is planned for a later day: come back then, or change the day."))
        return missing

    def _review(self) -> list[str]:
        pilot = self.pilot
        missing = []
        measured = self.measured()
        if measured < pilot.least_measures:
            missing.append(
                ngettext(
                    "The main indicator has {n} final measure since the start; {least} are needed.",
                    "The main indicator has {n} final measures since the start; {least} are needed.",
                    measured,
                ).format(n=measured, least=pilot.least_measures)
            )
        late = Feedback.objects.filter(pilot=pilot).roots().overdue().count()
        if late:
            missing.append(
                ngettext(
                    "One feedback waits for its reply beyond its date.", "{n} items of feedback wait for a reply beyond their date.", late
                ).format(n=late)
            )
        if not pilot.costs:
            missing.append(_("Write what it has cost, in time and money."))
        return missing

    def measured(self) -> int:
        """How many final measures the main indicator has since the start."""
        since = Measurement.objects.current().final().filter(indicator__pilot=self.pilot, indicator__is_headline=True)
        return since.filter(period_start__gte=self.pilot.started_on).count()

    def _outcome(self) -> list[str]:
        if self.kind == Kind.EXTEND:
            return self._mandate() + self._legal_end()
        return []

    def _hold(self) -> list[str]:
        if self.to_state == State.RUNNING:
            return self._mandate() + self._legal_end()
        return []
