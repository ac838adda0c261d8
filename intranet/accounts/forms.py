"""allauth's forms in the product's words: labels above, hints under them, no placeholder in place of a label."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from intranet.accounts.passwords import CnilPasswordValidator

LONGEST_PASSWORD = 1000


class _Worded:
    """Takes the labels and hints of `words`; bounds every text."""

    words: dict[str, tuple] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label, hint = self.words.get(name, (field.label, ""))
            field.label, field.help_text = label, hint() if callable(hint) else hint
            field.widget.attrs.pop("placeholder", None)
            field.validators = [*field.validators, MaxLengthValidator(LONGEST_PASSWORD)]


def _rule() -> str:
    return CnilPasswordValidator().get_help_text()


_NEW = {"password1": (_("New password"), _rule), "password2": (_("New password, again"), "")}
_CODE = {"code": (_("Code"), _("Six digits shown by the application, or one of your recovery codes."))}


class SignInForm(_Worded, account.LoginForm):
    words = {"login": (_("User name or e-mail address"), ""), "password": (_("Password"), "")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ReauthenticateForm(_Worded, account.ReauthenticateForm):
    words = {"password": (_("Your password"), "")}


class ChangePasswordForm(_Worded, account.ChangePasswordForm):
    words = {"oldpassword": (_("Present password"), ""), **_NEW}


class SetPasswordForm(_Worded, account.SetPasswordForm):
    words = _NEW


class ResetPasswordForm(_Worded, account.ResetPasswordForm):
    words = {"email": (_("Your work e-mail address"), "")}


class ResetPasswordKeyForm(_Worded, account.ResetPasswordKeyForm):
    words = _NEW


class AuthenticateForm(_Worded, mfa.AuthenticateForm):
    words = _CODE


class SecondFactorReauthenticateForm(_Worded, mfa.ReauthenticateForm):
    words = _CODE


class ActivateForm(_Worded, totp.ActivateTOTPForm):
    words = {"code": (_("Code"), _("Six digits shown by the application."))}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
