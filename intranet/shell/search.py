"""What is findable among composed pages: news and events."""

from django.db.models.signals import post_delete
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from intranet.search import door
from intranet.search.door import Document, Source
from intranet.shell.models import EventPage, NewsPage

KIND = "news"


def news_document(page: NewsPage) -> Document:
    """The words of a news item: title, summary, text."""
    words = "\n".join(strip_tags(str(block).replace("<", " <")) for block in page.body)
    return Document(title=page.title, body=f"{page.summary}\n{words}")


def follow(sender, instance: Page, **kwargs) -> None:
    """The index follows what editors publish, take down or delete."""
    door.refresh_many(KIND, [instance.pk])


door.register(
    Source(
        kind=KIND,
        model=NewsPage,
        label=_("News"),
        everyone=lambda: NewsPage.objects.live().public(),
        document=news_document,
        detail=lambda page: page.summary,
        area="home",
    )
)
for _model in (NewsPage, EventPage):
    page_published.connect(follow, sender=_model, dispatch_uid=f"shell.search.published.{_model.__name__}")
    page_unpublished.connect(follow, sender=_model, dispatch_uid=f"shell.search.unpublished.{_model.__name__}")
post_delete.connect(follow, sender=NewsPage, dispatch_uid="shell.search.deleted")
