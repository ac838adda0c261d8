"""The rule of the CNIL, the link by mail, and the change of a password."""

import re

import pytest
from django.core.exceptions import ValidationError

from intranet.accounts.passwords import CnilPasswordValidator
from tests.accounts.factories import PASSWORD, member, sign_in
from tests.conftest import Browser

NEW = "Une-autre-phrase-7"


@pytest.mark.parametrize(
    "password", ["Abcdefghij1!", "Abcdefghijkl12", "abcdefghijk12!", "sept mots bien longs pour une phrase", "Àbcdefghijk1_"]
)
def test_password_when_strong_then_accepted(password):
    CnilPasswordValidator().validate(password)


@pytest.mark.parametrize(
    "password",
    ["Abcdefghi1!", "abcdefghijkl1", "abcdefghijklmnopqrstuvwxyz", "Abcdefghijkl1", "six mots ne suffisent pas ici", "traverse-demo", ""],
)
def test_password_when_weak_then_refused_with_the_rule(password):
    with pytest.raises(ValidationError, match="12"):
        CnilPasswordValidator().validate(password)


def test_change_when_it_keeps_the_rule_then_other_sessions_end(browser):
    agent = member()
    elsewhere = Browser()
    sign_in(browser, agent)
    sign_in(elsewhere, agent)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert browser.post_form("/accounts/password/change/", data).url == "/accounts/"
    assert browser.get("/people/").status_code == 200
    assert elsewhere.get("/people/").status_code == 302
    assert sign_in(Browser(), agent).status_code == 200
    assert sign_in(Browser(), agent, NEW).status_code == 302


@pytest.mark.parametrize(
    "data",
    [
        {"oldpassword": "faux", "password1": NEW, "password2": NEW},
        {"oldpassword": PASSWORD, "password1": "court", "password2": "court"},
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "x"},
        {"oldpassword": PASSWORD, "password1": "a" * 5000, "password2": "a" * 5000},
    ],
)
def test_change_when_something_is_wrong_then_nothing_changes(browser, data):
    agent = member()
    sign_in(browser, agent)
    answer = browser.post_form("/accounts/password/change/", data)
    assert "error-summary" in answer.content.decode()
    assert sign_in(Browser(), agent).status_code == 302


def link_of(mail):
    return re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.body).group(1)


def test_reset_when_asked_then_a_link_in_the_reader_s_language_works_once(browser, mailoutbox):
    agent = member(email="lea@exemple.fr", language="en")
    browser.post_form("/accounts/password/reset/", {"email": "LEA@exemple.fr"})
    (mail,) = mailoutbox
    assert mail.to == ["lea@exemple.fr"]
    assert mail.subject == "Traverse: choose a new password"
    assert "asked to choose" in mail.body
    page = browser.get(link_of(mail), follow=True)
    answer = browser.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert answer.url == "/accounts/password/reset/key/done/"
    assert sign_in(Browser(), agent, NEW).status_code == 302
    assert "n’est plus valable" in Browser().get(link_of(mail), follow=True).content.decode()


def test_reset_when_the_password_is_weak_then_it_is_refused(browser, mailoutbox):
    agent = member(email="lea@exemple.fr")
    browser.post_form("/accounts/password/reset/", {"email": "lea@exemple.fr"})
    page = browser.get(link_of(mailoutbox[0]), follow=True)
    answer = browser.post(page.redirect_chain[-1][0], {"password1": "court", "password2": "court"})
    assert "error-summary" in answer.content.decode()
    assert sign_in(Browser(), agent).status_code == 302


def test_reset_when_the_address_is_unknown_or_closed_then_the_same_page_and_no_mail(browser, mailoutbox):
    member(email="parti@exemple.fr", is_active=False)
    answers = [browser.post_form("/accounts/password/reset/", {"email": e}) for e in ("inconnu@exemple.fr", "parti@exemple.fr")]
    assert {answer.url for answer in answers} == {"/accounts/password/reset/done/"}
    assert mailoutbox == []


def test_password_when_changed_then_its_holder_is_told_by_mail(browser, mailoutbox):
    agent = member()
    sign_in(browser, agent)
    browser.post_form("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    (mail,) = mailoutbox
    assert mail.to == [agent.email]
    assert "Votre mot de passe a été changé" in mail.body
    assert NEW not in mail.body
