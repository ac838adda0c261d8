"""What problems hold about people."""

from django.utils.translation import gettext_lazy as _

from ideas.models import Contest, Membership, Problem, ProblemEcho, RecurringProblem, UserView
from intranet.directory.models import Agent
from intranet.privacy.register import Erase, hold, on_leaving

LISTENING = _("Problems met at work: to hear them, to gather them, to say what becomes of them")
STAYS = _("What was said stays useful to others: it stays, without a name")

hold(
    Problem,
    agent_field="author",
    purpose=LISTENING,
    fields=("title", "body", "consequence", "authorship", "service__name", "category__name", "status", "published_at"),
    on_erase=Erase.KEEP,
    because=STAYS,
    retention=_("As long as the recurring problem it belongs to; drafts, one year"),
)
hold(
    Problem,
    agent_field="hidden_by",
    purpose=_("Moderation: who hid a report, and why"),
    fields=("hidden_reason", "hidden_at"),
    on_erase=Erase.KEEP,
    because=_("The moderation log is public: it stays, without a name"),
)
hold(ProblemEcho, agent_field="agent", purpose=LISTENING, fields=("problem__title", "note", "created_at"), on_erase=Erase.DELETE)
hold(
    RecurringProblem,
    agent_field="named_by",
    purpose=_("Recurring problems: a person signs each grouping"),
    fields=("title", "confirmed_at"),
    on_erase=Erase.KEEP,
    because=STAYS,
)
hold(
    Membership,
    agent_field="decided_by",
    purpose=_("Recurring problems: a person signs each grouping"),
    fields=("problem__title", "state", "decided_at"),
    on_erase=Erase.KEEP,
    because=STAYS,
)
hold(
    Contest,
    agent_field="agent",
    purpose=_("Contested groupings: an author is heard and answered"),
    fields=("membership__problem__title", "reason", "outcome", "explanation", "created_at"),
    on_erase=Erase.KEEP,
    because=STAYS,
)
hold(
    Contest,
    agent_field="answered_by",
    purpose=_("Contested groupings: an author is heard and answered"),
    fields=("outcome", "explanation", "answered_at"),
    on_erase=Erase.KEEP,
    because=STAYS,
)
hold(
    UserView,
    agent_field="author",
    purpose=_("Users’ views: what a problem is like for the person at the counter"),
    fields=("persona", "situation", "journey_now", "pain", "evidence", "created_at"),
    on_erase=Erase.KEEP,
    because=STAYS,
)


@on_leaving
def throw_drafts_away(agent: Agent) -> None:
    """What someone who leaves had begun and never sent goes with them."""
    Problem.objects.filter(author=agent, status="draft").delete()
