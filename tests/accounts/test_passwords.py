"""The rule of the CNIL, the link by mail, and the change of a password."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend

from intranet.accounts.passwords import CnilPasswordValidator
from intranet.base import clock
from intranet.jobs.models import Job
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
    return re.search(rf"{settings.SITE_URL}(/accounts/password/reset/key/\S+)", mail.body).group(1)


def test_reset_when_asked_then_a_link_in_the_reader_s_language_works_once(browser, drain, mailoutbox):
    agent = member(email="lea@exemple.fr", language="en")
    browser.post_form("/accounts/password/reset/", {"email": "LEA@exemple.fr"})
    drain()
    (mail,) = mailoutbox
    assert mail.to == ["lea@exemple.fr"]
    assert mail.subject == "Traverse: choose a new password"
    assert "asked to choose" in mail.body
    page = browser.get(link_of(mail), follow=True)
    answer = browser.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert answer.url == "/accounts/password/reset/key/done/"
    assert sign_in(Browser(), agent, NEW).status_code == 302
    assert "n’est plus valable" in Browser().get(link_of(mail), follow=True).content.decode()


def test_reset_when_the_password_is_weak_then_it_is_refused(browser, drain, mailoutbox):
    agent = member(email="lea@exemple.fr")
    browser.post_form("/accounts/password/reset/", {"email": "lea@exemple.fr"})
    drain()
    page = browser.get(link_of(mailoutbox[0]), follow=True)
    answer = browser.post(page.redirect_chain[-1][0], {"password1": "court", "password2": "court"})
    assert "error-summary" in answer.content.decode()
    assert sign_in(Browser(), agent).status_code == 302


def test_reset_when_the_address_is_unknown_or_closed_then_the_same_page_and_no_mail(browser, drain, mailoutbox):
    member(email="parti@exemple.fr", is_active=False)
    answers = [browser.post_form("/accounts/password/reset/", {"email": e}) for e in ("inconnu@exemple.fr", "parti@exemple.fr")]
    assert {answer.url for answer in answers} == {"/accounts/password/reset/done/"}
    drain()
    assert mailoutbox == []


def test_password_when_changed_then_its_holder_is_told_by_mail(browser, drain, mailoutbox):
    agent = member()
    sign_in(browser, agent)
    browser.post_form("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    drain()
    (mail,) = mailoutbox
    assert mail.to == [agent.email]
    assert "Votre mot de passe a été changé" in mail.body
    assert NEW not in mail.body


class Down(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("down")


def test_reset_when_the_mail_server_is_down_then_the_page_answers_and_the_mail_goes_later(browser, settings, drain, mailoutbox):
    member(email="lea@exemple.fr")
    in_order = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.accounts.test_passwords.Down"
    answers = [browser.post_form("/accounts/password/reset/", {"email": e}) for e in ("lea@exemple.fr", "inconnu@exemple.fr")]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/accounts/password/reset/done/")}
    drain()
    assert Job.objects.get(name="accounts.password_link").last_error
    settings.EMAIL_BACKEND = in_order
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        drain()
    assert [mail.to for mail in mailoutbox] == [["lea@exemple.fr"]]


def test_reset_when_it_waits_then_no_row_holds_the_link_and_once_sent_none_is_left(browser, drain, mailoutbox):
    agent = member(email="lea@exemple.fr")
    browser.post_form("/accounts/password/reset/", {"email": "lea@exemple.fr"})
    assert Job.objects.get(name="accounts.password_link").arguments == {"agent": agent.pk}
    drain()
    assert browser.get(link_of(mailoutbox[0])).status_code == 302
    assert not Job.objects.filter(name__startswith="accounts.").exists()


def test_reset_when_the_account_is_closed_before_the_mail_leaves_then_no_mail(browser, drain, mailoutbox):
    agent = member(email="lea@exemple.fr")
    browser.post_form("/accounts/password/reset/", {"email": "lea@exemple.fr"})
    agent.is_active = False
    agent.save()
    drain()
    assert mailoutbox == []
