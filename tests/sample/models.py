from django.db import models
from django.db.models import Q


class NoteQuerySet(models.QuerySet):
    def visible_to(self, agent):
        return self.filter(Q(is_hidden=False) | Q(owner_id=agent.pk))


class Note(models.Model):
    """A findable thing that its owner may hide."""

    title = models.CharField(max_length=300)
    labels = models.JSONField(default=list)
    body = models.TextField(blank=True)
    owner_id = models.BigIntegerField(default=0)
    is_hidden = models.BooleanField(default=False)

    objects = NoteQuerySet.as_manager()

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/notes/{self.pk}/"


class Effect(models.Model):
    """What a job of `tests.sample.tasks` did, once for each time it did it."""

    number = models.IntegerField()

    def __str__(self):
        return str(self.number)
