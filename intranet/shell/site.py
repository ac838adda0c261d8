"""The pages that a site cannot be without. Made after every `migrate`, so that an emptied database finds them again."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

from intranet.base import clock
from intranet.shell import texts


def ensure_site(**kwargs) -> None:
    """Make sure that the root, the home page, the news, the legal texts and the site exist. Changes nothing that stands."""
    from intranet.shell.models import AccessibilityPage, Appearance, HomePage, NewsIndexPage, TextPage  # noqa: PLC0415 - called by a signal

    ContentType.objects.clear_cache()  # `flush` has made them again, under other numbers
    locale, _created = Locale.objects.get_or_create(language_code="fr")
    first = {"locale": locale, "first_published_at": clock.now(), "last_published_at": clock.now()}
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locale)
    home = HomePage.objects.first()
    if home is None:
        # Wagtail's first migration leaves a "welcome" page that says how to make a page.
        Page.objects.filter(depth=2, slug="home").delete()
        home = Page.objects.get(pk=root.pk).add_child(instance=HomePage(title="Accueil", slug="home", **first))
    if not NewsIndexPage.objects.exists():
        home.add_child(instance=NewsIndexPage(title="Actualités", slug="news", **first))
    if not AccessibilityPage.objects.exists():
        home.add_child(instance=AccessibilityPage(title="Déclaration d’accessibilité", slug="accessibility", **first))
    for slug, title, text, title_english, text_english in texts.PAGES:
        if not Page.objects.child_of(home).filter(slug=slug).exists():
            home.add_child(
                instance=TextPage(
                    title=title,
                    slug=slug,
                    body=[("text", RichText(text))],
                    title_english=title_english,
                    body_english=[("text", RichText(text_english))],
                    **first,
                )
            )
    site = _ensure_root(home)
    Appearance.objects.get_or_create(site=site)


def _ensure_root(home: Page) -> Site:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True, site_name="Traverse")
    elif site.root_page_id != home.pk:
        site.root_page = home
        site.site_name = "Traverse"
        site.save()
    return site
