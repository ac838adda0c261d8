"""Who signs in with a password: by user name or e-mail address, through allauth (which throttles)."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from intranet.directory.models import Agent

DEMO_PASSWORD = "traverse-demo"  # noqa: S105 - public on purpose, refused outside local settings

DEMO_ACCOUNTS = ("lea", "karim", "paul", "nadia", "helene", "sofia", "ines", "admin")


class AgentBackend(AuthenticationBackend):
    """allauth's backend, less the demo password where demo accounts are not allowed."""

    def authenticate(self, request, **credentials):
        if credentials.get("password") == DEMO_PASSWORD and not settings.TRAVERSE_DEMO_ACCOUNTS:
            return None
        return super().authenticate(request, **credentials)

    def get_user(self, user_id):
        """The agent of a session, with their unit: most pages ask in which direction one works."""
        agent = Agent.objects.select_related("unit").filter(pk=user_id).first()
        return agent if agent is not None and self.user_can_authenticate(agent) else None
