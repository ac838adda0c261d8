"""How an agent wants to be told: one choice for each kind of message."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.base.forms import Form
from intranet.directory.models import Agent
from intranet.notifications.messages import messages
from intranet.notifications.models import DIGEST, Channel, Preference

AREAS = {
    "ideas": _("Ideas"),
    "pilots": _("Pilots"),
    "knowledge": _("Knowledge"),
    "skills": _("Skills"),
    "discussion": _("Discussions"),
    "directory": _("Directory"),
}
OTHERS = _("Other messages")


class PreferencesForm(Form):
    """A channel for each kind of message that may reach the agent and be turned off, and the weekly digest."""

    digest = forms.BooleanField(label=_("Send me the weekly digest, on Monday morning"), required=False)

    def __init__(self, *args, agent: Agent, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = dict(Preference.objects.filter(agent=agent).values_list("kind", "channel"))
        self.fields["digest"].initial = DIGEST not in chosen
        for message in messages():
            if message.optional and message.may_reach(agent):
                self.fields[message.kind] = forms.ChoiceField(
                    label=message.label,
                    choices=Channel.choices,
                    initial=chosen.get(message.kind, message.channel),
                )

    def groups(self) -> list[tuple]:
        """The fields of the kinds, by area: [(title, [field, …]), …]."""
        found: dict[str, list] = {}
        for name in self.fields:
            if name != "digest":
                area = name.split(".")[0]
                found.setdefault(area if area in AREAS else "", []).append(self[name])
        return [(AREAS.get(area, OTHERS), found[area]) for area in (*AREAS, "") if area in found]

    def channels(self) -> dict[str, str]:
        """The choices made, by kind."""
        return {name: value for name, value in self.cleaned_data.items() if name != "digest"}
