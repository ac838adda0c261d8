"""Guides and procedures: Wagtail pages that somebody answers for and checks on a date."""

from datetime import date, timedelta

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import AbstractGroupApprovalTask, Page

from intranet import roles
from intranet.base import clock, guards
from intranet.directory.models import Agent
from knowledge.models.editing import RICH, RICH_SHORT, AgentByEmail, StepBlock
from knowledge.models.tips import months_after
from knowledge.querysets.pages import ARCHIVE_DAYS, WARNING_DAYS, KeptPageManager

WORDS_A_MINUTE = 200
# Addresses under /knowledge/ that belong to other screens of the area.
RESERVED = frozenset({"browse", "tips", "questions", "answers", "pages", "flags", "reviews", "pause", "mine", "search"})


class Freshness(models.TextChoices):
    """How far the page is from the day on which it must be checked. Follows from the date alone."""

    OK = "ok", _("checked")
    DUE = "due", _("to check soon")
    OVERDUE = "overdue", _("to check")
    TO_ARCHIVE = "to_archive", _("to check or to archive")


class KeptPage(models.Model):
    """What every page of knowledge has: somebody who answers for it, a date of review, skills, and what last changed."""

    class Significance(models.TextChoices):
        MINOR = "minor", _("Minor: wording, a link")
        SIGNIFICANT = "significant", _("Significant: what one must do has changed")

    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    content_owner = models.ForeignKey(
        Agent,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who answers for this page"),
        help_text=_("Their e-mail address. Without it, the owner of the page above, then the knowledge editors."),
    )
    contact_mailbox = models.EmailField(_("contact mailbox"), blank=True)
    review_every = models.PositiveSmallIntegerField(
        _("to be checked every"), default=12, choices=[(3, _("3 months")), (6, _("6 months")), (12, _("12 months")), (24, _("24 months"))]
    )
    reviewed_at = models.DateTimeField(_("checked on"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False, verbose_name=_("checked by")
    )
    review_due_on = models.DateField(_("to be checked by"), null=True, blank=True, editable=False, db_index=True)
    change_note = models.CharField(_("what changes in this version"), max_length=300, blank=True)
    change_significance = models.CharField(_("how much it changes"), max_length=12, choices=Significance, default=Significance.SIGNIFICANT)
    skills = ParentalManyToManyField("skills.Skill", blank=True, related_name="+", verbose_name=_("skills"))
    origin_type = models.ForeignKey(ContentType, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    origin_id = models.BigIntegerField(null=True, blank=True, editable=False)
    origin = GenericForeignKey("origin_type", "origin_id")

    # Facts of the page as it stands: an older draft published later must not bring their old values back.
    STANDING = ("reviewed_at", "reviewed_by_id", "review_due_on", "origin_type_id", "origin_id")
    WORDS: tuple[str, ...] = ()  # the fields that `plain_text` reads

    class Meta:
        abstract = True

    area = "knowledge"  # where the navigation stands
    parent_page_types = ["knowledge.KnowledgeIndexPage"]
    subpage_types: list[str] = []
    keeping_panels = [
        MultiFieldPanel(
            [
                FieldPanel("content_owner", widget=AgentByEmail),
                FieldPanel("contact_mailbox"),
                FieldPanel("review_every"),
                FieldPanel("skills"),
            ],
            heading=_("Who keeps this page true"),
        ),
        MultiFieldPanel([FieldPanel("change_note"), FieldPanel("change_significance")], heading=_("What changes")),
    ]
    promote_panels = [FieldPanel("slug")]
    settings_panels: list = []

    def clean(self):
        super().clean()
        if self.slug in RESERVED:
            raise ValidationError({"slug": _("This address belongs to another screen: choose another one.")})

    def save(self, *args, **kwargs):
        self.review_due_on = self.due_date()
        return super().save(*args, **kwargs)

    def with_content_json(self, content):
        obj = super().with_content_json(content)
        standing = type(self).objects.filter(pk=self.pk).values(*self.STANDING).first() or {}
        for name, value in standing.items():
            setattr(obj, name, value)
        return obj

    def publish(self, revision, user=None, **kwargs):
        """Publish a version. Nobody holds the right to publish here: whoever approved it as a second person does, by that act."""
        kwargs["skip_permission_checks"] = kwargs.get("skip_permission_checks", False) or self._was_approved(revision, user)
        return super().publish(revision, user=user, **kwargs)

    def _was_approved(self, revision, user) -> bool:
        state = self.workflow_states.filter(status="approved").order_by("-pk").first()
        approval = state.current_task_state if state is not None else None
        return bool(approval and user and approval.finished_by_id == user.pk and approval.finished_at >= revision.created_at)

    def due_date(self) -> date | None:
        """The day by which somebody must say that the page is still right; None for a draft never published."""
        since = self.reviewed_at or self.first_published_at
        return months_after(timezone.localdate(since), self.review_every) if since else None

    @property
    def freshness(self) -> Freshness:
        """Where the page stands, from its date: ok, due (30 days before), overdue, to archive (180 days after)."""
        today = clock.today()
        if self.review_due_on is None or today < self.review_due_on - timedelta(days=WARNING_DAYS):
            return Freshness.OK
        if today < self.review_due_on:
            return Freshness.DUE
        return Freshness.OVERDUE if today < self.review_due_on + timedelta(days=ARCHIVE_DAYS) else Freshness.TO_ARCHIVE

    @property
    def is_to_check(self) -> bool:
        return self.freshness in (Freshness.OVERDUE, Freshness.TO_ARCHIVE)

    @property
    def owner_shown(self) -> Agent | None:
        """Who answers for the page: its owner in use, else the owner of the page above."""
        if self.content_owner and self.content_owner.is_active:
            return self.content_owner
        above = self.get_parent()
        above = above.specific if above is not None else None
        return above.owner_shown if isinstance(above, KnowledgeIndexPage) else None

    @property
    def minutes(self) -> int:
        """How long it takes to read, in minutes."""
        return max(1, round(len(self.plain_text().split()) / WORDS_A_MINUTE))

    def get_absolute_url(self) -> str:
        return self.url or ""

    def plain_text(self) -> str:
        """The words of the page, for search and for the time it takes to read."""
        raise NotImplementedError


class KnowledgeIndexPage(Page):
    """The page above all guides and procedures. Its own address shows the landing of the area."""

    content_owner = models.ForeignKey(
        Agent,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who answers for pages without an owner"),
        help_text=_("Their e-mail address."),
    )

    parent_page_types = ["shell.HomePage"]
    subpage_types = ["knowledge.GuidePage", "knowledge.ProcedurePage"]
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("content_owner", widget=AgentByEmail)]

    class Meta:
        verbose_name = _("shared knowledge")
        verbose_name_plural = _("shared knowledge")

    preview_modes: list = []

    @property
    def owner_shown(self) -> Agent | None:
        return self.content_owner if self.content_owner and self.content_owner.is_active else None

    def serve(self, request, *args, **kwargs):
        return redirect("knowledge:index")


class GuidePage(KeptPage, Page):  # noqa: DJ008 - Page names it
    """A guide: how something works, written by those who know, kept true by one of them."""

    body = RichTextField(_("text"), features=RICH, max_length=60_000)

    template = "knowledge/guide_page.html"
    kind = "guide"
    WORDS = ("body",)
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body"), *KeptPage.keeping_panels]
    promote_panels = KeptPage.promote_panels
    settings_panels = KeptPage.settings_panels

    objects = KeptPageManager()

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def plain_text(self) -> str:
        return strip_tags(self.body.replace("<", " <"))


class ProcedurePage(KeptPage, Page):  # noqa: DJ008 - Page names it
    """A procedure: who does it, when, with what, and its numbered steps."""

    who = models.CharField(_("who does it"), max_length=300, blank=True)
    when = models.CharField(_("when"), max_length=300, blank=True)
    needed = RichTextField(_("what you need"), features=RICH_SHORT, blank=True, max_length=4000)
    steps = StreamField([("step", StepBlock())], verbose_name=_("steps"), min_num=1, max_num=40)
    after = RichTextField(_("afterwards"), features=RICH_SHORT, blank=True, max_length=4000)

    template = "knowledge/procedure_page.html"
    kind = "procedure"
    WORDS = ("who", "when", "needed", "steps", "after")
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("who"),
        FieldPanel("when"),
        FieldPanel("needed"),
        FieldPanel("steps"),
        FieldPanel("after"),
        *KeptPage.keeping_panels,
    ]
    promote_panels = KeptPage.promote_panels
    settings_panels = KeptPage.settings_panels

    objects = KeptPageManager()

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")

    def plain_text(self) -> str:
        parts = [self.who, self.when, self.needed, self.after]
        for step in self.steps:
            parts += [step.value["title"], step.value["text"].source if step.value["text"] else "", step.value["watch"]]
        return strip_tags(" ".join(parts).replace("<", " <"))


