"""Who is told of what is shared, asked and kept."""

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from intranet.notifications.messages import Message
from intranet.notifications.models import Channel
from intranet.roles import Role
from skills.models import Level


def because(params: dict) -> str:
    """Why a question is sent to somebody: the skill that they declare, and its level, in the reader's language."""
    skill = (params.get("skill_en") if (get_language() or "fr").startswith("en") else "") or params["skill"]
    if params.get("level"):
        return gettext("Because you declare “{skill}”, {level}.").format(skill=skill, level=str(Level(params["level"]).label).lower())
    return gettext("Because you declare “{skill}”.").format(skill=skill)


class QuestionForYou(Message):
    kind = "knowledge.question_for_you"
    label = _("A question sent to me because of a skill that I declare")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("A question for you: “{title}”").format(title=note.params["title"])

    def body(self, note):
        return because(note.params) + " " + gettext("You may answer, say that you cannot, or pause these messages.")


class Answered(Message):
    kind = "knowledge.answered"
    label = _("An answer to one of my questions")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("{name} answered “{title}”").format(name=self.actor_name(note), title=note.params["title"])

    def body(self, note):
        return gettext("If it helped you, accept it: colleagues will find it.")


class AnswerAccepted(Message):
    kind = "knowledge.answer_accepted"
    label = _("My answer was accepted")

    def title(self, note):
        return gettext("Your answer to “{title}” was accepted").format(title=note.params["title"])

    def body(self, note):
        return gettext("Thank you. It can become a tip, with your name.")


class AnswerRemoved(Message):
    kind = "knowledge.answer_removed"
    label = _("One of my answers was removed")
    channel = Channel.MAIL
    optional = False

    def title(self, note):
        return gettext("Your answer to “{title}” was removed").format(title=note.params["title"])

    def body(self, note):
        return gettext("Reason given: {reason}").format(reason=note.params["reason"])


class QuestionClosed(Message):
    kind = "knowledge.question_closed"
    label = _("One of my questions was closed")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("Your question “{title}” was closed").format(title=note.params["title"])

    def body(self, note):
        return gettext("Reason given: {reason}").format(reason=note.params["reason"])


class QuestionWithoutAnswer(Message):
    kind = "knowledge.question_without_answer"
    label = _("A question to which nobody answered (knowledge editors)")
    channel = Channel.MAIL
    roles = (Role.EDITOR,)

    def title(self, note):
        return gettext("Nobody answered “{title}”").format(title=note.params["title"])

    def body(self, note):
        return gettext("Add a skill to it, or answer for want of a better person.")


class TipMade(Message):
    kind = "knowledge.tip_made"
    label = _("My answer became a tip")

    def title(self, note):
        return gettext("Your answer became a tip: “{title}”").format(title=note.params["title"])

    def body(self, note):
        return gettext("It thanks you by name. Should something be wrong in it, say so under the tip.")


class TipHidden(Message):
    kind = "knowledge.tip_hidden"
    label = _("One of my tips was hidden")
    channel = Channel.MAIL
    optional = False

    def title(self, note):
        return gettext("Your tip “{title}” was hidden").format(title=note.params["title"])

    def body(self, note):
        return gettext("Reason given: {reason}").format(reason=note.params["reason"])


class TipToConfirm(Message):
    kind = "knowledge.tip_to_confirm"
    label = _("One of my tips must be confirmed")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("Is your tip “{title}” still right?").format(title=note.params["title"])

    def body(self, note):
        return gettext("One click confirms it for a year. Without it, the tip leaves the lists.")


class SaidOutdated(Message):
    kind = "knowledge.said_outdated"
    label = _("Somebody says that something I answer for is no longer right")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("“{title}” is said to be no longer right").format(title=note.params["title"])

    def body(self, note):
        return gettext("What {name} says: {reason}").format(name=self.actor_name(note), reason=note.params["reason"])


class OutdatedReplied(Message):
    kind = "knowledge.outdated_replied"
    label = _("A reply to what I said was no longer right")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("A reply to what you said about “{title}”").format(title=note.params["title"])

    def body(self, note):
        return note.params["reply"]


class PageToCheck(Message):
    kind = "knowledge.page_to_check"
    label = _("A page that I answer for must be checked")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("To check: “{title}”").format(title=note.params["title"])

    def body(self, note):
        if note.params.get("waiting"):
            return gettext("Whoever answers for it has not said whether it is still right. One click on the page does it.")
        return gettext("Read it again: if it is still right, one click says so.")


class PageSubmitted(Message):
    kind = "knowledge.page_submitted"
    label = _("A page waits for my approval")
    channel = Channel.MAIL
    roles = (Role.EDITOR, Role.ADMINISTRATOR)

    def title(self, note):
        return gettext("To approve: “{title}”").format(title=note.params["title"])

    def body(self, note):
        return gettext("Written by {name}. A second person reads it before it goes online.").format(name=self.actor_name(note))


class PageApproved(Message):
    kind = "knowledge.page_approved"
    label = _("A page that I wrote is online")

    def title(self, note):
        return gettext("“{title}” is online").format(title=note.params["title"])


class PageSentBack(Message):
    kind = "knowledge.page_sent_back"
    label = _("Changes are asked for on a page that I wrote")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("Changes are asked for on “{title}”").format(title=note.params["title"])

    def body(self, note):
        return note.params.get("comment", "")


class PageRetired(Message):
    kind = "knowledge.page_retired"
    label = _("A page that I answer for was taken offline")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("“{title}” was taken offline").format(title=note.params["title"])

    def body(self, note):
        return gettext("Reason given: {reason}").format(reason=note.params["reason"])
