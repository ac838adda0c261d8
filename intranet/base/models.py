"""What every area shares: a public identifier, dates, and the memory of a form already sent."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Public(models.Model):
    """A row known outside by a random identifier: its address tells neither how many rows there are nor which are hidden."""

    public_id = models.UUIDField(_("public identifier"), default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Dated(models.Model):
    """A row that knows when it was made and last changed."""

    created_at = models.DateTimeField(_("created on"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        abstract = True


class Submission(models.Model):
    """A form that was sent: its token, and where its sender was taken. See `intranet.base.forms.once`."""

    token = models.UUIDField(primary_key=True)
    agent_id = models.BigIntegerField()
    result_url = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("form already sent")
        verbose_name_plural = _("forms already sent")

    def __str__(self):
        return str(self.token)
