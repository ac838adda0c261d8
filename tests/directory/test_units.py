"""A unit is chosen in a list of suggestions, or typed."""

import pytest
from django import forms as django_forms
from django.http import QueryDict

from intranet.directory import forms
from tests.factories import AgentFactory
from tests.factories import unit as make_unit


class OneUnit(django_forms.Form):
    unit = forms.UnitField(required=False)


class ManyUnits(django_forms.Form):
    units = forms.UnitsField()


def one(**data):
    return OneUnit(data)


@pytest.fixture
def reception(db):
    return make_unit(name="Accueil de Grasse", code="acc-grasse")


def test_unit_when_chosen_then_its_code_says_it(reception):
    form = one(unit="acc-grasse", unit_words="Accueil de Grasse")
    assert form.is_valid()
    assert form.cleaned_data["unit"] == reception


@pytest.mark.parametrize("typed", ["acc-grasse", "Accueil de Grasse", "ACCUEIL DE GRASSE", "accueil de grasse "])
def test_unit_when_its_code_or_whole_name_is_typed_then_it_is_found(reception, typed):
    form = one(unit_words=typed)
    assert form.is_valid()
    assert form.cleaned_data["unit"] == reception


def test_unit_when_the_words_changed_after_the_choice_then_the_words_count(reception):
    other = make_unit(name="Voirie", code="voirie")
    form = one(unit="acc-grasse", unit_words="Voirie")
    assert form.is_valid()
    assert form.cleaned_data["unit"] == other


def test_unit_when_two_have_the_name_then_it_asks_which_and_keeps_the_words(reception):
    make_unit(name="Accueil de Grasse", code="acc-grasse-2")
    form = one(unit_words="Accueil de Grasse")
    assert not form.is_valid()
    assert "acc-grasse-2" in form.errors["unit"][0]
    assert 'value="Accueil de Grasse"' in str(form["unit"])


@pytest.mark.parametrize(("typed", "said"), [("Accueil", "Accueil de Grasse"), ("Rien de tel", "Rien de tel"), ("\x00" * 5 + "zz", "zz")])
def test_unit_when_the_words_name_none_then_it_says_what_is_near(reception, typed, said):
    form = one(unit_words=typed)
    assert not form.is_valid()
    assert said in form.errors["unit"][0]


def test_unit_when_the_code_is_forged_then_it_is_refused(reception):
    assert "unit" in one(unit="<script>").errors
    assert one(unit="", unit_words="").is_valid()


def test_units_when_several_lines_are_filled_then_each_is_read_once(reception):
    roads = make_unit(name="Voirie", code="voirie")
    form = ManyUnits(QueryDict("units=acc-grasse&units_words=Accueil+de+Grasse&units=&units_words=voirie&units=voirie&units_words="))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["units"] == [reception, roads]


def test_units_when_one_line_is_wrong_then_all_lines_are_kept(reception):
    form = ManyUnits(QueryDict("units=acc-grasse&units_words=Accueil+de+Grasse&units=&units_words=Introuvable"))
    assert not form.is_valid()
    assert "Introuvable" in form.errors["units"][0]
    assert 'value="Accueil de Grasse"' in str(form["units"])
    assert 'value="Introuvable"' in str(form["units"])
    assert not ManyUnits(QueryDict("")).is_valid()


def test_suggestions_when_a_few_letters_are_typed_then_units_come_with_where_they_are(reception, as_agent):
    browser = as_agent(AgentFactory())
    found = browser.get("/people/suggest/units/?q=grasse").json()
    assert found == [{"value": "acc-grasse", "label": "Accueil de Grasse", "note": ""}]
    assert browser.get("/people/suggest/units/?q=%00").json() == []
    assert browser.get("/people/suggest/units/").json() == []
