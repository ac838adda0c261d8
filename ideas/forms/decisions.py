"""The shape of what is typed about decisions and answers."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.models import Campaign, Decision, ReplyDuty
from intranet.base.forms import Form
from intranet.directory.models import OrgUnit

ROWS_AT_FIRST = 3
ROWS_AT_MOST = 12


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DecisionForm(Form):
    """A decision being written. Everything may be missing from a draft; the preview says what its publication still needs."""

    outcome = forms.ChoiceField(label=_("What is decided"), choices=Decision.Outcome.choices, required=False, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label=_("The decision, and why"),
        max_length=8000,
        required=False,
        widget=area(8),
        help_text=_("To those concerned, in plain words, 80 characters at least. Markdown: *emphasis*, lists, links."),
    )
    divergence_reason = forms.CharField(label=_("Why it departs from the vote"), max_length=4000, required=False, widget=area(4))
    alternatives = forms.CharField(label=_("What else was considered"), max_length=4000, required=False, widget=area(3))
    review_on = forms.DateField(
        label=_("Look at it again on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        help_text=_("Required when the decision is deferred."),
    )

    def __init__(self, *args, decision: Decision | None = None, has_vote: bool = True, **kwargs):
        if decision is not None:
            kwargs.setdefault("initial", {name: getattr(decision, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        if not has_vote:
            del self.fields["divergence_reason"]
        written = decision.reasons if decision is not None else []
        self.row_count = self._rows(len(written))
        suggested = [
            gettext("Effect for the person at the counter"),
            gettext("What it takes to do it"),
            gettext("Cost, and who pays"),
        ]
        for index in range(self.row_count):
            row = written[index] if index < len(written) else {}
            criterion = row.get("criterion") or (suggested[index] if index < len(suggested) and not written else "")
            self.fields[f"criterion_{index}"] = forms.CharField(
                label=gettext("Criterion {n}").format(n=index + 1), max_length=160, required=False, initial=criterion
            )
            self.fields[f"finding_{index}"] = forms.CharField(
                label=gettext("What was found, criterion {n}").format(n=index + 1),
                max_length=1500,
                required=False,
                initial=row.get("finding", ""),
                widget=area(2),
            )

    def _rows(self, written: int) -> int:
        if not self.is_bound:
            return min(max(ROWS_AT_FIRST, written + 1), ROWS_AT_MOST)
        shown = sum(1 for index in range(ROWS_AT_MOST) if f"finding_{index}" in self.data)
        return min(max(shown + ("more" in self.data), 1), ROWS_AT_MOST)

    @property
    def wants_more(self) -> bool:
        """Whether the button pressed asks for one more criterion."""
        return self.is_bound and "more" in self.data

    @property
    def may_grow(self) -> bool:
        return self.row_count < ROWS_AT_MOST

    @property
    def rows(self):
        """The criteria: pairs of fields."""
        return [(self[f"criterion_{index}"], self[f"finding_{index}"]) for index in range(self.row_count)]

    def clean(self):
        data = super().clean()
        for index in range(self.row_count):
            if data.get(f"finding_{index}") and not data.get(f"criterion_{index}"):
                self.add_error(f"criterion_{index}", _("Name the criterion of this finding."))
        return data

    @property
    def words(self) -> dict:
        """What the action takes."""
        data = self.cleaned_data
        names = ("outcome", "explanation", "alternatives", "divergence_reason", "review_on")
        reasons = [
            {"criterion": data[f"criterion_{index}"], "finding": data[f"finding_{index}"]}
            for index in range(self.row_count)
            if data[f"finding_{index}"]
        ]
        return {name: data[name] for name in names if name in data} | {"reasons": reasons}


class Filter(forms.Form):
    """A filter in the address: what is not understood is left aside, never an error page."""

    @property
    def chosen(self) -> dict:
        """The filters that hold something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def active(self) -> int:
        """How many filters hold something, beside the words."""
        return len(self.chosen.keys() - {"q"})


class RegisterFilter(Filter):
    """Filters of the register of decisions."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", _("Anything")), *Decision.Outcome.choices])
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Campaign"), required=False, to_field_name="slug", empty_label=_("Anything")
    )
    vote = forms.ChoiceField(
        label=_("The vote"),
        required=False,
        choices=[
            ("", _("Anything")),
            ("follows", _("follows the vote")),
            ("departs", _("departs from the vote")),
            ("none", _("without a vote")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.published().order_by("name")


class DutyFilter(Filter):
    """Filters of the answers that are owed."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Expected")),
            ("late", _("Late")),
            (ReplyDuty.State.ANSWERED, _("Answered")),
            (ReplyDuty.State.WAIVED, _("Waived")),
            ("all", _("All")),
        ],
    )
    direction = forms.ModelChoiceField(
        OrgUnit.objects.none(), label=_("Direction"), required=False, to_field_name="code", empty_label=_("Anything")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["direction"].queryset = OrgUnit.objects.filter(depth=2).order_by("path")
