"""Keep pages true: the place where they live, four eyes before publication, the date of review."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import GroupPagePermission, Site, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from intranet import audit, roles
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from intranet.search import door
from knowledge import notifications as told
from knowledge import permissions
from knowledge.models import Change, GuidePage, KnowledgeIndexPage, ProcedurePage, ReviewTask
from knowledge.models.pages import KeptPage
from knowledge.models.tips import months_after

KEPT: tuple[type[KeptPage], ...] = (GuidePage, ProcedurePage)
# Nobody holds "publish" here: pages go online through the approval of a second person.
EDITOR_RIGHTS = ("add", "change", "lock", "unlock")
APPROVERS = (roles.Role.EDITOR, roles.Role.ADMINISTRATOR)


@transaction.atomic
def ensure_library(**kwargs: Any) -> None:
    """Make sure that the page above all guides exists, that editors may write under it, and that a second person approves.

    Called after each `migrate`; changes nothing that stands.
    """
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None or site.root_page.depth < 2:
        return
    for label in ("wagtailcore", "wagtailadmin"):  # their permissions come later in the order of `migrate`
        create_permissions(apps.get_app_config(label), verbosity=0)
    index = KnowledgeIndexPage.objects.first()
    if index is None:
        index = KnowledgeIndexPage(title="Savoirs partagés", slug="knowledge", locale=site.root_page.locale)
        site.root_page.add_child(instance=index)
    _ensure_rights(index)
    _ensure_workflow(index)


def _ensure_rights(index: KnowledgeIndexPage) -> None:
    enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for role in APPROVERS:
        group = roles.group(role)
        group.permissions.add(enter)
        held = set(GroupPagePermission.objects.filter(group=group, page=index).values_list("permission__codename", flat=True))
        for right in EDITOR_RIGHTS:
            if f"{right}_page" not in held:
                GroupPagePermission.objects.create(group=group, page=index, permission_type=right)


def _ensure_workflow(index: KnowledgeIndexPage) -> None:
    task = ReviewTask.objects.first()
    if task is None:
        task = ReviewTask.objects.create(name="Relecture par une seconde personne")
    task.groups.add(*[roles.group(role) for role in APPROVERS])
    if not WorkflowPage.objects.filter(page=index).exists():
        workflow = Workflow.objects.create(name="Savoirs : relecture par une seconde personne")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.create(page=index, workflow=workflow)


@transaction.atomic
def confirm_page(*, agent: Agent, page: KeptPage) -> None:
    """Say that a page is still right: its date of review moves on, and its readers see who said so."""
    if not permissions.can_review_page(agent, page):
        raise PermissionDenied(_("Whoever answers for this page, or a knowledge editor, says that it is still right."))
    _reviewed(page, agent)
    Change.objects.create(page=page, kind=Change.Kind.REVIEWED, by=agent)
    audit.record("knowledge.review_page", page, actor=agent, until=page.review_due_on)


def _reviewed(page: KeptPage, agent: Agent | None) -> None:
    now = clock.now()
    page.reviewed_at, page.reviewed_by = now, agent
    page.review_due_on = months_after(timezone.localdate(now), page.review_every)
    type(page).objects.filter(pk=page.pk).update(reviewed_at=now, reviewed_by=agent, review_due_on=page.review_due_on)


@transaction.atomic
def retire_page(*, agent: Agent, page: KeptPage, reason: str) -> None:
    """Take a page offline, with a reason that its owner and its history keep. Nothing is destroyed."""
    if not permissions.can_retire_page(agent, page):
        raise PermissionDenied(_("Only a knowledge editor takes a page offline."))
    reason = reason.strip()[:300]
    if not reason:
        raise ValidationError({"reason": _("Say why: whoever answers for it will read it.")})
    # Nobody holds the right to unpublish here: the rule is can_retire_page.
    UnpublishPageAction(page, user=agent).execute(skip_permission_checks=True)
    Change.objects.create(page=page, kind=Change.Kind.RETIRED, note=reason, by=agent)
    audit.record("knowledge.retire_page", page, actor=agent)
    owner = page.owner_shown
    notify(
        told.PageRetired, [owner] if owner else [], about=page, actor=agent, url=reverse("knowledge:reviews"),
        key=f"{page.pk}:{clock.now().timestamp()}", title=page.title, reason=reason,
    )  # fmt: skip
    door.refresh(page)


@transaction.atomic
def record_publication(*, page: KeptPage, by: Agent | None) -> None:
    """A version went online: its readers see what changed. A significant one, and the first, count as a review."""
    is_first = not Change.objects.filter(page=page, kind=Change.Kind.PUBLISHED).exists()
    significance = KeptPage.Significance.SIGNIFICANT if is_first else page.change_significance
    Change.objects.create(page=page, kind=Change.Kind.PUBLISHED, significance=significance, note=page.change_note, by=by)
    if is_first or significance == KeptPage.Significance.SIGNIFICANT:
        _reviewed(page, by)
    door.refresh(page)


@transaction.atomic
def tell_approvers(*, task_state: TaskState) -> None:
    """A page was submitted: tell those who may approve it, and nobody else."""
    task = task_state.task.specific
    page = task_state.workflow_state.content_object.specific
    if not isinstance(task, ReviewTask) or not isinstance(page, KEPT):
        return
    approvers = [each for each in task.approvers() if task.may_approve(page, each)]
    author = task_state.workflow_state.requested_by
    notify(told.PageSubmitted, approvers, about=page, actor=author, url=_edit_url(page), key=f"{task_state.pk}", title=page.title)


@transaction.atomic
def tell_approved(*, workflow_state: WorkflowState, by: Agent | None) -> None:
    """A page was approved: tell whoever submitted it."""
    page = workflow_state.content_object.specific
    if isinstance(page, KEPT) and workflow_state.requested_by is not None:
        notify(
            told.PageApproved,
            [workflow_state.requested_by],
            about=page,
            actor=by,
            url=page.url or "",
            key=f"{workflow_state.pk}",
            title=page.title,
        )


@transaction.atomic
def tell_sent_back(*, workflow_state: WorkflowState, by: Agent | None) -> None:
    """Changes are asked for on a page: tell whoever submitted it."""
    page = workflow_state.content_object.specific
    state = workflow_state.current_task_state
    if isinstance(page, KEPT) and workflow_state.requested_by is not None:
        notify(
            told.PageSentBack, [workflow_state.requested_by], about=page, actor=by, url=_edit_url(page),
            key=f"{workflow_state.pk}:{state.pk if state else 0}", title=page.title, comment=(state.comment if state else "")[:500],
        )  # fmt: skip


def _edit_url(page: KeptPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# Days from the date of review, and whom the clock tells then; a step that finds nobody leaves it to the next.
LADDER = (
    (-30, "owner"),
    (0, "owner"),
    (14, "owner_above"),
    (28, "unit_head"),
    (42, "editors"),
)


@transaction.atomic
def remind_owners() -> int:
    """Tell who must check a page, further up as time passes: its owner, the owner above, the head of the owner's unit, the editors.

    Each step is told once for one date. Returns how many pages were due.
    """
    today = clock.today()
    number = 0
    for model in KEPT:
        for page in model.objects.due().select_related("content_owner__unit__head").order_by("pk"):
            number += 1
            late = (today - page.review_due_on).days
            reached = [index for index, (days, _who) in enumerate(LADDER) if late >= days]
            step = reached[-1]
            people = _on_step(page, step)
            notify(
                told.PageToCheck, people, about=page, url=page.url or "", key=f"{page.pk}:{page.review_due_on}:{step}",
                title=page.title, waiting=step > 1,
            )  # fmt: skip
    return number


def _on_step(page: KeptPage, step: int) -> list[Agent]:
    owner = page.content_owner if page.content_owner and page.content_owner.is_active else None
    for _days, who in LADDER[step:]:
        found = {
            "owner": owner,
            "owner_above": page.owner_shown if owner is None else _owner_above(page),
            "unit_head": owner.unit.head if owner is not None and owner.unit_id else None,
        }.get(who)
        if found is not None and found.is_active:
            return [found]
    return list(roles.holders(roles.Role.EDITOR))


def _owner_above(page: KeptPage) -> Agent | None:
    above = page.get_parent()
    above = above.specific if above is not None else None
    return above.owner_shown if isinstance(above, KnowledgeIndexPage) else None
