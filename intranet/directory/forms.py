"""The shape of what is typed about people."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.base import clock, text
from intranet.base.forms import Form
from intranet.directory.models import Agent

NAMED_IN_AN_ERROR = 4


class AgentInput(forms.Widget):
    """A combobox of colleagues over a plain field: the choice in the hidden field `name`, the words typed in `name_words`."""

    template_name = "directory/agent_input.html"

    def value_from_datadict(self, data, files, name):
        return data.get(name, ""), data.get(f"{name}_words", "")

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}_words" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        chosen, words = (str(value.public_id), value.name) if isinstance(value, Agent) else value or ("", "")
        context["widget"].update(chosen=chosen, words=words, url=reverse_lazy("directory:suggest"))
        return context


class AgentField(forms.Field):
    """One colleague, chosen in the list of suggestions, or typed: a whole name or an e-mail address.

    Cleans to an Agent whom `viewer` may find (set it in the form's `__init__`), or None.
    """

    widget = AgentInput
    viewer: Agent | None = None

    def clean(self, value):
        chosen, words = value or ("", "")
        words = text.clean(words)[:200]
        people = Agent.objects.visible_to(self.viewer)
        if chosen:
            found = people.filter(public_id=_identifier(chosen)).first()
            if found is None:
                raise ValidationError(_("This colleague was not found: choose a name in the list."))
            return found
        if not words:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if "@" in words:
            matching = list(people.filter(email__iexact=words)[:1])
        else:
            matching = list(people.named(words).with_place().by_name()[: NAMED_IN_AN_ERROR + 1])
        if not matching:
            raise ValidationError(_("Nobody has this name: check it, or choose a name in the list."))
        if len(matching) > 1:
            names = "; ".join(f"{a.name} ({a.email})" for a in matching[:NAMED_IN_AN_ERROR])
            raise ValidationError(
                _("Several colleagues have this name. Write the e-mail address of the right one: {names}").format(names=names)
            )
        return matching[0]


def _identifier(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


class EntryForm(Form):
    """What an agent says of themselves."""

    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=30,
        required=False,
        validators=Agent._meta.get_field("phone").validators,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    about = forms.CharField(
        label=gettext_lazy("In a few words"),
        help_text=gettext_lazy("What you do, what colleagues may ask you. Everyone may read it."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("That of the pages and of the e-mails that you receive."),
        choices=[("fr", "Français"), ("en", "English")],
    )


class AbsenceForm(Form):
    """An absence and who covers it."""

    absent_from = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    absent_until = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Leave empty when you do not know it yet."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    cover = AgentField(
        label=gettext_lazy("Covered by"),
        help_text=gettext_lazy("The colleague whom others may turn to: the first letters of the name are enough."),
        required=False,
    )

    def __init__(self, *args, agent: Agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.agent = agent
        self.fields["cover"].viewer = agent

    def clean_cover(self):
        cover = self.cleaned_data["cover"]
        if cover is not None and cover.pk == self.agent.pk:
            raise ValidationError(_("Choose a colleague other than yourself."))
        return cover

    def clean_absent_from(self):
        first = self.cleaned_data["absent_from"]
        if abs((first - clock.today()).days) > 3 * 366:
            raise ValidationError(_("This date is too far from today."))
        return first
