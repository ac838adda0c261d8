from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ThreadConfig(AppConfig):
    name = "intranet.thread"
    label = "thread"
    verbose_name = _("Thread")

    def ready(self):
        autodiscover_modules("thread")
