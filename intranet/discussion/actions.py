"""Say something under an object, correct it, take it back."""

import re
from collections.abc import Iterable
from itertools import islice

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.discussion import notifications as told
from intranet.discussion import permissions
from intranet.discussion.models import Comment
from intranet.discussion.registry import discussed_of
from intranet.notifications.messages import notify

MENTION = re.compile(r"(?<![\w/.@-])@([a-z0-9][a-z0-9-]*[a-z0-9])")
NAMED = re.compile(r"(?<![\w/.@-])@(\w[\w’'-]*(?: \w[\w’'-]*){1,4})")  # "@Karim Haddad", with the words that follow
MOST_MENTIONS = 10


@transaction.atomic
def post_comment(*, author: Agent, about: models.Model, body: str) -> Comment:
    """Post `body` under `about`. Tells whom it mentions, then whoever follows or spoke before.

    Refuses an agent who may not speak there (PermissionDenied) and an empty text (ValidationError).
    """
    if not permissions.can_comment(author, about):
        raise PermissionDenied(_("You cannot comment here."))
    comment = Comment.objects.create(about=about, author=author, body=_said(body, author))
    mentioned = _mention(comment)
    audit.record("discussion.post", about, actor=author, comment=comment.public_id)
    how = discussed_of(about)
    notify(told.Mentioned, mentioned, key=f"{comment.pk}", about=about, actor=author, url=comment.get_absolute_url(), title=str(about))
    spoke = Agent.objects.filter(comments__in=Comment.objects.under(about).standing()).distinct()
    others = {a.pk: a for a in [*how.told(about), *_who_see(about, spoke)]}
    for agent in mentioned:
        others.pop(agent.pk, None)
    notify(
        told.Commented, others.values(), key=f"{comment.pk}", about=about, actor=author, url=comment.get_absolute_url(), title=str(about)
    )
    return comment


@transaction.atomic
def edit_comment(*, agent: Agent, comment: Comment, body: str) -> Comment:
    """Replace the words of one's own comment; it says that it was edited. Newly mentioned people are told.

    Refuses one that was removed meanwhile.
    """
    comment = _standing(comment)
    if not permissions.can_edit(agent, comment):
        raise PermissionDenied(_("Only its author may change a comment."))
    comment.body = _said(body, agent)
    comment.edited_at = clock.now()
    comment.save(update_fields=["body", "edited_at"])
    before = set(comment.mentions.values_list("pk", flat=True))
    added = [a for a in _mention(comment) if a.pk not in before]
    audit.record("discussion.edit", comment.about, actor=agent, comment=comment.public_id)
    notify(
        told.Mentioned,
        added,
        key=f"{comment.pk}",
        about=comment.about,
        actor=agent,
        url=comment.get_absolute_url(),
        title=str(comment.about),
    )
    return comment


@transaction.atomic
def remove_comment(*, agent: Agent, comment: Comment, reason: str = "") -> Comment:
    """Take a comment away: its words go, a trace stays. A moderator gives a reason, and the author is told.

    Refuses one that was removed already: who removed it, and why, stay.
    """
    comment = _standing(comment)
    if not permissions.can_remove(agent, comment):
        raise PermissionDenied(_("You cannot remove this comment."))
    is_own = comment.author_id == agent.pk
    reason = reason.strip()
    if not is_own and not reason:
        raise ValidationError({"reason": _("Say why: its author will read it.")})
    comment.body = ""
    comment.removed_at = clock.now()
    comment.removed_by = agent
    comment.removal_reason = reason
    comment.save(update_fields=["body", "removed_at", "removed_by", "removal_reason"])
    comment.mentions.clear()
    audit.record("discussion.remove", comment.about, actor=agent, comment=comment.public_id, by_author=is_own)
    if not is_own:
        notify(
            told.Removed,
            [comment.author],
            key=f"{comment.pk}",
            about=comment.about,
            actor=agent,
            url=comment.get_absolute_url(),
            title=str(comment.about),
            reason=reason,
        )
    return comment


def _standing(comment: Comment) -> Comment:
    """The comment as it is now, which nobody else changes before the end of this act."""
    comment = Comment.objects.select_for_update(of=("self",)).select_related("author").get(pk=comment.pk)
    if comment.removed_at is not None:
        raise ValidationError(_("This comment was removed meanwhile."))
    return comment


def _said(body: str, author: Agent) -> str:
    """What is kept of what was typed: a colleague's name in full after @ becomes the address name that a mention is made of."""
    body = body.strip()
    if not body:
        raise ValidationError({"body": _("Write something first.")})
    if len(body) > 4000:
        raise ValidationError({"body": _("A comment has at most 4,000 characters.")})
    typed = [match[1].split(" ") for match in islice(NAMED.finditer(body), MOST_MENTIONS)]
    beginnings = {" ".join(words[:length]) for words in typed for length in range(2, len(words) + 1)}
    people = Agent.objects.visible_to(author).called(beginnings)
    # The longest first: "@Anne Marie Roux" is not Anne Marie.
    for name in sorted(people, key=len, reverse=True):
        body = re.sub(rf"(?<![\w/.@-])@{re.escape(name)}(?![\w-])", f"@{people[name].slug}", body)
    return body


def _mention(comment: Comment) -> list[Agent]:
    """The people named by @address in the comment, who may see its object; remembered on the comment."""
    slugs = list(dict.fromkeys(MENTION.findall(comment.body)))[:MOST_MENTIONS]
    found = _who_see(comment.about, Agent.objects.visible_to(comment.author).filter(slug__in=slugs)) if slugs else []
    comment.mentions.set(found)
    return found


def _who_see(about: models.Model, agents: Iterable[Agent]) -> list[Agent]:
    manager = discussed_of(about).model._default_manager
    return [agent for agent in agents if manager.visible_to(agent).filter(pk=about.pk).exists()]
