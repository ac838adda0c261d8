"""Mails about an account: promised by the adapter, sent from the outbox. Nothing of them is kept once they are sent."""

from datetime import datetime

from intranet.accounts import mail
from intranet.directory.models import Agent
from intranet.jobs.outbox import job


@job("accounts.password_link", atomic=False, forget=True)
def send_password_link(*, agent: int) -> None:
    """Send a link to choose a password; nothing to an account that was closed meanwhile."""
    found = Agent.objects.filter(pk=agent, is_active=True).first()
    if found is not None:
        mail.send_password_link(found)


@job("accounts.notice", atomic=False, forget=True)
def send_notice(*, agent: int, template: str, at: str, ip: str, browser: str) -> None:
    """Tell the holder of an account that its password or its second factor changed, when, and from where."""
    found = Agent.objects.filter(pk=agent).first()
    if found is not None and found.email:
        mail.send(found, template, {"timestamp": datetime.fromisoformat(at), "ip": ip, "user_agent": browser})
