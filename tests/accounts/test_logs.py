"""What happens to accounts is a line, with identifiers only."""

import json
import logging

from intranet.base.logs import LineFormatter
from tests.accounts.factories import PASSWORD, member, sign_in

NEW = "Une-autre-phrase-7"


def lines(caplog):
    return [(record.getMessage(), record.fields) for record in caplog.records if record.name == "traverse.accounts"]


def test_account_when_used_then_each_act_is_a_line_without_name_nor_password(browser, caplog):
    caplog.set_level(logging.INFO)
    agent = member(username="lea-du-journal", email="lea-du-journal@exemple.fr")
    sign_in(browser, agent, "un-faux-secret")
    browser.post_form("/accounts/login/", {"login": "personne", "password": "un-faux-secret"})
    sign_in(browser, agent)
    browser.post_form("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    browser.post("/accounts/logout/")
    assert lines(caplog) == [
        ("sign_in_failed", {"agent": agent.pk}),
        ("sign_in_failed", {"agent": None}),
        ("signed_in", {"agent": agent.pk}),
        ("password_changed", {"agent": agent.pk}),
        ("signed_out", {"agent": agent.pk}),
    ]
    written = "\n".join(LineFormatter().format(record) for record in caplog.records)
    for secret in ("lea-du-journal", "un-faux-secret", PASSWORD, NEW):
        assert secret not in written
    assert json.loads(written.splitlines()[0])["event"]


def test_closed_account_when_it_tries_then_it_is_a_line(browser, caplog):
    caplog.set_level(logging.INFO)
    agent = member(is_active=False)
    sign_in(browser, agent)
    assert lines(caplog) == [("sign_in_refused_inactive", {"agent": agent.pk})]
