"""What votes and decisions hold about people."""

from django.utils.translation import gettext_lazy as _

from ideas.models import Ballot, Decision, ReplyDuty, RollEntry, Tally, TallyCheck, VotingRound
from intranet.directory.models import Agent
from intranet.privacy.register import Erase, hold, on_leaving

VOTING = _("Votes: one ballot for each person on the roll, a count that anyone may check")
DECIDING = _("Decisions: who decides, under which mandate, and the answers that are owed")

hold(
    RollEntry,
    agent_field="agent",
    purpose=VOTING,
    fields=("round__title", "unit_at_freeze__name", "has_voted"),
    on_erase=Erase.KEEP,
    because=_("The roll of a vote is the denominator of its quorum: the line stays, without a name"),
)
hold(
    Ballot,
    agent_field="agent",
    purpose=VOTING,
    fields=("round__title", "content", "revision", "cast_at"),
    on_erase=Erase.KEEP,
    because=_("A ballot that was received is counted: it stays, without a name"),
    retention=_("Until the close for a confidential vote: the link with the person is then cut"),
)
for field, fields in (
    ("created_by", ("title", "created_at")),
    ("announced_by", ("title", "announced_at")),
    ("cancel_asked_by", ("title", "cancel_reason")),
    ("cancelled_by", ("title", "cancelled_at")),
):
    hold(
        VotingRound,
        agent_field=field,
        purpose=VOTING,
        fields=fields,
        on_erase=Erase.KEEP,
        because=_("Who prepared, announced or cancelled a vote is part of its record, without a name"),
    )
hold(
    Tally,
    agent_field="asked_by",
    purpose=VOTING,
    fields=("round__title", "reason", "computed_at"),
    on_erase=Erase.KEEP,
    because=_("A recount stays beside the first count, without a name"),
)
hold(
    TallyCheck,
    agent_field="by",
    purpose=VOTING,
    fields=("tally__round__title", "same", "at"),
    on_erase=Erase.KEEP,
    because=_("That a count was checked stays, without a name"),
)
hold(
    Decision,
    agent_field="decided_by",
    purpose=DECIDING,
    fields=("outcome", "explanation", "published_at"),
    on_erase=Erase.KEEP,
    because=_("Decisions stay, with their mandate"),
)
hold(
    Decision,
    agent_field="written_by",
    purpose=DECIDING,
    fields=("outcome", "explanation", "created_at"),
    on_erase=Erase.KEEP,
    because=_("Decisions stay, with their mandate"),
)
hold(
    ReplyDuty,
    agent_field="holder",
    purpose=DECIDING,
    fields=("due_on", "state", "answered_at"),
    on_erase=Erase.KEEP,
    because=_("What was owed and when it was answered stays public, without a name"),
)
hold(
    ReplyDuty,
    agent_field="waived_by",
    purpose=DECIDING,
    fields=("due_on", "waived_reason"),
    on_erase=Erase.KEEP,
    because=_("The reason of an answer that will not come stays public, without a name"),
)


@on_leaving
def hand_duties_over(agent: Agent) -> None:
    """The answers that someone who leaves still owes go to whoever gave them the mandate."""
    for duty in ReplyDuty.objects.open().held_by(agent).select_related("mandate"):
        duty.holder_id = duty.mandate.sponsor_id
        duty.save(update_fields=["holder"])
