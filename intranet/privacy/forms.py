"""The shape of a request to be erased."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.base.forms import Form


class EraseForm(Form):
    understood = forms.BooleanField(label=_("I understand that this cannot be undone."))
    password = forms.CharField(
        label=_("Your password"), max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args, agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.agent = agent

    def clean_password(self):
        if not self.agent.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your password. Nothing was erased."))
        return self.cleaned_data["password"]
