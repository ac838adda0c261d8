"""Tags of the frame."""

from django import template
from django.template.defaultfilters import date as date_filter
from django.utils.timezone import localtime
from django.utils.translation import get_language

from intranet.shell import sections

register = template.Library()


@register.simple_tag(takes_context=True)
def current_area(context) -> str:
    """The area of the navigation in which the reader stands: by the page's own word, else by the namespace of its address."""
    page = context.get("page")
    if getattr(page, "area", ""):
        return page.area
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None:
        return ""
    if match.namespaces:
        return sections.AREA_OF.get(match.namespaces[0], "")
    return "home" if context["request"].path == "/" else ""


@register.simple_tag
def address(name: str) -> str:
    """The address of a page that an area may bring; empty when it does not."""
    return sections.address(name)


@register.filter
def hour(value) -> str:
    """The hour of an instant, as `moment` writes it: "18 h 00"."""
    return date_filter(localtime(value), "G \\h i" if (get_language() or "fr").startswith("fr") else "H:i")
