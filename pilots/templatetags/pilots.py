"""How this area writes figures on a page."""

from decimal import Decimal

from django import template

from pilots.charts import words

register = template.Library()


@register.filter
def figure(value: Decimal | None) -> str:
    """A measure as the curve writes it: 12,5, and not 12,50; 1 050,25, and not 1050,25."""
    return "" if value is None else words.number(float(value))
