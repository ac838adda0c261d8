from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "intranet.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from intranet.search import people

        people.declare()
        autodiscover_modules("search")
