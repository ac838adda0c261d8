from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True
    name = "intranet.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        from intranet import audit
        from intranet.accounts import logs, rights

        logs.connect()
        audit.declare(
            {
                "accounts.give_role": _("Role given"),
                "accounts.take_role": _("Role taken away"),
                "accounts.open": _("Account opened"),
                "accounts.change": _("Account changed"),
                "accounts.close": _("Account closed"),
                "accounts.reopen": _("Account opened again"),
            }
        )
        post_migrate.connect(rights.sync, dispatch_uid="rights", sender=apps.get_app_config("directory"))


class BackOfficeUsersConfig(WagtailUsersAppConfig):
    """Wagtail's screens of users and groups, replaced by those of `intranet.accounts.backoffice`."""

    user_viewset = "intranet.accounts.backoffice.AccountViewSet"
    group_viewset = "intranet.accounts.backoffice.GroupViewSet"
