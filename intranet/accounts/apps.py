from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "intranet.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        from intranet import audit
        from intranet.accounts import logs, rights

        logs.connect()
        audit.declare({"accounts.give_role": _("Role given"), "accounts.take_role": _("Role taken away")})
        post_migrate.connect(rights.sync, dispatch_uid="rights", sender=apps.get_app_config("directory"))
