"""`{% thread object %}`: the strip of the thread through an object."""

from django import template

from intranet.thread import fil

register = template.Library()


@register.inclusion_tag("components/thread.html", takes_context=True)
def thread(context, obj):
    """The strip through `obj`, as the signed-in agent may see it."""
    places = fil.strip(obj, context["request"].user)
    last = max((i for i, p in enumerate(places) if p.knots), default=0)
    # What is behind and here, and the next step to come: an endless row of dashes says nothing.
    return {"places": [p for i, p in enumerate(places) if p.knots or i == last + 1], "obj": obj}


@register.inclusion_tag("components/next_steps.html", takes_context=True)
def next_steps(context, obj):
    """What the signed-in agent may do next from `obj`, brought by later areas."""
    return {"offers": fil.offers_for(obj, context["request"].user)}
