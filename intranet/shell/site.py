"""The pages that a site cannot be without. Made after every `migrate`, so that an emptied database finds them again."""

from wagtail.models import Locale, Page, Site


def ensure_site(**kwargs) -> None:
    """Make sure that the root, the home page and the site exist. Changes nothing that stands."""
    from intranet.shell.models import HomePage  # noqa: PLC0415 - called from a signal of the app registry

    locale, _created = Locale.objects.get_or_create(language_code="fr")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locale)
    if not HomePage.objects.exists():
        # Wagtail's first migration leaves a "welcome" page that says how to make a page.
        Page.objects.filter(depth=2, slug="home").delete()
        root = Page.objects.get(pk=root.pk)
        root.add_child(instance=HomePage(title="Accueil", slug="home", locale=locale))
    page = HomePage.objects.first()
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", port=80, root_page=page, is_default_site=True, site_name="Traverse")
    elif site.root_page_id != page.pk:
        site.root_page = page
        site.site_name = "Traverse"
        site.save()
