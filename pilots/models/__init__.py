"""What exists in the area, split by noun."""

from pilots.models.announcements import ChangeAnnouncement
from pilots.models.feedback import Adjustment, Feedback, Reply
from pilots.models.gates import GateDecision
from pilots.models.indicators import Indicator, Intervention, LimitsRecalculation, Measurement, Target
from pilots.models.mandates import SponsorCommitment, SponsorMandate
from pilots.models.pilots import Audience, Membership, Pilot, PilotGroupPermission

__all__ = [
    "Adjustment",
    "Audience",
    "ChangeAnnouncement",
    "Feedback",
    "GateDecision",
    "Indicator",
    "Intervention",
    "LimitsRecalculation",
    "Measurement",
    "Membership",
    "Pilot",
    "PilotGroupPermission",
    "Reply",
    "SponsorCommitment",
    "SponsorMandate",
    "Target",
]
