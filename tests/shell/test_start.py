"""Serving everything in one process."""

import pytest
from django.conf import settings

from intranet.notifications.mail import absolute
from intranet.shell.management.commands.start import Command, _Server


@pytest.mark.parametrize(
    ("told", "expected"), [("", "http://localhost:8140/x/"), ("https://intranet.example.fr", "https://intranet.example.fr/x/")]
)
def test_start_when_on_another_port_then_mails_lead_to_it(monkeypatch, told, expected):
    monkeypatch.setenv("SITE_URL", told)
    for name in ("SITE_URL", "WAGTAILADMIN_BASE_URL"):
        monkeypatch.setattr(settings, name, told or "http://localhost:8000")
    Command()._tell_address(8140)
    assert absolute("/x/") == expected


def test_start_when_an_address_is_long_then_the_product_answers_it():
    assert _Server(8140).cfg.limit_request_line == 8190
    assert '"--limit-request-line", "8190"' in (settings.BASE_DIR / "Dockerfile").read_text()
