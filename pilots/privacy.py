"""What pilots hold about people."""

from django.utils.translation import gettext_lazy as _

from intranet.privacy.register import Erase, hold
from pilots.models import (
    Adjustment,
    ChangeAnnouncement,
    Feedback,
    GateDecision,
    Indicator,
    Intervention,
    LimitsRecalculation,
    Measurement,
    Membership,
    Pilot,
    Reply,
    SponsorMandate,
    Target,
)

_record = _("The record of the pilot stays, without the name")

hold(
    Pilot,
    agent_field="created_by",
    purpose=_("Know who proposed a pilot"),
    fields=("title", "created_at"),
    on_erase=Erase.KEEP,
    because=_record,
)
hold(
    Membership,
    agent_field="person",
    purpose=_("Know who runs a pilot and for how much of their time"),
    fields=("pilot__title", "role", "share_of_time", "manager_agreed_on", "joined_on", "left_on"),
    on_erase=Erase.KEEP,
    because=_record,
)
hold(
    SponsorMandate,
    agent_field="sponsor",
    purpose=_("Know who answers for a pilot"),
    fields=("pilot__title", "kind", "status", "text", "starts_on", "ends_on", "accepted_at", "title_at_signature", "unit_at_signature"),
    on_erase=Erase.KEEP,
    because=_("A mandate stays as it was signed, without the name"),
    blanked=("title_at_signature",),
)
hold(
    SponsorMandate,
    agent_field="proposed_by",
    purpose=_("Know who proposed a mandate"),
    fields=("pilot__title", "proposed_at"),
    on_erase=Erase.KEEP,
    because=_record,
)
hold(
    SponsorMandate,
    agent_field="successor",
    purpose=_("Know to whom a mandate is handed over"),
    fields=("pilot__title", "ended_on"),
    on_erase=Erase.KEEP,
    because=_record,
)
hold(
    GateDecision,
    agent_field="decided_by",
    purpose=_("Know who decided, and why"),
    fields=("pilot__title", "gate", "kind", "decided_on", "reasons"),
    on_erase=Erase.KEEP,
    because=_("A decision stays, without the name"),
)
hold(
    Indicator,
    agent_field="owner",
    purpose=_("Know who measures"),
    fields=("pilot__title", "name"),
    on_erase=Erase.KEEP,
    because=_record,
)
hold(Target, agent_field="set_by", purpose=_("Know who set a target"), fields=("value", "set_at"), on_erase=Erase.KEEP, because=_record)
hold(
    Measurement,
    agent_field="entered_by",
    purpose=_("Know who typed a measure"),
    fields=("indicator__name", "period_start", "entered_at"),
    on_erase=Erase.KEEP,
    because=_record,
)
hold(
    Intervention,
    agent_field="marked_by",
    purpose=_("Know who marked a curve"),
    fields=("label", "happened_on"),
    on_erase=Erase.KEEP,
    because=_record,
)
hold(
    LimitsRecalculation,
    agent_field="by",
    purpose=_("Know who asked for new limits, and why"),
    fields=("indicator__name", "reason", "at"),
    on_erase=Erase.KEEP,
    because=_record,
)
hold(
    Feedback,
    agent_field="author",
    purpose=_("Answer who gave feedback"),
    fields=("pilot__title", "kind", "channel", "text", "is_named", "given_at", "state", "theme", "due_on", "reopened_because"),
    on_erase=Erase.KEEP,
    because=_("What was heard stays counted, without its author"),
)
hold(
    Feedback,
    agent_field="owner",
    purpose=_("Know who must answer"),
    fields=("pilot__title", "theme", "due_on"),
    on_erase=Erase.KEEP,
    because=_record,
)
hold(
    Feedback,
    agent_field="triaged_by",
    purpose=_("Know who sorted feedback"),
    fields=("pilot__title", "theme"),
    on_erase=Erase.KEEP,
    because=_record,
    part=_("sorted by"),
)
hold(
    Reply,
    agent_field="replied_by",
    purpose=_("Know who answered"),
    fields=("feedback__pilot__title", "outcome", "text", "replied_at"),
    on_erase=Erase.KEEP,
    because=_("A reply stays, without the name"),
)
hold(
    Adjustment,
    agent_field="made_by",
    purpose=_("Know who adjusted a pilot"),
    fields=("pilot__title", "what", "made_at"),
    on_erase=Erase.KEEP,
    because=_record,
)
hold(
    ChangeAnnouncement,
    agent_field="published_by",
    purpose=_("Know who announced a change"),
    fields=("pilot__title", "title", "published_on"),
    on_erase=Erase.KEEP,
    because=_record,
)
