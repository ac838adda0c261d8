"""Messages about rounds of voting. None carries what a ballot holds, nor a result."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from intranet.base.text import written_day
from intranet.notifications.messages import Message
from intranet.notifications.models import Channel
from intranet.roles import Role


def moment(iso: str) -> str:
    """A moment of the parameters as a person says it, in the active language: "vendredi 15 mai à 18 h"."""
    local = localtime(datetime.fromisoformat(iso))
    hour = date_format(local, "H:i")
    if (get_language() or "fr").startswith("fr"):
        hour = f"{local.hour} h {local.minute:02d}" if local.minute else f"{local.hour} h"
    return gettext("{day} at {hour}").format(day=written_day(local, "l j F"), hour=hour)


class RoundOpen(Message):
    kind = "ideas.round_open"
    label = _("A vote opens where I am on the roll")

    def title(self, note):
        return gettext("You may vote: “{title}”").format(title=note.params["title"])

    def body(self, note):
        return gettext("Until {moment}. You can change your ballot until then.").format(moment=moment(note.params["closes_at"]))


class RoundClosesSoon(Message):
    kind = "ideas.round_closes_soon"
    label = _("A vote closes within 48 hours and I have not voted")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("Two more days to vote: “{title}”").format(title=note.params["title"])

    def body(self, note):
        return gettext("The vote closes on {moment}. A blank ballot counts in the turnout.").format(moment=moment(note.params["closes_at"]))


class BallotReceived(Message):
    kind = "ideas.ballot_received"
    label = _("Receipt of my ballot")
    channel = Channel.MAIL

    def title(self, note):
        if note.params["revision"] > 1:
            return gettext("Your ballot was changed: “{title}”").format(title=note.params["title"])
        return gettext("Your ballot was received: “{title}”").format(title=note.params["title"])

    def body(self, note):
        return gettext("You can change it until {moment}. If this was not you, tell the facilitators.").format(
            moment=moment(note.params["closes_at"])
        )


class ResultsPublished(Message):
    kind = "ideas.results_published"
    label = _("The result of a vote where I was on the roll")

    def title(self, note):
        return gettext("The result is published: “{title}”").format(title=note.params["title"])

    def body(self, note):
        return gettext("You can read how it was counted, find your ballot in the list and count again.")


class CancelAsked(Message):
    kind = "ideas.cancel_asked"
    label = _("A facilitator asks to cancel a vote: a second one must confirm")
    channel = Channel.MAIL
    roles = (Role.FACILITATOR,)

    def title(self, note):
        return gettext("{name} asks to cancel the vote “{title}”").format(name=self.actor_name(note), title=note.params["title"])

    def body(self, note):
        return gettext("Reason given: {reason}").format(reason=note.params["reason"])


class RoundCancelled(Message):
    kind = "ideas.round_cancelled"
    label = _("A vote where I was on the roll is cancelled")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("The vote is cancelled: “{title}”").format(title=note.params["title"])

    def body(self, note):
        return gettext("Reason given: {reason}").format(reason=note.params["reason"])


class CountedAgain(Message):
    kind = "ideas.counted_again"
    label = _("A vote that I facilitate is counted again")
    roles = (Role.FACILITATOR,)

    def title(self, note):
        if note.params["same"]:
            return gettext("Counted again, same result: “{title}”").format(title=note.params["title"])
        return gettext("Counted again, another result: “{title}”").format(title=note.params["title"])
