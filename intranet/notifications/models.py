"""What was told to whom, and how each agent wants to be told."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.base.models import Public
from intranet.directory.models import Agent


class Channel(models.TextChoices):
    MAIL = "mail", _("by e-mail, at once")
    DIGEST = "digest", _("in the weekly digest")
    INBOX = "inbox", _("here only")


DIGEST = "digest"  # the kind of a Preference that refuses the weekly digest


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, agent: Agent):
        """A notification is its recipient's alone."""
        return self.filter(recipient=agent)

    def unread(self):
        return self.filter(read_at=None)

    def for_digest(self):
        """What the next weekly digest tells: not sent, not read meanwhile, of agents who want it."""
        refused = Preference.objects.filter(kind=DIGEST, channel=Channel.INBOX).values("agent")
        return self.filter(channel=Channel.DIGEST, mailed_at=None, read_at=None, recipient__is_active=True).exclude(recipient__in=refused)

    def newest_first(self):
        return self.order_by("-created_at", "-pk")


class Notification(Public):
    """One message to one agent. Its words are written when it is shown, in the reader's language."""

    recipient = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("recipient"))
    kind = models.CharField(_("kind"), max_length=80)
    key = models.CharField(_("key"), max_length=160)
    about_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True)
    about_id = models.BigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")
    actor = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who did it"))
    params = models.JSONField(default=dict)
    url = models.CharField(_("address"), max_length=400, blank=True)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel, default=Channel.DIGEST)
    created_at = models.DateTimeField(_("created on"), auto_now_add=True)
    read_at = models.DateTimeField(_("read on"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed on"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            # Nothing twice: one event is one message to one person.
            models.UniqueConstraint(fields=["recipient", "key"], name="notification_once"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notification_inbox"),
            models.Index(fields=["recipient"], name="notification_unread", condition=models.Q(read_at=None)),
        ]

    def __str__(self):
        return self.kind


class Preference(models.Model):
    """The channel that an agent chose for one kind of message."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(max_length=80)
    channel = models.CharField(max_length=8, choices=Channel)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "kind"], name="preference_once")]

    def __str__(self):
        return self.kind
