"""Knowledge on the thread: tips, guides and procedures, and the skills that an answer or a tip showed."""

from django.utils.translation import gettext

from intranet.thread import fil
from intranet.thread.fil import Knot, Step
from knowledge.models import Answer, GuidePage, ProcedurePage, Tip
from skills.models import Evidence


def _tip(tip: Tip, agent) -> Knot:
    return Knot(title=tip.title, url=tip.get_absolute_url(), detail=gettext("tip"))


def _page(page, agent) -> Knot:
    detail = gettext("guide") if page.kind == "guide" else gettext("procedure")
    return Knot(title=page.title, url=page.url or "", detail=detail)


PAGE = ("title", "url_path", "slug")
fil.knot(Tip, step=Step.KNOWLEDGE, read=_tip, columns=("public_id", "title"))
fil.knot(GuidePage, step=Step.KNOWLEDGE, read=_page, columns=PAGE)
fil.knot(ProcedurePage, step=Step.KNOWLEDGE, read=_page, columns=PAGE)


def _evidence_of_tips(pks):
    answers = Tip.objects.filter(pk__in=pks).origins(Answer)
    return Evidence.objects.about(Tip, pks) | Evidence.objects.about(Answer, answers)


def _tips_of_evidence(pks):
    shown = Evidence.objects.filter(pk__in=pks)
    tips = shown.filter(kind=Evidence.Kind.TIP).values("about_id")
    answers = shown.filter(kind=Evidence.Kind.ANSWER).values("about_id")
    return Tip.objects.filter(pk__in=tips) | Tip.objects.from_origin(Answer, answers)


fil.link(Tip, Evidence, forward=_evidence_of_tips, backward=_tips_of_evidence)
