"""Composed pages for tests."""

from datetime import timedelta

from wagtail.rich_text import RichText

from intranet.base import clock
from intranet.shell.models import AlertPage, EventPage, HomePage, NewsIndexPage, NewsPage

TEXT = [("text", RichText("<p>Trois points, deux minutes.</p>"))]


def news(title: str = "La charte entre en vigueur", *, days: int = 0, unit=None, **fields) -> NewsPage:
    """A published news item, `days` before today, for `unit` or for everyone."""
    page = NewsPage(title=title, date=clock.today() - timedelta(days=days), unit=unit, summary="Ce qui change.", body=TEXT, **fields)
    return NewsIndexPage.objects.get().add_child(instance=page)


def event(title: str = "Numéric Café", *, days: int = 3, **fields) -> EventPage:
    """A published event that begins `days` from now and lasts two hours."""
    starts = clock.now() + timedelta(days=days)
    given = {"starts_at": starts, "ends_at": starts + timedelta(hours=2), "place": "Cannes", "summary": "Venez.", "body": TEXT} | fields
    return NewsIndexPage.objects.get().add_child(instance=EventPage(title=title, **given))


def alert(title: str = "Téléphonie coupée", **fields) -> AlertPage:
    """A published alert."""
    page = HomePage.objects.get().add_child(instance=AlertPage(title=title, message="De 7 h à 9 h.", live=False, **fields))
    page.save_revision().publish()
    return AlertPage.objects.get(pk=page.pk)
