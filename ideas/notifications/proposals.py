"""Messages about ideas. None carries a count, a rank or a result of a vote."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.notifications.messages import Message
from intranet.notifications.models import Channel


class AuthorInvited(Message):
    kind = "ideas.author_invited"
    label = _("A colleague invites me to write an idea with them")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("{name} invites you to write “{title}” together").format(name=self.actor_name(note), title=note.params["title"])

    def body(self, note):
        return gettext("If you accept, your name is among the authors and you may edit the text.")


class InvitationAnswered(Message):
    kind = "ideas.invitation_answered"
    label = _("A colleague answers my invitation")

    def title(self, note):
        if note.params["accepted"]:
            return gettext("{name} writes “{title}” with you").format(name=self.actor_name(note), title=note.params["title"])
        return gettext("{name} declined to write “{title}”").format(name=self.actor_name(note), title=note.params["title"])


class InvitationWithdrawn(Message):
    kind = "ideas.invitation_withdrawn"
    label = _("A colleague takes an invitation back")

    def title(self, note):
        return gettext("{name} takes back the invitation to write “{title}”").format(name=self.actor_name(note), title=note.params["title"])


class IdeaAnswersProblem(Message):
    kind = "ideas.idea_answers_problem"
    label = _("An idea answers a problem that I reported")

    def title(self, note):
        return gettext("An idea answers a problem that you reported: “{title}”").format(title=note.params["title"])


class IdeaRevised(Message):
    kind = "ideas.idea_revised"
    label = _("An idea that I write or follow changes")

    def title(self, note):
        return gettext("“{title}” is in version {number}").format(title=note.params["title"], number=note.params["number"])

    def body(self, note):
        return gettext("What changed: {what}").format(what=note.params["what"])


class IdeaJudged(Message):
    kind = "ideas.idea_judged"
    label = _("My idea can, or cannot, be put to the vote")
    channel = Channel.MAIL

    def title(self, note):
        if note.params["admissible"]:
            return gettext("“{title}” can be put to the vote").format(title=note.params["title"])
        return gettext("“{title}” cannot be put to the vote as it is").format(title=note.params["title"])

    def body(self, note):
        if note.params["admissible"]:
            return gettext("Its text can still be improved until the vote is announced.")
        return gettext("The facilitator’s reason: {reason}").format(reason=note.params["reason"])


class IdeaEnded(Message):
    kind = "ideas.idea_ended"
    label = _("An idea that I write or follow was withdrawn or joined to another")

    def title(self, note):
        if note.params.get("into"):
            return gettext("“{title}” joins “{into}”").format(title=note.params["title"], into=note.params["into"])
        return gettext("“{title}” was withdrawn by its authors").format(title=note.params["title"])

    def body(self, note):
        return note.params.get("reason", "")
