"""Tags of the frame."""

import re
from urllib.parse import unquote

from django import template

from intranet.shell import sections, theme

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


@register.simple_tag(takes_context=True)
def words_of_address(context) -> str:
    """The words of an address that led nowhere, to search for: "/ideas/un-mediateur-numerique/" → "un mediateur numerique"."""
    last = unquote(context["request"].path).rstrip("/").rsplit("/", 1)[-1]
    if re.fullmatch(r"[0-9a-fA-F-]{32,36}|[0-9]*", last):
        return ""
    return " ".join(re.findall(r"[^\W_]+", last))[:100]


@register.simple_tag
def hue_samples() -> list[dict]:
    """The accent every fifteen degrees, in both schemes, placed in a strip 30 wide each."""
    accent = theme.TOKENS[0]
    return [
        {"hue": hue, "x": hue * 2, "middle": hue * 2 + 15, "light": theme.oklch(*accent.light, hue), "dark": theme.oklch(*accent.dark, hue)}
        for hue in range(0, 360, 15)
    ]
