"""What authors do with ideas: write, publish, invite, revise together, withdraw; and what facilitators say of them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ideas.actions.moves import move
from ideas.models import Campaign, Idea, IdeaAuthor, IdeaFollow, IdeaVersion, RecurringProblem
from ideas.notifications import proposals as told
from ideas.permissions import proposals as may
from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from intranet.search import door

MOST_AUTHORS = 20


class Overtaken(ValidationError):
    """Somebody published other words meanwhile. `version` is what stands now."""

    def __init__(self, version: IdeaVersion):
        self.version = version
        super().__init__(
            _("{name} published version {number} while you were writing. Both texts are below: nothing of yours is lost.").format(
                name=version.editor.name, number=version.number
            )
        )


def authors_of(idea: Idea) -> list[Agent]:
    """The agents who write the idea, in the order in which they joined."""
    return [a.agent for a in IdeaAuthor.objects.accepted().filter(idea=idea).select_related("agent").order_by("pk")]


@transaction.atomic
def write_idea(*, author: Agent, campaign: Campaign, problems: Iterable[RecurringProblem], **words: Any) -> Idea:
    """Begin an idea as a draft, seen by its author alone. Refuses when the campaign does not collect ideas from this agent now."""
    if not may.can_propose(author, campaign):
        raise PermissionDenied(_("“{campaign}” does not collect ideas from you now.").format(campaign=campaign.name))
    idea = Idea.objects.create(campaign=campaign)
    idea.problems.set(_of_campaign(campaign, problems))
    IdeaAuthor.objects.create(idea=idea, agent=author, state=IdeaAuthor.State.ACCEPTED, answered_at=clock.now())
    idea.current_version = IdeaVersion.objects.create(idea=idea, number=1, editor=author, **words)
    idea.save(update_fields=["current_version"])
    audit.record("ideas.write_idea", idea, actor=author)
    return idea


@transaction.atomic
def edit_draft(*, by: Agent, idea: Idea, base: str, problems: Iterable[RecurringProblem], **words: Any) -> Idea:
    """Change a draft, before anybody else reads it. `base` is the mark of the words that were being changed."""
    idea = _locked(idea)
    if not idea.is_draft or not may.can_edit_idea(by, idea):
        raise PermissionDenied(_("Only its authors may change a draft."))
    version = idea.current_version
    if version.mark != base:
        raise Overtaken(version)
    idea.problems.set(_of_campaign(idea.campaign, problems))
    for name, value in words.items():
        setattr(version, name, value)
    version.editor = by
    version.save()
    return idea


@transaction.atomic
def publish_idea(*, by: Agent, idea: Idea) -> Idea:
    """Let everyone read the idea. Refuses (ValidationError, in sentences) what is not complete."""
    idea = _locked(idea)
    if not may.can_edit_idea(by, idea):
        raise PermissionDenied(_("Only its authors may publish an idea."))
    if not may.can_propose(by, idea.campaign):
        raise ValidationError(_("“{campaign}” does not collect ideas from you now.").format(campaign=idea.campaign.name))
    lacking = lacks(idea)
    if lacking:
        raise ValidationError(lacking)
    version = idea.current_version
    version.published_at = clock.now()
    version.save(update_fields=["published_at"])
    idea = move(idea=idea, to=Idea.Status.PUBLISHED, by=by, published_at=version.published_at)
    reporters = Agent.objects.filter(
        problems__memberships__recurring__in=idea.problems.all(), problems__memberships__state="confirmed", is_active=True
    ).distinct()
    notify(told.IdeaAnswersProblem, reporters, key=f"{idea.pk}", about=idea, actor=by, title=version.title)
    return idea


def lacks(idea: Idea) -> list[str]:
    """What an idea lacks to be published, in sentences."""
    version = idea.current_version
    lacking = []
    if not version.proposal.strip():
        lacking.append(_("Say what you propose."))
    if not version.expected_effect.strip():
        lacking.append(_("Say what it would change."))
    if not version.beneficiaries.strip():
        lacking.append(_("Say who would benefit."))
    if not version.cost_band:
        lacking.append(_("Say roughly what it would cost."))
    if not idea.problems.exists():
        lacking.append(_("Choose the recurring problem that the idea answers."))
    return lacking


@transaction.atomic
def revise_idea(*, by: Agent, idea: Idea, base: str, change_note: str, **words: Any) -> Idea:
    """Publish a new version. Refuses (Overtaken) when other words were published meanwhile, and a version that changes nothing."""
    idea = _locked(idea)
    if not may.can_edit_idea(by, idea) or idea.is_draft:
        raise PermissionDenied(_("This idea can no longer be changed: only its authors may, until it is put to the vote."))
    last = idea.current_version
    if last.mark != base:
        raise Overtaken(last)
    if all(getattr(last, name) == words.get(name, getattr(last, name)) for name in IdeaVersion.WORDS):
        raise ValidationError(_("Nothing changed since version {number}.").format(number=last.number))
    if not change_note.strip():
        raise ValidationError({"change_note": _("Say in a few words what changed: those who follow the idea will read it.")})
    kept = {name: getattr(last, name) for name in IdeaVersion.WORDS}
    version = IdeaVersion.objects.create(
        idea=idea, number=last.number + 1, editor=by, change_note=change_note.strip(), published_at=clock.now(), **{**kept, **words}
    )
    idea.current_version = version
    idea.save(update_fields=["current_version", "updated_at"])
    audit.record("ideas.revise_idea", idea, actor=by, number=version.number)
    notify(
        told.IdeaRevised,
        concerned_by(idea),
        key=f"{version.pk}",
        about=idea,
        actor=by,
        title=version.title,
        number=version.number,
        what=version.change_note,
    )
    door.refresh(idea)
    return idea


@transaction.atomic
def invite_author(*, by: Agent, idea: Idea, colleague: Agent) -> IdeaAuthor:
    """Invite a colleague to write the idea too. They answer for themselves."""
    idea = _locked(idea)
    if not may.can_edit_idea(by, idea):
        raise PermissionDenied(_("Only its authors may invite somebody, until the idea is put to the vote."))
    if IdeaAuthor.objects.filter(idea=idea).exclude(state="declined").count() >= MOST_AUTHORS:
        raise ValidationError(_("An idea has at most {n} authors.").format(n=MOST_AUTHORS))
    authorship, created = IdeaAuthor.objects.get_or_create(idea=idea, agent=colleague, defaults={"invited_by": by})
    if not created and authorship.state == IdeaAuthor.State.ACCEPTED:
        raise ValidationError({"colleague": _("{name} is already an author.").format(name=colleague.name)})
    if not created and authorship.state == IdeaAuthor.State.DECLINED:
        raise ValidationError({"colleague": _("{name} declined this invitation.").format(name=colleague.name)})
    if created:
        audit.record("ideas.invite_author", idea, actor=by)
        notify(told.AuthorInvited, [colleague], key=f"{authorship.pk}", about=idea, actor=by, title=idea.title)
    return authorship


@transaction.atomic
def withdraw_invitation(*, by: Agent, authorship: IdeaAuthor) -> None:
    """Take back, as any author of the idea, an invitation made to the wrong person. Refuses once it was answered."""
    idea = _locked(authorship.idea)
    if not may.can_edit_idea(by, idea):
        raise PermissionDenied(_("Only its authors may withdraw an invitation, until the idea is put to the vote."))
    invited = IdeaAuthor.objects.select_for_update(of=("self",)).select_related("agent").filter(pk=authorship.pk, state="invited").first()
    if invited is None:
        raise ValidationError(_("This invitation was answered, or withdrawn, meanwhile."))
    colleague, key = invited.agent, f"{invited.pk}"
    invited.delete()
    audit.record("ideas.withdraw_invitation", idea, actor=by)
    # Its page may be a draft that the colleague no longer reads: the message leads to the campaign.
    url = idea.campaign.get_absolute_url()
    notify(told.InvitationWithdrawn, [colleague], key=key, about=idea, actor=by, url=url, title=idea.title)


@transaction.atomic
def answer_invitation(*, agent: Agent, authorship: IdeaAuthor, accept: bool) -> IdeaAuthor:
    """Accept or decline to write an idea. Refuses an invitation made to somebody else."""
    idea = _locked(authorship.idea)  # nobody joins while it is put to the vote
    found = IdeaAuthor.objects.filter(pk=authorship.pk).first()
    if found is None:
        raise ValidationError(_("This invitation was withdrawn meanwhile."))
    authorship = found
    if authorship.agent_id != agent.pk:
        raise PermissionDenied(_("This invitation is not for you."))
    if authorship.state != IdeaAuthor.State.INVITED:
        return authorship
    if accept and not idea.is_open_to_edit:
        raise ValidationError(_("This idea can no longer receive authors."))
    authorship.state = IdeaAuthor.State.ACCEPTED if accept else IdeaAuthor.State.DECLINED
    authorship.answered_at = clock.now()
    authorship.save(update_fields=["state", "answered_at"])
    audit.record("ideas.answer_invitation", idea, actor=agent, accepted=accept)
    others = [a for a in authors_of(idea) if a.pk != agent.pk]
    notify(told.InvitationAnswered, others, key=f"{authorship.pk}", about=idea, actor=agent, title=idea.title, accepted=accept)
    door.refresh(idea)
    return authorship


@transaction.atomic
def leave_idea(*, agent: Agent, idea: Idea) -> None:
    """Stop being an author, while others remain. The last one withdraws the idea instead."""
    idea = _locked(idea)
    if not may.can_edit_idea(agent, idea):
        raise PermissionDenied(_("Authors may leave until the idea is put to the vote."))
    if len(authors_of(idea)) < 2:
        raise ValidationError(_("You are its only author: withdraw the idea, or invite somebody first."))
    IdeaAuthor.objects.filter(idea=idea, agent=agent).update(state=IdeaAuthor.State.DECLINED, answered_at=clock.now())
    audit.record("ideas.answer_invitation", idea, actor=agent, accepted=False)


@transaction.atomic
def withdraw_idea(*, by: Agent, idea: Idea, reason: str = "") -> Idea:
    """Take an idea back, by one of its authors, before it is put to the vote. The others and the followers are told."""
    idea = _locked(idea)
    if not may.is_author(by, idea):
        raise PermissionDenied(_("Only its authors may withdraw an idea."))
    was_draft = idea.is_draft
    idea = move(idea=idea, to=Idea.Status.WITHDRAWN, by=by, reason=reason)
    told_to = authors_of(idea) if was_draft else concerned_by(idea)
    notify(
        told.IdeaEnded,
        told_to,
        key=f"{idea.pk}",
        about=idea,
        actor=by,
        url=idea.campaign.get_absolute_url(),
        title=idea.title,
        reason=reason,
    )
    return idea


@transaction.atomic
def judge_admissibility(*, by: Agent, idea: Idea, admissible: bool, reason: str = "") -> Idea:
    """Say whether an idea can be put to the vote; when it cannot, why. The authors are told.

    Refuses to admit an idea while a recurring problem that it answers has no user's view.
    """
    idea = _locked(idea)
    if not may.can_judge_admissibility(by, idea):
        raise PermissionDenied(_("Only a facilitator who is not an author may say whether an idea can be voted on."))
    if admissible and idea.problems.filter(user_views=None).exists():
        raise ValidationError(_("Nobody stepped into the user’s shoes yet for the problem that this idea answers: write that sheet first."))
    idea = move(idea=idea, to=Idea.Status.ADMISSIBLE if admissible else Idea.Status.NOT_ADMISSIBLE, by=by, reason=reason)
    step = idea.moves.order_by("-pk").first()
    notify(
        told.IdeaJudged,
        authors_of(idea),
        key=f"{idea.pk}:{step.pk}",
        about=idea,
        actor=by,
        title=idea.title,
        admissible=admissible,
        reason=idea.status_reason,
    )
    return idea


@transaction.atomic
def join_ideas(*, by: Agent, idea: Idea, into: Idea) -> Idea:
    """Join an idea to another of the same campaign, by somebody who is an author of both.

    The authors of the first are invited to the second, each answering for themselves; no vote moves (I12).
    """
    # In one order, whoever joins which to which: two at once wait for each other and do not lock each other out.
    locked = {each.pk: _locked(each) for each in sorted((idea, into), key=lambda each: each.pk)}
    idea, into = locked[idea.pk], locked[into.pk]
    if not (may.is_author(by, idea) and may.can_edit_idea(by, into)):
        raise PermissionDenied(_("Only an author of both ideas may join them."))
    if idea.pk == into.pk or idea.campaign_id != into.campaign_id or into.is_draft:
        raise ValidationError(_("Choose another published idea of the same campaign."))
    joined = move(idea=idea, to=Idea.Status.MERGED, by=by, merged_into=into)
    there = set(IdeaAuthor.objects.filter(idea=into).values_list("agent_id", flat=True))
    for author in authors_of(joined):
        if author.pk not in there:
            invite_author(by=by, idea=into, colleague=author)
    notify(told.IdeaEnded, concerned_by(joined), key=f"{joined.pk}", about=into, actor=by, title=joined.title, into=into.title)
    return joined


@transaction.atomic
def follow(*, agent: Agent, idea: Idea) -> None:
    """Ask for a message at each step of an idea. Refuses one that `agent` may not read."""
    if not Idea.objects.visible_to(agent).filter(pk=idea.pk).exists():
        raise PermissionDenied(_("You cannot read this idea."))
    IdeaFollow.objects.get_or_create(idea=idea, agent=agent)


@transaction.atomic
def unfollow(*, agent: Agent, idea: Idea) -> None:
    """Ask for no more messages about an idea."""
    IdeaFollow.objects.filter(idea=idea, agent=agent).delete()


def concerned_by(idea: Idea) -> list[Agent]:
    """Who is told what becomes of an idea: its authors and those who follow it."""
    followers = Agent.objects.filter(follows__idea=idea, is_active=True)
    return [*authors_of(idea), *followers]


def _locked(idea: Idea) -> Idea:
    return Idea.objects.select_for_update(of=("self",)).select_related("current_version__editor", "campaign").get(pk=idea.pk)


def _of_campaign(campaign: Campaign, problems: Iterable[RecurringProblem]) -> list[RecurringProblem]:
    chosen = list(problems)
    if any(p.campaign_id not in {None, campaign.pk} or p.status not in RecurringProblem.SHOWN for p in chosen):
        raise ValidationError({"problems": _("Choose among the recurring problems of this campaign.")})
    return chosen
