"""What ideas hold about people."""

from django.utils.translation import gettext_lazy as _

from ideas.models import IdeaAuthor, IdeaFollow, IdeaMove, IdeaVersion
from intranet.privacy.register import Erase, hold

WRITING = _("Ideas written together: who writes, who invites, who follows")
STAYS = _("An idea belongs to all its authors and may have been voted on: it stays, without this name")

hold(
    IdeaAuthor,
    agent_field="agent",
    purpose=WRITING,
    fields=("idea__current_version__title", "state", "invited_at", "answered_at"),
    on_erase=Erase.KEEP,
    because=STAYS,
)
hold(
    IdeaAuthor,
    agent_field="invited_by",
    purpose=WRITING,
    fields=("idea__current_version__title", "invited_at"),
    on_erase=Erase.BLANK,
    because=_("The invitation stays; who made it goes"),
)
hold(
    IdeaVersion,
    agent_field="editor",
    purpose=WRITING,
    fields=("title", "proposal", "expected_effect", "beneficiaries", "risks", "change_note", "at"),
    on_erase=Erase.KEEP,
    because=STAYS,
)
hold(IdeaFollow, agent_field="agent", purpose=WRITING, fields=("idea__current_version__title", "created_at"), on_erase=Erase.DELETE)
hold(
    IdeaMove,
    agent_field="by",
    purpose=_("The life of an idea: who took each step, and why"),
    fields=("idea__current_version__title", "was", "became", "reason", "at"),
    on_erase=Erase.KEEP,
    because=_("The steps of an idea are never rewritten: they stay, without a name"),
)
