"""People who can really sign in."""

from tests.factories import AgentFactory

PASSWORD = "Un-mot-2-passe-long"


def member(**fields):
    """An agent with a password that keeps the rule."""
    agent = AgentFactory(**fields)
    agent.set_password(PASSWORD)
    agent.save()
    return agent


def sign_in(browser, agent, password=PASSWORD, **more):
    """Sign in through the page, as a person does."""
    return browser.post_form("/accounts/login/", {"login": agent.username, "password": password, **more})
