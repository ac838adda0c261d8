"""Tags that any template may use (loaded everywhere)."""

from urllib.parse import urlencode

from django import template
from django.template.defaultfilters import date as date_filter
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language

from intranet.base import clock, forms, text
from intranet.base.panels import panels_of

register = template.Library()


@register.filter
def markdown(value: str) -> str:
    """Safe HTML of what an agent wrote in the Markdown subset."""
    return mark_safe(text.markdown(value or ""))  # noqa: S308 - cleaned by nh3


@register.filter
def excerpt(value: str, length: int = 160) -> str:
    return text.excerpt(value or "", int(length))


@register.filter
def quoted(value) -> str:
    """Words in the quotation marks of the reader's language."""
    return text.quoted(value)


@register.filter
def day(value) -> str:
    """A date or an instant as a person says it, exact in `<time>`: "jeudi 14 mai" (with the year when it is another one)."""
    if not value:
        return ""
    moment = localtime(value) if hasattr(value, "hour") else value
    other_year = moment.year != clock.today().year
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), text.written_day(moment, "l j F Y" if other_year else "l j F"))


@register.filter
def written(value, pattern: str) -> str:
    """A date or an instant by a pattern of Django's, as a person writes it: {{ day|written:"j F Y" }}, "1er mai 2026"."""
    return text.written_day(localtime(value) if hasattr(value, "hour") else value, pattern) if value else ""


@register.filter
def moment(value) -> str:
    """An instant with its hour: "jeudi 14 mai, 18 h"."""
    if not value:
        return ""
    local = localtime(value)
    return format_html("{}, {}", day(value), hour(local))


@register.filter
def hour(value) -> str:
    """The hour of an instant as a person says it: "18 h", "18 h 30"; in English "18:30"."""
    local = localtime(value)
    if not (get_language() or "fr").startswith("fr"):
        return date_filter(local, "H:i")
    return date_filter(local, "G\u00a0\\h\u00a0i" if local.minute else "G\u00a0\\h")


@register.simple_tag(takes_context=True)
def form_tokens(context) -> str:
    """The hidden fields of every posted form: against forgery, against a double click, and for an expired session."""
    request = context["request"]
    csrf = context.get("csrf_token", "")
    token = forms.new_token(getattr(getattr(request, "user", None), "pk", None))  # no user yet: a host that is refused
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="{}" value="{}">',
        csrf,
        forms.TOKEN_FIELD,
        token,
    )


@register.simple_tag(takes_context=True)
def query(context, **changes) -> str:
    """The query string of this page with `changes` (None removes); the page number goes unless it is given."""
    params = context["request"].GET.copy()
    params.pop("page", None)
    for key, value in changes.items():
        if value is None:
            params.pop(key, None)
        else:
            params[key] = value
    return "?" + urlencode(list(params.lists()), doseq=True)


@register.simple_tag(takes_context=True)
def panels(context, place: str, subject=None) -> str:
    """What upper areas show at `place` about `subject` (see `intranet.base.panels`)."""
    request = context["request"]
    found = [panel.render(request.user, subject) for panel in panels_of(place)]
    parts = [render_to_string(template_name, values, request=request) for template_name, values in filter(None, found)]
    return mark_safe("".join(parts))  # noqa: S308 - each part is a rendered template
