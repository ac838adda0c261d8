"""Who is told of what is said."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.notifications.messages import Message
from intranet.notifications.models import Channel


class Mentioned(Message):
    kind = "discussion.mentioned"
    label = _("Somebody mentions me in a comment")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("{name} mentions you about “{title}”").format(name=self.actor_name(note), title=note.params["title"])


class Commented(Message):
    kind = "discussion.commented"
    label = _("A comment on something that I wrote, follow or commented on")

    def title(self, note):
        return gettext("{name} commented on “{title}”").format(name=self.actor_name(note), title=note.params["title"])


class Removed(Message):
    kind = "discussion.removed"
    label = _("One of my comments was removed")
    channel = Channel.MAIL
    optional = False

    def title(self, note):
        return gettext("Your comment about “{title}” was removed").format(title=note.params["title"])

    def body(self, note):
        return gettext("Reason given: {reason}").format(reason=note.params["reason"])
