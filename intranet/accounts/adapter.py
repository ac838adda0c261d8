"""allauth, told that accounts come from the directory, and that its mails are promised to the outbox."""

from allauth.account.adapter import HTTP_USER_AGENT_MAX_LENGTH, DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet import roles
from intranet.accounts import locked, logs
from intranet.base import clock
from intranet.jobs import outbox

WRONG = _("The user name, the e-mail address or the password is not right.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": _("Too many tries with a wrong password. Wait five minutes, then try again."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or it is too old. Write the one that the application shows now."),
        "invalid_password_reset": _("This link is no longer valid."),
    }

    def is_open_for_signup(self, request):
        return False

    def get_password_change_redirect_url(self, request):
        return reverse("accounts:security")

    # Mails are promised, like every other: the page answers at once, whatever the mail server does.

    def send_password_reset_mail(self, user, email, context):
        """Only who asked is written down: the link of `context` is a secret, and another is made when the mail leaves."""
        outbox.promise("accounts.password_link", agent=user.pk)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        outbox.promise(
            "accounts.notice",
            agent=user.pk,
            template=template_prefix,
            at=clock.now().isoformat(),
            ip=self.get_client_ip(self.request),
            browser=self.get_http_user_agent(self.request)[:HTTP_USER_AGENT_MAX_LENGTH],
        )

    def pre_authenticate(self, request, **credentials):
        try:
            super().pre_authenticate(request, **credentials)
        except Exception:
            logs.write("sign_in_throttled", logs.agent_of(credentials))
            raise

    def authentication_failed(self, request, **credentials):
        logs.write("sign_in_failed", logs.agent_of(credentials))

    def respond_user_inactive(self, request, user):
        logs.write("sign_in_refused_inactive", user.pk)
        return super().respond_user_inactive(request, user)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("Administrators keep their second factor. To change the device, ask another administrator."),
        "cannot_generate_recovery_codes": _("Activate the second factor first."),
    }

    def encrypt(self, text):
        return locked.lock(text)

    def decrypt(self, encrypted_text):
        return locked.unlock(encrypted_text)

    def can_delete_authenticator(self, authenticator):
        return not (settings.TRAVERSE_REQUIRE_SECOND_FACTOR and roles.has(authenticator.user, roles.Role.ADMINISTRATOR))
