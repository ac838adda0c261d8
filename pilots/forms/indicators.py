"""Indicators, targets, measures, marks."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.base.forms import Form, ModelForm
from intranet.directory.forms import AgentField
from pilots.actions.indicators import DEFINED, Entry
from pilots.forms.fields import DayField, area
from pilots.forms.measures import MOST_CHARACTERS, MOST_LINES, Pasted, period_end, read_number, read_pasted
from pilots.models import Indicator, Intervention


class FigureField(forms.CharField):
    """A number, with a French or an English decimal mark."""

    def __init__(self, **kwargs):
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return None
        number = read_number(value)
        if number is None:
            raise ValidationError(gettext("This is not a number that can be read: write 12,5."))
        return number

    def validate(self, value):
        if self.required and value is None:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value):
        return None

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else f"{value.normalize():f}".replace(".", ",")


class IndicatorForm(ModelForm):
    """What is measured, and what is known of it before."""

    owner = AgentField(label=_("Who measures"), help_text=_("This person is reminded when a measure is due."))
    baseline_value = FigureField(label=_("Value before"), required=False)
    baseline_from = DayField(label=_("Measured before, from"), required=False)
    baseline_to = DayField(label=_("Measured before, until"), required=False)

    class Meta:
        model = Indicator
        fields = DEFINED
        widgets = {"method": area(3)}
        help_texts = {
            "unit": _("Completes the figure: “20 handovers a week”, “62 % of calls”."),
            "baseline_none_reason": _("A change cannot be told without knowing what was usual. When nothing was measured, say why."),
            "min_publishable_n": _("A measure that rests on fewer people is masked everywhere."),
            "is_headline": _("The one shown first on the page of the pilot."),
        }

    def __init__(self, *args, agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].viewer = agent

    def clean(self):
        data = super().clean()
        first, last = data.get("baseline_from"), data.get("baseline_to")
        if bool(first) != bool(last):
            self.add_error("baseline_to" if first else "baseline_from", _("Give both days, or neither."))
        elif first and last and last < first:
            self.add_error("baseline_to", _("This day comes before the first one."))
        return data


class TargetForm(Form):
    """What is aimed at."""

    value = FigureField(label=_("Value"))
    upper = FigureField(label=_("Upper end of the range"), required=False)
    starts_on = DayField(label=_("From"))
    due_on = DayField(label=_("By when"))
    rationale = forms.CharField(label=_("Why this value"), max_length=400, required=False)
    reason = forms.CharField(label=_("Why the present target is replaced"), max_length=400)

    def __init__(self, *args, indicator, has_target, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_target:
            del self.fields["reason"]
        if indicator.direction != Indicator.Direction.IN_RANGE:
            del self.fields["upper"]


class MeasureForm(Form):
    """One measure, typed."""

    start = DayField(label=_("First day of the period"))
    end = DayField(label=_("Last day"), required=False, help_text=_("Left empty: as long as the rhythm of the indicator."))
    value = FigureField(label=_("Value"))
    numerator = FigureField(label=_("So many"))
    denominator = FigureField(label=_("Out of"))
    n = forms.IntegerField(label=_("Number of people it rests on"), min_value=0, max_value=2_000_000_000, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    is_final = forms.BooleanField(
        label=_("This figure is final"), required=False, initial=True, help_text=_("A final figure is only corrected with a reason.")
    )
    correction_reason = forms.CharField(
        label=_("Why it is corrected"), max_length=300, required=False, help_text=_("Only when this period already has a final figure.")
    )

    def __init__(self, *args, indicator, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        for name in ("value",) if indicator.is_rate else ("numerator", "denominator"):
            del self.fields[name]

    def clean(self):
        data = super().clean()
        start = data.get("start")
        if start and not self.errors:
            end = data.get("end") or period_end(start, self.indicator.frequency)
            if end < start:
                self.add_error("end", _("The period ends before it begins."))
            top, bottom = data.get("numerator"), data.get("denominator")
            if bottom is not None and (bottom <= 0 or top < 0 or top > bottom):
                self.add_error("numerator", _("So many out of so many: the second number is over zero, and the first is not greater."))
            data["entry"] = Entry(
                start=start, end=end, value=data.get("value"), numerator=top, denominator=bottom, n=data.get("n"), note=data["note"]
            )
        return data


class PasteForm(Form):
    """Measures pasted from a spreadsheet. `pasted` holds what was read, line by line."""

    lines = forms.CharField(
        label=_("Lines copied from a spreadsheet"),
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    is_final = forms.BooleanField(label=_("These figures are final"), required=False, initial=True)
    correction_reason = forms.CharField(
        label=_("Why they are corrected"), max_length=300, required=False, help_text=_("Only when a period already has a final figure.")
    )

    def __init__(self, *args, indicator, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.fields["lines"].help_text = (
            _(
                "One line for each period: first day, perhaps last day, so many, out of so many. Cells separated by a tab or a semicolon; 12/05/2026 and 12,5 are read."
            )
            if indicator.is_rate
            else _(
                "One line for each period: first day, perhaps last day, value, perhaps the number of people. Cells separated by a tab or a semicolon; 12/05/2026 and 12,5 are read."
            )
        )
        self.pasted: Pasted | None = None

    def clean_lines(self):
        lines = self.cleaned_data["lines"]
        if len(lines.splitlines()) > MOST_LINES:
            raise ValidationError(gettext("{most} lines at most at once.").format(most=MOST_LINES))
        self.pasted = read_pasted(lines, self.indicator)
        if not self.pasted.lines:
            raise ValidationError(gettext("There is no measure in these lines."))
        return lines


class MarkForm(Form):
    """Something that happened."""

    happened_on = DayField(label=_("Day"))
    label = forms.CharField(label=_("In a few words"), max_length=80)
    since = forms.CharField(
        label=_("Completes “since …”"), max_length=60, required=False, help_text=_("For the sentence under the curve: “the opening”.")
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[c for c in Intervention.Kind.choices if c[0] != "adjustment"], initial=Intervention.Kind.EVENT
    )


class RecalculateForm(Form):
    """New limits from a mark on."""

    intervention = forms.ModelChoiceField(Intervention.objects.none(), label=_("From which mark on"), to_field_name="public_id")
    reason = forms.CharField(
        label=_("Why the usual variation has changed for good"), max_length=400, widget=area(3), help_text=_("Your name stands beside it.")
    )

    def __init__(self, *args, indicator, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["intervention"].queryset = indicator.pilot.interventions.all()
