from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class BaseConfig(AppConfig):
    name = "intranet.base"
    label = "base"

    def ready(self):
        from intranet.base import guards

        pre_migrate.connect(guards.make_way, sender=self, dispatch_uid="guards_make_way")
        post_migrate.connect(guards.install_all, sender=self, dispatch_uid="guards")
