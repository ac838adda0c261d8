"""Who is told what about pilots: one class for each message. Never the name of somebody who gave feedback."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.notifications.messages import Message
from intranet.notifications.models import Channel
from pilots.models.pilots import State


class MandateProposed(Message):
    kind = "pilots.mandate_proposed"
    label = _("Mandate of sponsor proposed to me")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("{name} asks you to sponsor “{pilot}”").format(name=self.actor_name(note), pilot=note.params["pilot"])

    def body(self, note):
        return gettext("Read the mandate, then accept or decline it. Nobody can do it for you.")


class MandateAnswered(Message):
    kind = "pilots.mandate_answered"
    label = _("Answer of a sponsor to the mandate that I proposed")
    channel = Channel.MAIL

    def title(self, note):
        if note.params["accepted"]:
            return gettext("{name} accepts to sponsor “{pilot}”").format(name=self.actor_name(note), pilot=note.params["pilot"])
        return gettext("{name} declines to sponsor “{pilot}”").format(name=self.actor_name(note), pilot=note.params["pilot"])


class MandateEnds(Message):
    kind = "pilots.mandate_ends"
    label = _("End of a mandate of sponsor that is near")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("The sponsor’s mandate of “{pilot}” ends in {days} days").format(
            pilot=note.params["pilot"], days=note.params["days"]
        )

    def body(self, note):
        return gettext("Without a new mandate, the pilot is suspended on the day after.")


class PilotDecided(Message):
    kind = "pilots.decided"
    label = _("Decision on a pilot in which I have a part")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("“{pilot}”: {state}").format(pilot=note.params["pilot"], state=State(note.params["state"]).label)

    def body(self, note):
        return gettext("The reasons are on the page of the decision.")


class ChangeAnnounced(Message):
    kind = "pilots.change_announced"
    label = _("Announcement of a change that concerns me")
    channel = Channel.DIGEST

    def title(self, note):
        return gettext("What changes for you: {title}").format(title=note.params["title"])

    def body(self, note):
        return gettext("What you gain, what it asks of you, and who can help.")


class FeedbackReceived(Message):
    kind = "pilots.feedback_received"
    label = _("Feedback on a pilot that I lead")
    channel = Channel.INBOX

    def title(self, note):
        return gettext("New feedback on “{pilot}”").format(pilot=note.params["pilot"])


class FeedbackAssigned(Message):
    kind = "pilots.feedback_assigned"
    label = _("Feedback that I must answer")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("You answer a feedback on “{pilot}”").format(pilot=note.params["pilot"])


class FeedbackAnswered(Message):
    kind = "pilots.feedback_answered"
    label = _("Reply to my feedback")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("Your feedback on “{pilot}” has a reply").format(pilot=note.params["pilot"])

    def body(self, note):
        return note.params.get("text", "")


class FeedbackOverdue(Message):
    kind = "pilots.feedback_overdue"
    label = _("Feedback whose reply is late")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("A reply is late on “{pilot}”").format(pilot=note.params["pilot"])

    def body(self, note):
        return gettext("Its author waits, and the delay is shown on the page of the pilot.")


class TimeToAgree(Message):
    kind = "pilots.time_to_agree"
    label = _("Time of a member of my team for a pilot")
    channel = Channel.MAIL

    def may_reach(self, agent):
        return agent.team.exists()

    def title(self, note):
        return gettext("{name} would give {share} % of their time to “{pilot}”").format(
            name=note.params["name"], share=note.params["share"], pilot=note.params["pilot"]
        )


class JoinedTeam(Message):
    kind = "pilots.joined_team"
    label = _("I am on the team of a pilot")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("You are on the team of “{pilot}”").format(pilot=note.params["pilot"])
