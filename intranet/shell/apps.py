from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ShellConfig(AppConfig):
    name = "intranet.shell"
    label = "shell"
    verbose_name = _("Pages")

    def ready(self):
        from intranet import audit, roles
        from intranet.accounts import rights
        from intranet.shell import backoffice, frame, site

        autodiscover_modules("home")
        audit.declare({"jobs.retry": _("A job given up was tried again")})
        rights.grant(roles.Role.ADMINISTRATOR, "jobs.view_job", "shell.change_appearance")
        frame.connect()
        post_migrate.connect(roles.sync, sender=self, dispatch_uid="roles")
        post_migrate.connect(site.ensure_site, sender=self, dispatch_uid="site")
        post_migrate.connect(backoffice.ensure_rights, dispatch_uid="backoffice")
