"""The pages that editors compose (home, news, events, the alert, legal texts), and how the site looks."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from intranet import home
from intranet.base import clock
from intranet.base.pages import paginate
from intranet.directory.models import OrgUnit
from intranet.shell import sections, texts, theme, welcome
from intranet.shell.blocks import TEXT_FEATURES, HomeBlock, StoryBlock
from intranet.shell.querysets import AlertManager, EventManager, NewsManager, StoryManager

TASKS_ON_HOME = 6
NEWS_ON_HOME = 4
NEWS_ON_PAGE = 10


class HomePage(Page):
    """The first page: what waits for the reader, then what editors composed."""

    body = StreamField(HomeBlock(), blank=True, verbose_name=_("composed part"))

    objects = StoryManager()
    area = "home"  # where the navigation stands
    content_panels = [*Page.content_panels, FieldPanel("body")]
    promote_panels: list = []  # its address is written in the product
    template = "shell/home.html"
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        agent = request.user
        tasks = home.tasks_of(agent)
        return super().get_context(request, *args, **kwargs) | {
            "tasks": tasks[:TASKS_ON_HOME],
            "task_count": len(tasks),
            "waiting_sentence": welcome.waiting_sentence(len(tasks)),
            "is_first_visit": not tasks and not home.did_anything(agent),
            "first_steps": welcome.first_steps(),
            "quick": sections.quick(),
            "news": NewsPage.objects.visible_to(agent).of_direction_of(agent).newest_first().for_list()[:NEWS_ON_HOME],
            "events": EventPage.objects.visible_to(agent).to_come().for_rows()[:3],
        }


class NewsIndexPage(Page):
    """Every news item and event, of my direction or of the whole house."""

    promote_panels: list = []
    template = "shell/news_index.html"
    parent_page_types = ["shell.HomePage"]
    subpage_types = ["shell.NewsPage", "shell.EventPage"]
    max_count = 1

    class Meta:
        verbose_name = _("news")

    def get_context(self, request, *args, **kwargs):
        agent = request.user
        news = NewsPage.objects.visible_to(agent)
        is_mine = request.GET.get("of") == "direction"
        if is_mine:
            news = news.of_direction_of(agent)
        return super().get_context(request, *args, **kwargs) | {
            "is_mine": is_mine,
            "news": paginate(request, news.newest_first().for_list(), per_page=NEWS_ON_PAGE),
            "events": EventPage.objects.visible_to(agent).to_come().for_rows()[:5],
        }


class NewsPage(Page):
    """One piece of news, for everyone or for one unit and those under it."""

    date = models.DateField(_("date"), default=clock.today)
    unit = models.ForeignKey(
        OrgUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="news",
        limit_choices_to={"depth__lte": 3},
        verbose_name=_("for"),
        help_text=_("The direction or service concerned. Empty: everyone."),
    )
    summary = models.CharField(_("summary"), max_length=300, help_text=_("What changes for the reader, in a sentence or two."))
    body = StreamField(StoryBlock(), verbose_name=_("text"))

    objects = NewsManager()
    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("unit")]),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    template = "shell/news.html"
    parent_page_types = ["shell.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news item")

    def get_absolute_url(self):
        return self.get_url() or "/"

    @property
    def happening(self) -> "EventPage | None":
        """The event that this piece of news is, when it is one."""
        return self if isinstance(self, EventPage) else getattr(self, "eventpage", None)

    def get_context(self, request, *args, **kwargs):
        others = NewsPage.objects.visible_to(request.user)
        here = Q(date=self.date)
        return super().get_context(request, *args, **kwargs) | {
            "older": others.filter(Q(date__lt=self.date) | here & Q(pk__lt=self.pk)).newest_first().first(),
            "newer": others.filter(Q(date__gt=self.date) | here & Q(pk__gt=self.pk)).order_by("date", "pk").first(),
        }


class EventPage(NewsPage):
    """A piece of news that happens somewhere, from one hour to another."""

    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200)
    capacity = models.CharField(_("who may come"), max_length=160, blank=True, help_text=_("For example: free entry, 12 seats."))

    objects = EventManager()
    content_panels = [
        *NewsPage.content_panels[:-1],
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldRowPanel([FieldPanel("place"), FieldPanel("capacity")]),
        FieldPanel("body"),
    ]
    template = "shell/news.html"
    parent_page_types = ["shell.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("event")
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_it_begins",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("An event ends after it begins."),
            )
        ]


class AlertPage(Page):
    """What everyone must know now: a banner on every page. Publishing one takes the former down."""

    class Level(models.TextChoices):
        NOTICE = "notice", _("notice")
        WARNING = "warning", _("warning")
        URGENT = "urgent", _("urgent")

    level = models.CharField(_("level"), max_length=8, choices=Level, default=Level.NOTICE)
    message = models.CharField(_("message"), max_length=240, help_text=_("What happens, for whom, what to do: two sentences at most."))
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("The banner goes by itself at this hour."))
    body = StreamField(StoryBlock(), blank=True, verbose_name=_("more, on its own page"))

    objects = AlertManager()
    content_panels = [
        *Page.content_panels,
        FieldPanel("message"),
        FieldRowPanel([FieldPanel("level"), FieldPanel("until")]),
        FieldPanel("body"),
    ]
    template = "shell/alert.html"
    parent_page_types = ["shell.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("alert")

    def clean(self):
        super().clean()
        if self.until and self.until <= clock.now():
            raise ValidationError({"until": _("This hour is past: the banner would never show.")})


class TextPage(Page):
    """A text that must be there: legal notice, personal data."""

    body = StreamField(StoryBlock(), blank=True, verbose_name=_("text"))
    title_english = models.CharField(_("title in English"), max_length=255, blank=True)
    body_english = StreamField(StoryBlock(), blank=True, verbose_name=_("text in English"))

    content_panels = [*Page.content_panels, FieldPanel("body"), FieldPanel("title_english"), FieldPanel("body_english")]
    promote_panels: list = []
    template = "shell/text.html"
    parent_page_types = ["shell.HomePage"]

    class Meta:
        verbose_name = _("text")

    @property
    def has_gaps(self) -> bool:
        """Whether something that only the administration knows is still to be written in it."""
        return any(texts.GAP.search(str(block["value"])) for body in (self.body, self.body_english) for block in body.raw_data)

    def get_context(self, request, *args, **kwargs):
        is_english = get_language() == "en" and bool(self.body_english)
        return super().get_context(request, *args, **kwargs) | {
            "shown_title": self.title_english or self.title if is_english else self.title,
            "shown_body": self.body_english if is_english else self.body,
        }


class AccessibilityPage(Page):
    """The accessibility statement, in the structure that the RGAA asks for."""

    class State(models.TextChoices):
        NOT_AUDITED = "not_audited", _("not yet audited")
        NONE = "none", _("not conformant")
        PARTIAL = "partial", _("partially conformant")
        FULL = "full", _("fully conformant")

    state = models.CharField(_("state of conformity"), max_length=12, choices=State, default=State.NOT_AUDITED)
    audited_on = models.DateField(_("audited on"), null=True, blank=True)
    audited_by = models.CharField(_("audited by"), max_length=160, blank=True)
    rate = models.PositiveSmallIntegerField(_("criteria met, in %"), null=True, blank=True, validators=[MaxValueValidator(100)])
    not_accessible = RichTextField(_("what is not accessible"), blank=True, features=["h3", *TEXT_FEATURES[2:]])
    contact = models.EmailField(_("address to write to"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("state"),
        FieldRowPanel([FieldPanel("audited_on"), FieldPanel("audited_by"), FieldPanel("rate")]),
        FieldPanel("not_accessible"),
        FieldPanel("contact"),
    ]
    promote_panels: list = []
    template = "shell/accessibility.html"
    parent_page_types = ["shell.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = _("accessibility statement")
        constraints = [
            models.CheckConstraint(
                name="accessibility_state_rests_on_an_audit",
                condition=Q(state="not_audited") | Q(audited_on__isnull=False),
                violation_error_message=_("Only an audit gives a state of conformity: give its date."),
            ),
            models.CheckConstraint(name="accessibility_rate_is_a_percentage", condition=Q(rate=None) | Q(rate__lte=100)),
        ]


@register_setting(icon="view", order=100)
class Appearance(BaseSiteSetting):
    """The name of the site and of the organisation, and the one hue from which the action colours derive."""

    site_name = models.CharField(
        _("name of the site"), max_length=40, default="Traverse", help_text=_("Beside the mark, at the top of every page.")
    )
    organisation = models.CharField(
        _("name of the organisation"), max_length=120, blank=True, help_text=_("In the title and at the foot of pages.")
    )
    hue = models.PositiveSmallIntegerField(
        _("hue"),
        default=theme.DEFAULT_HUE,
        validators=[MaxValueValidator(359)],
        help_text=_("From 0 to 359 degrees, as in the strip below. Contrasts hold whatever the hue."),
    )

    panels = [
        MultiFieldPanel([FieldPanel("site_name"), FieldPanel("organisation")], heading=_("Names")),
        MultiFieldPanel([FieldPanel("hue"), HelpPanel(template="shell/backoffice/hues.html")], heading=_("Colour")),
    ]

    class Meta:
        verbose_name = _("appearance")
        constraints = [models.CheckConstraint(name="appearance_hue_in_circle", condition=Q(hue__lte=359))]

    def __str__(self):
        return self.site_name
