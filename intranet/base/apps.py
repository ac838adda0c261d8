from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    name = "intranet.base"
    label = "base"

    def ready(self):
        from intranet.base import guards

        post_migrate.connect(guards.install_all, sender=self, dispatch_uid="guards")
