"""How recognised skills read on the thread. Ideas, pilots and knowledge link their objects to evidence about them."""

from django.utils.translation import gettext as _

from intranet.directory.querysets import name_at
from intranet.thread.fil import Knot, Step, knot
from skills.models import Evidence


def _read(evidence: Evidence, agent) -> Knot:
    if evidence.agent_skill is None:
        return Knot(title=_("Something to recognise"), detail=_("waiting for you"), url=evidence.get_absolute_url(), is_done=False)
    return Knot(
        title=evidence.agent_skill.skill.label,
        detail=evidence.agent.name if evidence.agent.is_active else "",
        url=evidence.agent.get_absolute_url(),
    )


knot(
    Evidence,
    step=Step.SKILLS,
    read=_read,
    columns=(
        *name_at("agent"),
        "agent_skill__skill__pref_label",
        "agent_skill__skill__label_en",
    ),
)
