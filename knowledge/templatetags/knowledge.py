"""What the pages of the area share: things near, people who can help, marks, freshness."""

from django import template
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from intranet.base import clock
from intranet.base.templatetags.base import day
from knowledge import permissions
from knowledge.forms import FlagForm
from knowledge.home import since_when
from knowledge.models import Change, Mark, OutdatedFlag, Tip
from knowledge.models.pages import Freshness
from knowledge.search import NAMES, helpers_near
from knowledge.search import near as things_near

register = template.Library()

STATUS = {Freshness.OK: "good", Freshness.DUE: "warn", Freshness.OVERDUE: "warn", Freshness.TO_ARCHIVE: "bad"}


@register.filter
def kind_name(kind: str) -> str:
    """ "tip" → "Astuce"."""
    return str(NAMES[kind])


@register.filter
def to_check(page) -> str:
    """ "À vérifier depuis le 2 avril"."""
    return since_when(page)


@register.filter
def freshness_status(page) -> str:
    """The class of the state of a page: good, warn, bad."""
    return STATUS[page.freshness]


@register.inclusion_tag("knowledge/_near.html", takes_context=True)
def near(context, obj):
    """What is near `obj`, and who can help, each with the reason: for tips, questions and guides."""
    agent = context["request"].user
    return {"things": things_near(obj, agent), "people": helpers_near(obj.skills.all(), agent)}


@register.inclusion_tag("knowledge/_marks.html", takes_context=True)
def marks(context, obj):
    """ "Thanks" and "it helped me" about a tip or a page, and how many it helped."""
    return marks_of(context["request"], obj, context.get("csrf_token", ""))


def marks_of(request, obj, csrf_token) -> dict:
    """The context of the marks of `obj`, for the tag and for the answer to a click."""
    given = set(Mark.objects.about(obj).by(request.user).values_list("kind", flat=True))
    is_tip = isinstance(obj, Tip)
    counts = {kind: Mark.objects.about(obj).filter(kind=kind).count() for kind in Mark.Kind.values}
    own = is_tip and request.user.pk in (obj.author_id, obj.credit_id)
    return {
        "request": request,
        "csrf_token": csrf_token,
        "obj": obj,
        "is_tip": is_tip,
        "helped": counts["helped"],
        "choices": [] if own else [(kind.value, kind.label, kind.value in given) for kind in Mark.Kind],
    }


@register.inclusion_tag("knowledge/_flag.html", takes_context=True)
def flag(context, obj):
    """The way to say that something is no longer right; what was said already, to whoever said it and to whoever replies."""
    agent = context["request"].user
    standing = list(OutdatedFlag.objects.about(obj).standing().with_people().oldest_first()[:20])
    for each in standing:
        each.about = obj
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token", ""),
        "obj": obj,
        "is_tip": isinstance(obj, Tip),
        "mine": next((each for each in standing if each.agent_id == agent.pk), None),
        "to_reply": [each for each in standing if permissions.can_close_flag(agent, each)],
        "form": FlagForm(auto_id="flag-%s"),
    }


@register.inclusion_tag("knowledge/_keeping.html", takes_context=True)
def keeping(context, page):
    """Who answers for a page, when it was last checked, and "still right" for those who may say so."""
    agent = context["request"].user
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token", ""),
        "page": page,
        "owner": page.owner_shown,
        "may_review": permissions.can_review_page(agent, page),
        "may_retire": permissions.can_retire_page(agent, page),
        "is_editor": permissions.is_editor(agent),
    }


@register.inclusion_tag("knowledge/_changes.html")
def changes(page):
    """What changed in a page, when, by whom."""
    return {"changes": Change.objects.filter(page_id=page.pk).select_related("by")[:30]}


@register.filter
def ago(moment) -> str:
    """ "today", "yesterday", "5 days ago", then the day; exact in `<time>`."""
    days = (clock.today() - localtime(moment).date()).days
    if days <= 0:
        words = gettext("today")
    elif days == 1:
        words = gettext("yesterday")
    elif days < 60:
        words = ngettext("{n} day ago", "{n} days ago", days).format(n=days)
    else:
        return day(moment)
    return format_html('<time datetime="{}">{}</time>', localtime(moment).isoformat(), words)
