"""Messages about decisions and the answers that are owed."""

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.models import Decision
from intranet.base.text import written_day
from intranet.notifications.messages import Message
from intranet.notifications.models import Channel


class Decided(Message):
    kind = "ideas.decided"
    label = _("A decision on something that I wrote, met, voted on or commented on")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("Decided: “{title}”, {outcome}").format(
            title=note.params["title"], outcome=Decision.Outcome(note.params["outcome"]).label
        )

    def body(self, note):
        if note.params["departs"]:
            return gettext("The decision departs from the vote: read why.")
        return gettext("Read the reasons, criterion by criterion.")


class DutyOpened(Message):
    kind = "ideas.duty_opened"
    label = _("I owe an answer")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("Answers are expected from you after the vote “{title}”").format(title=note.params["title"])

    def body(self, note):
        return gettext("Before {day}, with your reasons.").format(day=written_day(date.fromisoformat(note.params["due_on"]), "l j F"))


class DutyDueSoon(Message):
    kind = "ideas.duty_due_soon"
    label = _("An answer that I owe is expected within a week")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("Your answer is expected before {day}: “{title}”").format(
            day=written_day(date.fromisoformat(note.params["due_on"]), "l j F"), title=note.params["title"]
        )


class DutyLate(Message):
    kind = "ideas.duty_late"
    label = _("An answer that I owe, or that my mandate owes, is late")
    channel = Channel.MAIL
    optional = False

    def title(self, note):
        return gettext("This answer is late: “{title}”").format(title=note.params["title"])

    def body(self, note):
        return gettext("It was expected from {name} before {day}. The list of late answers is public.").format(
            name=note.params["holder"], day=written_day(date.fromisoformat(note.params["due_on"]), "l j F")
        )
