"""Forms: how they look, what they keep, and how a second click is recognised."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import IntegrityError, transaction
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.base import text
from intranet.base.models import Submission

DASHES = "---------"  # what Django shows where nothing is chosen
KEPT = "kept_form"
KEPT_LIMIT = 200_000  # bytes: more than any form of the product accepts
TOKEN_FIELD = "form_token"  # noqa: S105 - the name of a field
_salt = "intranet.base.forms"


class Renderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class _SaysChoose:
    """In a list where nothing is chosen yet, the same word everywhere, and not Django's dashes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            if getattr(field, "empty_label", None) == DASHES:
                field.empty_label = gettext_lazy("Choose")
            elif isinstance(field, forms.TypedChoiceField) and any(label == DASHES for _value, label in field.choices):
                field.choices = [(value, gettext_lazy("Choose") if label == DASHES else label) for value, label in field.choices]


class Form(_SaysChoose, forms.Form):
    """A form whose text is cleaned (Unicode, control characters) before it is checked."""

    def _clean_fields(self):
        self.data = _cleaned(self.data)
        super()._clean_fields()


class ModelForm(_SaysChoose, forms.ModelForm):
    """The same for a model. Shape of the input only: `save()` belongs to actions, and is refused here."""

    def _clean_fields(self):
        self.data = _cleaned(self.data)
        super()._clean_fields()

    def save(self, commit=True):
        raise TypeError("A form does not save: call an action.")


def _cleaned(data):
    if not isinstance(data, QueryDict):
        return data
    copy = QueryDict(mutable=True)
    for key, values in data.lists():
        copy.setlist(key, [text.clean(v) if isinstance(v, str) and "\x00" not in v else v for v in values])
    return copy


def new_token(agent_id: int | None) -> str:
    """The hidden token of a form: a fresh identifier, signed with the agent it was shown to."""
    return signing.dumps([uuid.uuid4().hex, agent_id or 0], salt=_salt)


def read_token(value: str) -> tuple[uuid.UUID, int] | None:
    """The identifier and the agent of a token, or None when it was forged or is missing."""
    try:
        hex_id, agent_id = signing.loads(value, salt=_salt, max_age=60 * 60 * 24 * 7)
        return uuid.UUID(hex_id), int(agent_id)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def keep(request: HttpRequest) -> None:
    """Put aside what an expired session was sending, for the agent to whom the form was shown and nobody else."""
    token = read_token(request.POST.get(TOKEN_FIELD, ""))
    if token is None:
        return
    data = request.POST.copy()
    for name in list(data):
        if name == "csrfmiddlewaretoken" or "password" in name:
            del data[name]
    typed = data.urlencode()
    if len(typed) <= KEPT_LIMIT:
        request.session[KEPT] = {"path": request.path, "agent": token[1], "data": typed}


def bind(request: HttpRequest, form_class, **kwargs):
    """The form of a view: bound to what was posted, or to what an expired session had kept for this address, or unbound.

    In the second case a message asks the person to check and send again.
    """
    if request.method == "POST":
        return form_class(request.POST, request.FILES or None, **kwargs)
    kept = request.session.get(KEPT)
    if kept and kept["path"] == request.path:
        del request.session[KEPT]
        if kept["agent"] == request.user.pk:
            messages.info(request, _("Your session had expired. What you typed was kept: check it and send it again."))
            data = QueryDict(kept["data"], mutable=True)
            return form_class(data, **kwargs)
    return form_class(**kwargs)


@dataclass
class Sent:
    """One sending of a form. `is_repeat`: the same form was already sent, and `result_url` is where it led."""

    submission: Submission
    is_repeat: bool

    @property
    def result_url(self) -> str:
        return self.submission.result_url or "/"

    def done(self, url: str) -> str:
        """Remember where this sending leads; returns the address."""
        Submission.objects.filter(pk=self.submission.pk).update(result_url=url)
        return url


@contextmanager
def once(request: HttpRequest) -> Iterator[Sent]:
    """Run what a form asks at most once, however often its button is pressed.

    Everything inside is one transaction together with the memory of the sending: a failure forgets
    it, a concurrent second sending waits for the first and is told that it repeats.
    """
    token = read_token(request.POST.get(TOKEN_FIELD, ""))
    token_id = token[0] if token and token[1] == request.user.pk else uuid.uuid4()
    with transaction.atomic():
        try:
            with transaction.atomic():
                submission = Submission.objects.create(token=token_id, agent_id=request.user.pk)
            repeat = False
        except IntegrityError:
            submission = Submission.objects.get(pk=token_id)
            repeat = True
        yield Sent(submission, repeat)
