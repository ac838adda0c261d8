"""Campaigns: the question asked, the rules it follows, who is mandated to decide, and its dated phases."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import GroupObjectPermissionBase

from ideas.querysets.campaigns import CampaignQuerySet, MandateQuerySet, PhaseQuerySet, RuleSetVersionQuerySet
from intranet.base import clock, guards
from intranet.base.models import Dated, Public
from intranet.directory.models import Agent, OrgUnit


class RuleSet(Public):
    """Rules of the game under one name; what they say is in their versions."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address name"), max_length=80, unique=True)
    purpose = models.CharField(_("what these rules are for"), max_length=300)

    class Meta:
        verbose_name = _("rules")
        verbose_name_plural = _("rules")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("ideas:rules", args=[self.slug])


class RuleSetVersion(Public):
    """One version of rules: a text in plain French and the parameters that rounds read. Once in force it never changes (I6)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        CONSULTATION = "consultation", _("in consultation")
        IN_FORCE = "in_force", _("in force")
        SUPERSEDED = "superseded", _("replaced")

    ruleset = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="versions", verbose_name=_("rules"))
    number = models.PositiveIntegerField(_("version"))
    text_fr = models.TextField(_("text of the rules"), max_length=20_000)
    params = models.JSONField(_("parameters"), default=dict)
    change_reason = models.TextField(_("reason of the change"), max_length=1000)
    author = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    adopted_by = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("adopted by"))
    status = models.CharField(_("state"), max_length=12, choices=Status, default=Status.DRAFT)
    in_force_from = models.DateTimeField(_("in force from"), null=True, blank=True)
    sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("created on"), auto_now_add=True)

    objects = RuleSetVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the rules")
        verbose_name_plural = _("versions of the rules")
        ordering = ["ruleset", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["ruleset", "number"], name="rules_version_number_once"),
            models.UniqueConstraint(
                fields=["ruleset"], condition=Q(status__in=["draft", "consultation"]), name="rules_one_version_in_preparation"
            ),
            models.CheckConstraint(
                name="rules_in_force_is_complete",
                condition=Q(status__in=["draft", "consultation"])
                | (Q(in_force_from__isnull=False, adopted_by__isnull=False) & ~Q(sha256="") & ~Q(change_reason="") & ~Q(text_fr="")),
            ),
        ]

    def __str__(self):
        return f"{self.ruleset}, v{self.number}"

    def get_absolute_url(self):
        return reverse("ideas:rules_version", args=[self.ruleset.slug, self.number])

    @property
    def is_frozen(self) -> bool:
        """Whether the version was adopted: its words never change again."""
        return self.status in {self.Status.IN_FORCE, self.Status.SUPERSEDED}

    @property
    def is_in_force(self) -> bool:
        """Whether the version applies now (adopted, begun, not replaced)."""
        return self.status == self.Status.IN_FORCE and self.in_force_from is not None and self.in_force_from <= clock.now()


class Mandate(Public):
    """A published mandate: who may decide what, where and until when. Its holders have the grant `decide` on it."""

    class Powers(models.TextChoices):
        DECIDE = "decide", _("decide")
        ARBITRATE = "arbitrate", _("arbitrate")
        RECOMMEND = "recommend", _("recommend")

    title = models.CharField(_("title"), max_length=160)
    sponsor = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="mandates_given", verbose_name=_("given by"))
    text = models.TextField(_("what the mandate allows"), max_length=4000)
    perimeter = models.ManyToManyField(OrgUnit, related_name="+", verbose_name=_("perimeter"))
    powers = models.CharField(_("power"), max_length=10, choices=Powers, default=Powers.DECIDE)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    created_at = models.DateTimeField(_("created on"), auto_now_add=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["-valid_from", "pk"]
        permissions = [("decide", "Can decide within this mandate")]
        constraints = [
            models.CheckConstraint(
                name="mandate_dates_in_order",
                condition=Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("The mandate ends before it begins."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("ideas:mandate", args=[self.public_id])

    @property
    def is_valid(self) -> bool:
        """Whether the mandate is published and runs today."""
        return self.published_at is not None and self.valid_from <= clock.today() <= self.valid_until


class MandateGroupObjectPermission(GroupObjectPermissionBase):
    """Grants on a mandate, with a direct foreign key: they go with it. Written by `intranet.access` alone."""

    content_object = models.ForeignKey(Mandate, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False


class Campaign(Public, Dated):
    """A question asked to agents, with what it takes to answer honestly: rules, mandate, money, and a date to reply."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("announced")
        RUNNING = "running", _("under way")
        CLOSED = "closed", pgettext_lazy("campaign", "closed")
        ARCHIVED = "archived", _("archived")

    class Visibility(models.TextChoices):
        ORG = "org", _("the whole organisation")
        SHARED = "shared", _("shared with partners")
        GUESTS = "guests", _("open to guests")

    name = models.CharField(_("short name"), max_length=80)
    slug = models.SlugField(_("address name"), max_length=90, unique=True)
    question = models.CharField(_("the question"), max_length=200, blank=True)
    why = models.TextField(_("why we ask it"), max_length=4000, blank=True)
    perimeter = models.ManyToManyField(OrgUnit, related_name="campaigns", blank=True, verbose_name=_("who may take part"))
    mandate = models.ForeignKey(
        Mandate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("mandate of those who will decide"),
    )
    rules = models.ForeignKey(
        RuleSetVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("rules of the game")
    )
    funding_principle = models.TextField(_("how what is retained will be paid for"), max_length=1000, blank=True)
    budget = models.DecimalField(_("budget, in euros"), max_digits=12, decimal_places=2, null=True, blank=True)
    reply_days = models.PositiveSmallIntegerField(_("days to reply to each idea put to the vote"), null=True, blank=True)
    visibility = models.CharField(_("who may read"), max_length=8, choices=Visibility, default=Visibility.ORG)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.DRAFT)
    previous_edition = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="next_editions")
    created_by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", verbose_name=_("prepared by"))
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-created_at", "pk"]
        constraints = [
            # I10: a campaign does not open on half a promise.
            models.CheckConstraint(
                name="campaign_complete_before_publication",
                condition=Q(status="draft")
                | (
                    Q(mandate__isnull=False, rules__isnull=False, reply_days__isnull=False, reply_days__gt=0, published_at__isnull=False)
                    & ~Q(question="")
                    & ~Q(funding_principle="")
                    & ~Q(why="")
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("ideas:campaign", args=[self.slug])

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT


class PhaseKind(models.TextChoices):
    """What a phase is for, in the order in which phases follow one another."""

    COLLECT_PROBLEMS = "collect_problems", _("Collect problems")
    USER_VIEW = "user_view", _("In the user’s shoes")
    PRIORITISE = "prioritise", _("Choose what to solve first")
    IDEATE = "ideate", _("Propose ideas")
    ADMISSIBILITY = "admissibility", _("Check that ideas can be voted on")
    DELIBERATE = "deliberate", _("Discuss")
    VOTE = "vote", pgettext_lazy("phase", "Vote")
    DECIDE = "decide", _("Decide and explain")
    IMPLEMENT = "implement", _("Carry out")
    EVALUATE = "evaluate", _("Measure and learn")


OF_ITS_KIND = Q(*[Q(kind=kind, step=step) for step, kind in enumerate(PhaseKind.values, start=1)], _connector=Q.OR)


class Phase(Public):
    """One dated step of a campaign. It opens and closes by the clock: nobody has to press anything."""

    Kind = PhaseKind
    ORDER = tuple(PhaseKind.values)

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="phases", verbose_name=_("campaign"))
    kind = models.CharField(_("phase"), max_length=16, choices=PhaseKind)
    step = models.PositiveSmallIntegerField(_("rank of the kind"), editable=False)
    opens_at = models.DateTimeField(_("opens on"))
    closes_at = models.DateTimeField(_("closes on"))
    exclusive = models.BooleanField(_("alone in its time"), default=True)

    objects = PhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["campaign", "opens_at", "step"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "kind"], name="phase_kind_once"),
            models.CheckConstraint(
                name="phase_dates_in_order",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("A phase closes after it opens."),
            ),
            models.CheckConstraint(name="phase_step_is_of_its_kind", condition=OF_ITS_KIND),
        ]

    def __str__(self):
        return f"{self.campaign} – {self.get_kind_display()}"

    def save(self, *args, **kwargs):
        self.step = self.ORDER.index(self.kind) + 1
        super().save(*args, **kwargs)

    def is_open_at(self, moment: datetime) -> bool:
        return self.opens_at <= moment < self.closes_at

    @property
    def is_open(self) -> bool:
        return self.is_open_at(clock.now())

    @property
    def last_moment(self) -> datetime:
        """The last minute when the phase is open: a phase that closes at midnight is open until 23:59 of the day before."""
        return self.closes_at - timedelta(minutes=1)

    @property
    def is_past(self) -> bool:
        return self.closes_at <= clock.now()


