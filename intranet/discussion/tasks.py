"""What is told of a comment, once it is posted."""

from intranet.discussion import actions
from intranet.discussion.models import Comment
from intranet.jobs.outbox import job


@job("discussion.tell")
def tell(*, comment: int) -> None:
    """Tell those who follow; nothing when the comment was removed meanwhile."""
    posted = Comment.objects.standing().filter(pk=comment).select_related("author").first()
    if posted is not None and posted.about is not None:
        actions.tell_of_comment(comment=posted)
