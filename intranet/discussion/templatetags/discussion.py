"""`{% discussion object %}`: what was said under an object, and the form to answer."""

from django import template
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.safestring import mark_safe

from intranet.base import text
from intranet.directory.models import Agent
from intranet.directory.querysets import NAME
from intranet.discussion.actions import MENTION
from intranet.discussion.forms import CommentForm
from intranet.discussion.models import COMMENTS_PER_PAGE, Comment
from intranet.discussion.registry import discussed_of

register = template.Library()


@register.inclusion_tag("discussion/discussion.html", takes_context=True)
def discussion(context, obj):
    """The comments under `obj`, twenty at a time, the latest page first shown; the form when the reader may speak."""
    request = context["request"]
    how = discussed_of(obj)
    pages = Paginator(Comment.objects.under(obj).with_people(), COMMENTS_PER_PAGE)
    page = pages.get_page(request.GET.get("comments") or pages.num_pages)
    prefetch_related_objects([c for c in page if MENTION.search(c.body)], Prefetch("mentions", Agent.objects.only(*NAME)))
    # The page of `obj` is shown to those who see it: asked again only when they post.
    may_comment = how.may_comment(request.user, obj)
    may_moderate = how.may_moderate(request.user, obj)
    entries = [
        {
            "comment": comment,
            "html": said(comment),
            "may_edit": may_comment and comment.removed_at is None and comment.author_id == request.user.pk,
            "may_remove": comment.removed_at is None and (may_moderate or comment.author_id == request.user.pk),
        }
        for comment in page
    ]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token", ""),
        "entries": entries,
        "page": page,
        "total": pages.count,
        "form": CommentForm(auto_id="comment-%s") if may_comment else None,
        "key": how.key,
        "obj": obj,
    }


def said(comment: Comment) -> str:
    """The safe HTML of a comment, its mentions turned into links to profiles."""
    people = {agent.slug: agent for agent in comment.mentions.all()} if MENTION.search(comment.body) else {}

    def link(match):
        agent = people.get(match.group(1))
        return f"[{agent.name}]({agent.get_absolute_url()})" if agent and agent.is_active else match.group(0)

    return mark_safe(text.markdown(MENTION.sub(link, comment.body)))  # noqa: S308 - cleaned by nh3
