from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from intranet import audit


class DiscussionConfig(AppConfig):
    name = "intranet.discussion"
    label = "discussion"
    verbose_name = _("Discussion")

    def ready(self):
        audit.declare(
            {
                "discussion.post": _("Post a comment"),
                "discussion.edit": _("Edit a comment"),
                "discussion.remove": _("Remove a comment"),
            }
        )