guards.append_only(
    "ideas.RuleSetVersion",
    frozen=("ruleset_id", "number", "text_fr", "params", "change_reason", "author_id", "adopted_by_id", "in_force_from", "sha256"),
    when="OLD.status IN ('in_force', 'superseded')",
)
guards.refuse(
    "ideas_rules_stay_adopted",
    model="ideas.RuleSetVersion",
    events=("UPDATE",),
    when="OLD.status IN ('in_force', 'superseded') AND NEW.status IN ('draft', 'consultation')",
    message="rules once adopted are not a draft again",
)
guards.refuse(
    "ideas_campaign_has_perimeter",
    model="ideas.Campaign",
    events=("UPDATE",),
    when="NEW.status <> 'draft' AND NOT EXISTS (SELECT 1 FROM ideas_campaign_perimeter p WHERE p.campaign_id = NEW.id)",
    message="a campaign cannot leave its draft without a perimeter",
)
guards.refuse(
    "ideas_campaign_begins_as_draft",
    model="ideas.Campaign",
    events=("INSERT",),
    when="NEW.status <> 'draft'",
    message="a campaign begins as a draft",
)
guards.refuse(
    "ideas_campaign_stays_published",
    model="ideas.Campaign",
    events=("UPDATE",),
    when="OLD.status <> 'draft' AND NEW.status = 'draft'",
    message="a published campaign is not a draft again",
)
_OTHERS = "SELECT 1 FROM ideas_phase p WHERE p.campaign_id = NEW.campaign_id AND p.id <> COALESCE(NEW.id, -1)"
guards.refuse(
    "ideas_phase_alone",
    model="ideas.Phase",
    events=("INSERT", "UPDATE"),
    when=f"NEW.exclusive AND EXISTS ({_OTHERS} AND p.exclusive AND p.opens_at < NEW.closes_at AND p.closes_at > NEW.opens_at)",
    message="phases of a campaign do not overlap",
)
guards.refuse(
    "ideas_phase_in_order",
    model="ideas.Phase",
    events=("INSERT", "UPDATE"),
    when=f"EXISTS ({_OTHERS} AND ((p.step < NEW.step AND p.opens_at > NEW.opens_at) OR (p.step > NEW.step AND p.opens_at < NEW.opens_at)))",
    message="phases of a campaign follow the order of their kinds",
)
