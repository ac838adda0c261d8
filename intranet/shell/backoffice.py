"""Who opens what of the composed pages in the back office, and who reads the journal.

Permissions of models are declared with `intranet.accounts.rights`; here are Wagtail's own kinds: on a
branch of pages, on a collection, and on the entries of the journal.
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from intranet import roles
from intranet.roles import Role
from intranet.shell.models import HomePage, NewsIndexPage

JOURNAL = "read_journal"
OURS = ("intranet.", "skills", "ideas", "pilots", "knowledge")


def is_last(sender) -> bool:
    """Whether `sender` is the last application that `migrate` speaks of: the permissions of all are there."""
    return sender is [config for config in apps.get_app_configs() if config.models_module][-1]


def ensure_rights(sender=None, **kwargs) -> None:
    """Give editors and administrators their rights on pages, pictures and the journal. Adds, never takes away."""
    if sender is not None and not is_last(sender):
        return
    for label in ("wagtailcore", "wagtailimages", "wagtaildocs"):
        create_permissions(apps.get_app_config(label), verbosity=0)
    root, home, news = Page.objects.get(depth=1), HomePage.objects.get(), NewsIndexPage.objects.get()
    everything = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
    _on_page(Role.ADMINISTRATOR, root, everything)
    # Editors write everywhere and publish the news; guides and procedures go through their workflow.
    _on_page(Role.EDITOR, home, ("add_page", "change_page"))
    _on_page(Role.EDITOR, news, ("publish_page",))
    _on_collections(Role.ADMINISTRATOR)
    _on_collections(Role.EDITOR)
    _journal()


def _on_page(role: Role, page: Page, codenames: tuple[str, ...]) -> None:
    kind = ContentType.objects.get_for_model(Page)
    for permission in Permission.objects.filter(content_type=kind, codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=roles.group(role), page=page, permission=permission)


def _on_collections(role: Role) -> None:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    codenames = [f"{verb}_{model}" for verb in ("add", "change", "choose") for model in ("image", "document")]
    for permission in Permission.objects.filter(content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=codenames):
        GroupCollectionPermission.objects.get_or_create(group=roles.group(role), collection=root, permission=permission)


def _journal() -> None:
    """Wagtail shows an entry of the journal to whoever holds any permission on its kind of thing. Administrators hold
    one that opens nothing else: reading the journal of ballots gives no right on ballots."""
    models = [model for config in apps.get_app_configs() if config.name.startswith(OURS) for model in config.get_models()]
    kinds = ContentType.objects.get_for_models(*models).values()
    known = set(Permission.objects.filter(codename=JOURNAL).values_list("content_type_id", flat=True))
    Permission.objects.bulk_create(
        [Permission(codename=JOURNAL, name="Can read the journal", content_type=kind) for kind in kinds if kind.pk not in known]
    )
    roles.group(Role.ADMINISTRATOR).permissions.add(*Permission.objects.filter(codename=JOURNAL))
