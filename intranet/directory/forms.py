"""The shape of what is typed about people and units."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.base import clock, text
from intranet.base.addresses import identifier
from intranet.base.forms import Form
from intranet.base.versions import Versioned
from intranet.directory.models import Agent, OrgUnit

NAMED_IN_AN_ERROR = 4


class Combobox(forms.Widget):
    """A list of suggestions over a plain field: the choice in the hidden field `name`, the words typed in `name_words`."""

    template_name = "directory/combobox.html"
    suggestions = ""  # the address that answers with them

    def shown(self, value) -> tuple[str, str]:
        """The choice and the words that stand for `value`: what the form began with, or what was typed."""
        return value or ("", "")

    def value_from_datadict(self, data, files, name):
        return data.get(name, ""), data.get(f"{name}_words", "")

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}_words" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        chosen, words = self.shown(value)
        context["widget"].update(chosen=chosen, words=words, url=reverse(self.suggestions))
        return context


class AgentInput(Combobox):
    """A combobox of colleagues."""

    suggestions = "directory:suggest"

    def shown(self, value):
        return (str(value.public_id), value.name) if isinstance(value, Agent) else super().shown(value)


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
            found = people.filter(public_id=identifier(chosen)).first()
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


UNIT_LENGTH = 200  # characters typed in place of a unit


class UnitInput(Combobox):
    """A combobox of units: a list of all of them would do for a town hall; a ministry has eight thousand."""

    suggestions = "directory:suggest_units"

    def shown(self, value):
        return _shown_unit(value)


class UnitField(forms.Field):
    """One unit, chosen in the list of suggestions, or typed: its code, or its name when no other has it. Cleans to an OrgUnit or None."""

    widget = UnitInput

    def __init__(self, *, placeholder: str | Promise = "", **kwargs):
        self.placeholder = placeholder
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {"placeholder": self.placeholder} if self.placeholder else {}

    def prepare_value(self, value):
        return OrgUnit.objects.filter(pk=value).first() if isinstance(value, int) else value

    def clean(self, value):
        found = value if isinstance(value, OrgUnit) else read_unit(*(value or ("", "")))
        if found is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return found


class UnitsInput(forms.Widget):
    """A few comboboxes of units, one under the other: as many as are chosen, and two more."""

    template_name = "directory/units_input.html"
    use_fieldset = True
    least, spare = 3, 2

    def value_from_datadict(self, data, files, name):
        get = data.getlist if hasattr(data, "getlist") else lambda key: list(data.get(key) or ())
        chosen, words = get(name), get(f"{name}_words")
        lines = max(len(chosen), len(words))
        padded = zip([*chosen, *[""] * (lines - len(chosen))], [*words, *[""] * (lines - len(words))], strict=True)
        return [(code, typed) for code, typed in padded if code or typed.strip()]

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}_words" not in data

    def id_for_label(self, id_):
        return ""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        rows = [_shown_unit(each) for each in value or ()]
        rows += [("", "")] * max(self.spare, self.least - len(rows))
        context["widget"].update(rows=rows, url=reverse(UnitInput.suggestions))
        return context


class UnitsField(forms.Field):
    """Several units (`most` at most), each chosen or typed as in a UnitField. Cleans to a list of OrgUnit, each once, in the order typed."""

    widget = UnitsInput

    def __init__(self, *, most: int = 60, **kwargs):
        self.most = most
        super().__init__(**kwargs)

    def clean(self, value):
        lines = value or []
        if len(lines) > self.most:
            raise ValidationError(_("{n} units at most.").format(n=self.most))
        found: list[OrgUnit] = []
        errors = []
        for line in lines:
            try:
                unit = line if isinstance(line, OrgUnit) else read_unit(*line)
            except ValidationError as error:
                errors.append(error)
            else:
                if unit is not None and unit not in found:
                    found.append(unit)
        if errors:
            raise ValidationError(errors)
        if not found and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return found


def read_unit(chosen: str, words: str) -> OrgUnit | None:
    """The unit that was chosen (its code) or typed (its code or its name); None when nothing was.

    The choice counts as long as its words were not changed after it. Refuses, with what to do, words that
    name no unit, or several.
    """
    chosen, words = text.clean(chosen)[:UNIT_LENGTH], text.clean(words)[:UNIT_LENGTH]
    unit = OrgUnit.objects.filter(code=chosen).first() if chosen else None
    if unit is not None and words in ("", unit.name):
        return unit
    if not words:
        if chosen:
            raise ValidationError(_("This unit was not found: choose a name in the list."))
        return None
    unit = OrgUnit.objects.filter(code=words).first()
    if unit is not None:
        return unit
    near = list(OrgUnit.objects.named(words).order_by("depth", "path")[:50])
    same = [each for each in near if text.words(each.name) == text.words(words)]
    if len(same) == 1:
        return same[0]
    if same:
        lines = "; ".join(f"{each.code} ({place})" for each, place in places_of(same[:NAMED_IN_AN_ERROR]))
        raise ValidationError(_("Several units have this name. Write the code of the right one: {units}").format(units=lines))
    if near:
        names = ", ".join(text.quoted(each.name) for each in near[:NAMED_IN_AN_ERROR])
        raise ValidationError(_("“{words}” is the name of no unit. Perhaps {names}?").format(words=words, names=names))
    raise ValidationError(_("“{words}” is the name of no unit: check it, or choose a name in the list.").format(words=words))


def places_of(units: list[OrgUnit]) -> list[tuple[OrgUnit, str]]:
    """Each unit with the names of those that contain it, from the direction down, in one query."""
    above = {unit: unit.paths_above[1:-1] for unit in units}
    names = dict(OrgUnit.objects.filter(path__in={path for paths in above.values() for path in paths}).values_list("path", "name"))
    return [(unit, ", ".join(names[path] for path in paths)) for unit, paths in above.items()]


def _shown_unit(value) -> tuple[str, str]:
    """The code and the words that a combobox shows: of a unit, of a code (as in an address), or of what was typed."""
    if isinstance(value, OrgUnit):
        return value.code, value.name
    chosen, words = value or ("", "")
    if chosen and not words:
        words = OrgUnit.objects.filter(code=text.clean(chosen)[:UNIT_LENGTH]).values_list("name", flat=True).first() or chosen
    return chosen, words


class EntryForm(Versioned, Form):
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
