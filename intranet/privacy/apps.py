from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from intranet import audit


class PrivacyConfig(AppConfig):
    name = "intranet.privacy"
    label = "privacy"
    verbose_name = _("Personal data")

    def ready(self):
        autodiscover_modules("privacy")
        audit.declare(
            {
                "privacy.export": _("Export of one’s personal data"),
                "privacy.erase": _("Erasure of an account"),
            }
        )
