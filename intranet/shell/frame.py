"""What the frame of every page shows of the site itself: its names, its hue, the alert, the accessibility state.

Read together, kept in the cache, forgotten when an editor changes any of it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Site
from wagtail.signals import page_published, page_unpublished

from intranet.base import clock
from intranet.shell import theme
from intranet.shell.models import AccessibilityPage, AlertPage, Appearance

KEY = "shell.frame"
SECONDS = 300


@dataclass(frozen=True)
class Alert:
    title: str
    message: str
    level: str
    until: datetime | None
    url: str | None  # its own page, when it says more

    @property
    def label(self) -> str:
        return AlertPage.Level(self.level).label.capitalize()


@dataclass(frozen=True)
class Frame:
    site_name: str = "Traverse"
    organisation: str = ""
    hue: int = theme.DEFAULT_HUE
    accessibility: str = AccessibilityPage.State.NOT_AUDITED
    last_alert: Alert | None = None
    default_hue: int = theme.DEFAULT_HUE

    @property
    def alert(self) -> Alert | None:
        """The alert in force at this minute."""
        alert = self.last_alert
        return alert if alert and (alert.until is None or alert.until > clock.now()) else None

    @property
    def accessibility_label(self) -> str:
        return str(AccessibilityPage.State(self.accessibility).label)


def read() -> Frame:
    """The frame, from the cache, or from the database once every few minutes."""
    frame = cache.get(KEY)
    if frame is None:
        frame = _from_database()
        cache.set(KEY, frame, SECONDS)
    return frame


def forget(**kwargs) -> None:
    """Called when an editor changes what the frame shows: now for this transaction, and when it is committed for the others."""
    cache.delete(KEY)
    transaction.on_commit(lambda: cache.delete(KEY))


def one_alert(sender, instance: AlertPage, **kwargs) -> None:
    """Publishing an alert takes down the others: readers see one at most."""
    for other in AlertPage.objects.live().exclude(pk=instance.pk):
        other.unpublish()
    forget()


def connect() -> None:
    """Listen to what editors change."""
    page_published.connect(one_alert, sender=AlertPage, dispatch_uid="shell.one_alert")
    page_unpublished.connect(forget, sender=AlertPage, dispatch_uid="shell.alert_down")
    post_delete.connect(forget, sender=AlertPage, dispatch_uid="shell.alert_gone")
    page_published.connect(forget, sender=AccessibilityPage, dispatch_uid="shell.statement")
    post_save.connect(forget, sender=Appearance, dispatch_uid="shell.appearance")
    post_save.connect(forget, sender=Site, dispatch_uid="shell.site")


def _from_database() -> Frame:
    appearance = Appearance.objects.filter(site__is_default_site=True).first() or Appearance()
    alert = AlertPage.objects.active().first()
    state = AccessibilityPage.objects.live().values_list("state", flat=True).first()
    return Frame(
        site_name=appearance.site_name,
        organisation=appearance.organisation,
        hue=appearance.hue,
        accessibility=state or AccessibilityPage.State.NOT_AUDITED,
        last_alert=alert and Alert(alert.title, alert.message, alert.level, alert.until, alert.get_url() if alert.body else None),
    )
