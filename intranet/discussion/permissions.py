"""Who may speak, correct and remove, under an object that an area opened to discussion."""

from django.db import models

from intranet.directory.models import Agent
from intranet.discussion.models import Comment
from intranet.discussion.registry import Discussed, discussed_of


def can_comment(agent: Agent, obj: models.Model) -> bool:
    """Whoever may see the object and whom its area lets speak (its `may_comment`)."""
    how = discussed_of(obj)
    return _sees(agent, how, obj) and how.may_comment(agent, obj)


def can_edit(agent: Agent, comment: Comment) -> bool:
    """The author, while the comment stands and its object may still be discussed."""
    return comment.author_id == agent.pk and comment.removed_at is None and can_comment(agent, comment.about)


def can_remove(agent: Agent, comment: Comment) -> bool:
    """The author, or a moderator of the object's area with a reason; a removed comment stays removed."""
    if comment.removed_at is not None:
        return False
    how = discussed_of(comment.about)
    if not _sees(agent, how, comment.about):
        return False
    return comment.author_id == agent.pk or how.may_moderate(agent, comment.about)


def _sees(agent: Agent, how: Discussed, obj: models.Model) -> bool:
    return how.model._default_manager.visible_to(agent).filter(pk=obj.pk).exists()
