"""The shape of a comment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.base.forms import Form


class CommentForm(Form):
    body = forms.CharField(
        label=_("Your comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "data-mentions": "/people/suggest/"}),
        help_text=_("Markdown: *emphasis*, lists, links. @ names a colleague, who is told."),
    )


class RemovalForm(Form):
    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("The author will read it. Not needed for your own comment.")
    )
