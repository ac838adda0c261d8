"""What discussions hold about people."""

from django.utils.translation import gettext_lazy as _

from intranet.directory.models import Agent
from intranet.discussion.actions import MENTION
from intranet.discussion.models import Comment
from intranet.privacy.register import Erase, hold, on_leaving

PURPOSE = _("Discussions: talking under a problem, an idea, a pilot, a piece of knowledge")
hold(
    Comment,
    agent_field="author",
    purpose=PURPOSE,
    fields=("body", "created_at", "edited_at", "removed_at", "removal_reason"),
    on_erase=Erase.KEEP,
    because=_("What was said stays, without its author’s name"),
)
hold(
    Comment,
    agent_field="mentions",
    purpose=PURPOSE,
    fields=("created_at",),
    on_erase=Erase.KEEP,
    because=_("The comment stays, the name in it goes"),
    part=_("mentioned"),
)
hold(
    Comment,
    agent_field="removed_by",
    purpose=PURPOSE,
    fields=("removed_at", "removal_reason"),
    on_erase=Erase.BLANK,
    because=_("The trace of a moderation stays"),
    part=_("taken away by"),
)


@on_leaving
def forget_mentions(agent: Agent) -> None:
    """Take the address of an agent who leaves out of the comments that mention them."""
    for comment in Comment.objects.filter(mentions=agent):
        comment.body = MENTION.sub(lambda match: "@…" if match.group(1) == agent.slug else match.group(0), comment.body)
        comment.save(update_fields=["body"])
        comment.mentions.remove(agent)
