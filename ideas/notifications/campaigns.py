"""Messages about campaigns, phases and rules."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.models import Phase
from intranet.base.text import written_day
from intranet.notifications.messages import Message


def _day(iso: str) -> str:
    return written_day(localtime(datetime.fromisoformat(iso)))


class PhaseOpens(Message):
    kind = "ideas.phase_opens"
    label = _("A phase where I may take part opens")

    def title(self, note):
        titles = {
            Phase.Kind.COLLECT_PROBLEMS: gettext("“{campaign}”: you can report problems"),
            Phase.Kind.USER_VIEW: gettext("“{campaign}”: step into the user’s shoes"),
            Phase.Kind.IDEATE: gettext("“{campaign}”: you can propose ideas"),
        }
        return titles[note.params["phase"]].format(campaign=note.params["campaign"])

    def body(self, note):
        return gettext("{question} Until {day}.").format(question=note.params["question"], day=_day(note.params["closes_at"]))


class PhaseCloses(Message):
    kind = "ideas.phase_closes"
    label = _("A phase where I may take part closes within 48 hours")

    def title(self, note):
        titles = {
            Phase.Kind.COLLECT_PROBLEMS: gettext("“{campaign}”: two more days to report problems"),
            Phase.Kind.USER_VIEW: gettext("“{campaign}”: two more days to step into the user’s shoes"),
            Phase.Kind.IDEATE: gettext("“{campaign}”: two more days to propose ideas"),
        }
        return titles[note.params["phase"]].format(campaign=note.params["campaign"])

    def body(self, note):
        return gettext("Open until {day}.").format(day=_day(note.params["closes_at"]))


class RulesAdopted(Message):
    kind = "ideas.rules_adopted"
    label = _("The rules of the game change")

    def title(self, note):
        return gettext("{rules}: version {number} applies from {day}").format(
            rules=note.params["rules"], number=note.params["number"], day=_day(note.params["from"])
        )

    def body(self, note):
        return gettext("Why: {reason}").format(reason=note.params["reason"])
