"""The life of an idea: the one table of what may follow what, and the one function that changes a state."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ideas.models import Idea, IdeaMove
from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.search import door

S = Idea.Status

# From each state, where an idea may go. Whoever calls `move` has checked who may.
MOVES: dict[str, frozenset[str]] = {
    S.DRAFT: frozenset({S.PUBLISHED, S.WITHDRAWN}),
    S.PUBLISHED: frozenset({S.ADMISSIBLE, S.NOT_ADMISSIBLE, S.WITHDRAWN, S.MERGED}),
    S.ADMISSIBLE: frozenset({S.ON_BALLOT, S.AWAITING_DECISION, S.DECIDED, S.NOT_ADMISSIBLE, S.WITHDRAWN, S.MERGED}),
    S.NOT_ADMISSIBLE: frozenset({S.ADMISSIBLE, S.WITHDRAWN}),
    S.ON_BALLOT: frozenset({S.AWAITING_DECISION, S.ADMISSIBLE}),  # back when its round is cancelled
    S.AWAITING_DECISION: frozenset({S.DECIDED}),
    S.DECIDED: frozenset({S.IN_PILOT, S.IMPLEMENTED, S.STOPPED}),
    S.IN_PILOT: frozenset({S.IMPLEMENTED, S.EVALUATED, S.GENERALISED, S.STOPPED, S.DECIDED}),
    S.IMPLEMENTED: frozenset({S.EVALUATED, S.STOPPED}),
    S.EVALUATED: frozenset({S.GENERALISED, S.STOPPED}),
    S.GENERALISED: frozenset(),
    S.STOPPED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.MERGED: frozenset(),
}
NEED_A_REASON = {S.NOT_ADMISSIBLE, S.STOPPED}


@transaction.atomic
def move(*, idea: Idea, to: str, by: Agent | None = None, reason: str = "", **fields: Any) -> Idea:
    """Take `idea` to the state `to`, and write the step down. `by` is None when the clock does it.

    `fields` are written with the state (merged_into, published_at). Checks the table and the reason,
    not the person: the calling action did. Refuses (ValidationError) a step that the table does not have.
    """
    locked = Idea.objects.select_for_update(of=("self",)).select_related("current_version").get(pk=idea.pk)
    if to not in MOVES[locked.status]:
        raise ValidationError(
            _("“{title}” is {state}: it cannot become “{wanted}”.").format(
                title=locked.title, state=locked.get_status_display(), wanted=str(Idea.Status(to).label)
            )
        )
    reason = reason.strip()
    if to in NEED_A_REASON and not reason:
        raise ValidationError(_("Say why: the authors will read it."))
    was = locked.status
    locked.status = to
    locked.status_reason = reason
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save(update_fields=["status", "status_reason", "updated_at", *fields])
    IdeaMove.objects.create(idea=locked, was=was, became=to, by=by, reason=reason, at=clock.now())
    audit.record("ideas.move", locked, actor=by, was=was, became=to)
    door.refresh(locked)
    idea.status, idea.status_reason = locked.status, locked.status_reason
    for name, value in fields.items():
        setattr(idea, name, value)
    return locked
