"""What notifications hold about people."""

from django.utils.translation import gettext_lazy as _

from intranet.notifications.models import Notification, Preference
from intranet.privacy.register import Erase, hold

PURPOSE = _("Notifications: telling people what concerns them")
hold(
    Notification,
    agent_field="recipient",
    purpose=PURPOSE,
    fields=("kind", "params", "url", "channel", "created_at", "read_at", "mailed_at"),
    on_erase=Erase.DELETE,
)
hold(
    Notification,
    agent_field="actor",
    purpose=PURPOSE,
    fields=("kind", "created_at"),
    on_erase=Erase.BLANK,
    because=_("The message stays with its reader, without the name of who caused it"),
)
hold(Preference, agent_field="agent", purpose=PURPOSE, fields=("kind", "channel"), on_erase=Erase.DELETE)