class Change(models.Model):
    """One line of a page's history, shown to its readers: what changed, when, by whom. Never rewritten."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("New version")
        REVIEWED = "reviewed", _("Checked: still right")
        RETIRED = "retired", _("Taken offline")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="knowledge_changes", verbose_name=_("page"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    significance = models.CharField(_("how much it changes"), max_length=12, choices=KeptPage.Significance, blank=True)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("on"), default=clock.now)

    class Meta:
        verbose_name = _("change of a page")
        verbose_name_plural = _("changes of pages")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.note or self.kind


class ReviewTask(AbstractGroupApprovalTask):
    """Four eyes: a page goes online when somebody other than who wrote this version approves it."""

    class Meta:
        verbose_name = _("Check by a second person")
        verbose_name_plural = _("Checks by a second person")

    def writers(self, obj) -> set[int]:
        """Who wrote or submitted the version that waits for approval."""
        state = obj.current_workflow_state
        revision = obj.get_latest_revision()
        return {pk for pk in (getattr(revision, "user_id", None), getattr(state, "requested_by_id", None)) if pk}

    def approvers(self) -> models.QuerySet:
        return Agent.objects.filter(is_active=True, groups__in=self.groups.all()).distinct()

    def may_approve(self, obj, user) -> bool:
        """Whether `user` may approve: an approver who wrote nothing of this version; its writer only when there is nobody else."""
        if not self.approvers().filter(pk=user.pk).exists():
            return False
        writers = self.writers(obj)
        return user.pk not in writers or not self.approvers().exclude(pk__in=writers).exists()

    def user_can_access_editor(self, obj, user):
        return self._user_in_groups(user)

    def locked_for_user(self, obj, user):
        return not self._user_in_groups(user)

    def get_actions(self, obj, user):
        found = super().get_actions(obj, user) if self._user_in_groups(user) else []
        return found if self.may_approve(obj, user) else [each for each in found if each[0] != "approve"]

    def on_action(self, task_state, user, action_name, **kwargs):
        page = task_state.workflow_state.content_object
        if action_name == "approve" and not self.may_approve(page, user):
            raise PermissionDenied(_("Somebody other than the author of this version approves it."))
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        if not roles.of(user):
            return self.task_states.none()
        return super().get_task_states_user_can_moderate(user, **kwargs)


guards.append_only("knowledge.Change", frozen=("page_id", "kind", "note", "at", "significance"), also_delete=False)
