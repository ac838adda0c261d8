"""What is held about people, and why."""

from django.utils.translation import gettext_lazy as _

from intranet.privacy.register import Erase, hold
from skills.models import (
    AgentSkill,
    Certification,
    Endorsement,
    Evidence,
    Fact,
    FrameworkImport,
    HelpAsk,
    NotSuggested,
    Nudge,
    SavedSearch,
    SearchSeen,
    SkillChoices,
    SkillMerge,
    SkillProposal,
)

hold(
    AgentSkill,
    agent_field="agent",
    purpose=_("Let colleagues find who knows, and the agent be recognised: only what they chose to declare, seen by whom they chose"),
    fields=(
        "skill__pref_label",
        "level",
        "interest",
        "last_used",
        "sphere",
        "note",
        "visibility",
        "can_help",
        "can_train",
        "origin",
        "confirmed_at",
        "valid_from",
        "valid_to",
    ),
    on_erase=Erase.DELETE,
)
hold(
    Evidence,
    agent_field="agent",
    purpose=_("Show what an agent did that shows a skill, once they accept it"),
    fields=("kind", "title", "url", "status", "visibility", "note", "proposed_at", "answered_at"),
    on_erase=Erase.DELETE,
)
hold(
    Certification,
    agent_field="agent_skill__agent",
    purpose=_("Show that a declared skill is certified, and until when; the document itself is not kept"),
    fields=("agent_skill__skill__pref_label", "title", "issuer", "issued_on", "expires_on", "created_at"),
    on_erase=Erase.DELETE,
)
hold(
    Endorsement,
    agent_field="agent_skill__agent",
    part=_("whose skill it is"),
    purpose=_("Show, in words and with a name, what colleagues saw of a skill, once its agent accepts it"),
    fields=(
        "agent_skill__skill__pref_label",
        "context",
        "requested",
        "asked_words",
        "created_at",
        "written_at",
        "accepted_at",
        "declined_at",
        "withdrawn_at",
    ),
    on_erase=Erase.DELETE,
)
hold(
    Endorsement,
    agent_field="by",
    purpose=_("Show, in words and with a name, what colleagues saw of a skill, once its agent accepts it"),
    # What they wrote, and not whose skill still stands: that is somebody else's.
    fields=("context", "requested", "created_at", "written_at"),
    on_erase=Erase.DELETE,
)
hold(
    SkillChoices,
    agent_field="agent",
    purpose=_("Follow what the agent chose about their skills"),
    fields=("shares_private", "wants_nudges"),
    on_erase=Erase.DELETE,
)
hold(
    NotSuggested,
    agent_field="agent",
    purpose=_("Do not suggest again a skill that the agent declined"),
    fields=("skill__pref_label", "declined_at"),
    on_erase=Erase.DELETE,
)
hold(
    Nudge,
    agent_field="agent",
    purpose=_("Remind of one’s skills once a quarter at most"),
    fields=("quarter", "moment", "created_at"),
    on_erase=Erase.DELETE,
)
hold(
    Fact,
    agent_field="agent",
    purpose=_("Find colleagues quickly: a copy of the declared skills, without those that only their agent sees"),
    fields=("skill__pref_label", "level", "visibility", "can_help", "can_train", "interest", "is_private"),
    on_erase=Erase.DELETE,
)
hold(
    HelpAsk,
    agent_field="asker",
    purpose=_("Carry a request for help and its answer"),
    fields=("skill__pref_label", "message", "status", "answer", "created_at", "answered_at"),
    on_erase=Erase.DELETE,
)
hold(
    HelpAsk,
    agent_field="helper",
    purpose=_("Carry a request for help and its answer"),
    fields=("skill__pref_label", "message", "status", "answer", "created_at", "answered_at"),
    on_erase=Erase.DELETE,
)
hold(
    SkillProposal,
    agent_field="agent",
    purpose=_("Answer who proposes a skill for the catalogue"),
    fields=("skill__pref_label", "why", "status", "reason", "created_at", "decided_at"),
    on_erase=Erase.DELETE,
)
hold(
    SkillProposal,
    agent_field="decided_by",
    purpose=_("Know who answered a proposed skill"),
    fields=("skill__pref_label", "status", "reason", "decided_at"),
    on_erase=Erase.BLANK,
    because=_("The answer stays, without the name of who gave it"),
)
hold(
    FrameworkImport,
    agent_field="by",
    purpose=_("Know who imported a framework of skills"),
    fields=("kind", "version", "status", "started_at", "finished_at"),
    on_erase=Erase.BLANK,
    because=_("What the import changed stays, without the name of who asked for it"),
)
hold(
    SkillMerge,
    agent_field="by",
    purpose=_("Know who merged two skills"),
    fields=("skill__pref_label", "into__pref_label", "merged_at", "undone_at"),
    on_erase=Erase.BLANK,
    because=_("The merge stays, without the name of who made it"),
)
hold(
    SavedSearch,
    agent_field="agent",
    purpose=_("Look again for the same colleagues, and be told when somebody new answers"),
    fields=("name", "query", "is_told", "created_at", "told_at"),
    on_erase=Erase.DELETE,
)
hold(
    SearchSeen,
    agent_field="agent",
    purpose=_("Tell nobody twice of the same colleague: who a saved search already found"),
    # Not whose search it is: what colleagues look for is theirs.
    fields=("pk",),
    on_erase=Erase.DELETE,
)
