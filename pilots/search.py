"""Pilots are findable by title, problem, territories and lessons: a stopped one too."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.search.door import Document, Source, register
from pilots.models import Pilot
from pilots.models.pilots import State


def document(pilot: Pilot) -> Document:
    """The words by which `pilot` is found."""
    places = [name for t in pilot.territories.all() for name in (t.name, *t.communes)]
    lessons = [d.lessons for d in pilot.gate_decisions.all() if d.lessons]
    body = [pilot.question, pilot.problem, pilot.we_believe, pilot.will_produce, pilot.added_value, *lessons, *places]
    return Document(title=pilot.title, body="\n".join(filter(None, body)), labels=(pilot.code.replace("-", " "),))


def detail(pilot: Pilot) -> str:
    """The line under the title of a result."""
    if pilot.state == State.RUNNING and pilot.week:
        return _("Running, week {week} of {weeks}").format(week=pilot.week, weeks=pilot.planned_weeks)
    return str(pilot.get_state_display())


register(
    Source(
        kind="pilot",
        model=Pilot,
        label=gettext_lazy("Pilots"),
        document=document,
        everyone=lambda: Pilot.objects.everyone().prefetch_related("territories", "gate_decisions"),
        detail=detail,
        area="pilots",
    )
)
