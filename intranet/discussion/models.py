"""Comments under anything that an area opened to discussion."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.base.models import Public
from intranet.directory.models import Agent
from intranet.directory.querysets import with_names

COMMENTS_PER_PAGE = 20


class CommentQuerySet(models.QuerySet):
    def under(self, obj: models.Model):
        """The comments under one object, oldest first."""
        about = ContentType.objects.get_for_model(obj)
        return self.filter(about_type=about, about_id=obj.pk).order_by("created_at", "pk")

    def with_people(self):
        """With the name of who wrote each."""
        return with_names(self, "author")

    def standing(self):
        """Comments that were not removed."""
        return self.filter(removed_at=None)


class Comment(Public):
    """What an agent said under an object. Edited, it says so; removed, it leaves a trace and its reason, not its words."""

    about_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    author = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="comments", verbose_name=_("author"))
    body = models.TextField(_("comment"), max_length=4000, blank=True)
    mentions = models.ManyToManyField(Agent, related_name="mentioned_in", blank=True)
    created_at = models.DateTimeField(_("written on"), auto_now_add=True)
    edited_at = models.DateTimeField(_("edited on"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed on"), null=True, blank=True)
    removed_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    removal_reason = models.CharField(_("reason of the removal"), max_length=300, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["about_type", "about_id", "created_at"], name="comment_under")]
        constraints = [
            models.CheckConstraint(name="comment_says_something", condition=~Q(body="") | Q(removed_at__isnull=False)),
            models.CheckConstraint(name="comment_removed_is_empty", condition=Q(removed_at=None) | Q(body="")),
        ]

    def __str__(self):
        return str(self.public_id)

    def get_absolute_url(self):
        """Where the comment stands: on the page of its object, which opens at the right page of the discussion."""
        before = (
            Comment.objects.under(self.about)
            .filter(Q(created_at__lt=self.created_at) | Q(created_at=self.created_at, pk__lt=self.pk))
            .count()
        )
        return f"{self.about.get_absolute_url()}?comments={before // COMMENTS_PER_PAGE + 1}#c-{self.public_id}"
