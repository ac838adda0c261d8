"""What is posted: done once, refused where it is read, and what was typed is kept."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ValidationError
from django.http import QueryDict

from intranet.base.forms import TOKEN_FIELD, Form, new_token
from intranet.base.posting import button, form_page

done = []


class Note(Form):
    word = forms.CharField(label="Mot")


@pytest.fixture
def post(rf, agent):
    """`post(token, word=…)`: what a signed-in agent posts."""

    def make(token="", **typed):
        request = rf.post("/", {TOKEN_FIELD: token, **typed})
        request.user, request.session, request.htmx = agent, {}, False
        request._messages = FallbackStorage(request)
        return request

    done.clear()
    return make


def said(request):
    return [str(each) for each in get_messages(request)]


def page(request, act):
    form = Note(request.POST if request.POST else QueryDict())
    return form_page(request, form, act, "components/form.html", {"errors": [], "fields": []}, done="Fait."), form


def write(data):
    done.append(data["word"])
    return "/people/"


def refuse_word(data):
    done.append(data["word"])
    raise ValidationError({"word": "Ce mot est pris.", "elsewhere": "Et ceci."})


def test_form_when_sent_then_done_once_and_led_further(post, agent):
    token = new_token(agent.pk)
    for _click in range(2):
        request = post(token, word="bonjour")
        assert page(request, write)[0].url == "/people/"
    assert done == ["bonjour"]


def test_form_when_refused_then_each_sentence_is_in_its_place_and_what_was_typed_stays(post, agent):
    token = new_token(agent.pk)
    request = post(token, word="bonjour")
    answer, form = page(request, refuse_word)
    assert answer.status_code == 422
    assert form.errors == {"word": ["Ce mot est pris."], "__all__": ["Et ceci."]}
    assert form["word"].value() == "bonjour"
    assert said(request) == []
    page(post(token, word="bonsoir"), write)  # refused, it is not taken for sent
    assert done == ["bonjour", "bonsoir"]


def test_button_when_pressed_twice_then_done_and_said_once(post, agent):
    token = new_token(agent.pk)
    requests = [post(token), post(token)]
    for request in requests:
        assert button(request, lambda: done.append(1), "/people/", done="Fait.").url == "/people/"
    assert done == [1]
    assert [said(request) for request in requests] == [["Fait."], []]


def test_button_when_refused_then_it_is_said_where_it_leads(post):
    request = post()

    def refuse():
        raise ValidationError(["Non.", "Vraiment."])

    assert button(request, refuse, "/people/", done="Fait.").url == "/people/"
    assert said(request) == ["Non.", "Vraiment."]
