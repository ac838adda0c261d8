"""Messages about problems. None of them ever names an author who hid their name."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from intranet.notifications.messages import Message
from intranet.notifications.models import Channel
from intranet.roles import Role


class ProblemReceived(Message):
    kind = "ideas.problem_received"
    label = _("Receipt of a problem that I reported")
    channel = Channel.INBOX

    def title(self, note):
        return gettext("Your report was received: “{title}”").format(title=note.params["title"])

    def body(self, note):
        return gettext("It is published. You will be told if it joins other reports, and what is decided about it.")


class ProblemHidden(Message):
    kind = "ideas.problem_hidden"
    label = _("A problem that I reported was hidden")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("Your report was hidden: “{title}”").format(title=note.params["title"])

    def body(self, note):
        return gettext("The facilitator’s reason: {reason}").format(reason=note.params["reason"])


class ProblemShown(Message):
    kind = "ideas.problem_shown"
    label = _("A problem that I reported can be read again")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("Your report can be read again: “{title}”").format(title=note.params["title"])


class ProblemEchoed(Message):
    kind = "ideas.problem_echoed"
    label = _("Colleagues meet the problem that I reported")

    def title(self, note):
        count = note.params["count"]
        return ngettext(
            "{count} colleague meets the same problem: “{title}”", "{count} colleagues meet the same problem: “{title}”", count
        ).format(count=count, title=note.params["title"])


class ProblemGrouped(Message):
    kind = "ideas.problem_grouped"
    label = _("My report joins a recurring problem")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("Your report joins a recurring problem: “{recurring}”").format(recurring=note.params["recurring"])

    def body(self, note):
        return gettext(
            "“{title}” was put together with reports that tell the same story. If it does not belong there, say so from its page: a facilitator will answer you."
        ).format(title=note.params["title"])


class ProblemTakenOut(Message):
    kind = "ideas.problem_taken_out"
    label = _("My report leaves a recurring problem")

    def title(self, note):
        return gettext("Your report was taken out of “{recurring}”").format(recurring=note.params["recurring"])

    def body(self, note):
        return gettext("“{title}” stays published on its own.").format(title=note.params["title"])


class GroupingContested(Message):
    kind = "ideas.grouping_contested"
    label = _("An author contests a grouping (facilitators)")
    channel = Channel.MAIL
    roles = (Role.FACILITATOR,)

    def title(self, note):
        return gettext("A grouping is contested: “{title}”").format(title=note.params["title"])

    def body(self, note):
        return gettext("The author of the report says that it does not belong in “{recurring}”. An answer is expected.").format(
            recurring=note.params["recurring"]
        )


class ContestAnswered(Message):
    kind = "ideas.contest_answered"
    label = _("Answer to a grouping that I contested")
    channel = Channel.MAIL

    def title(self, note):
        if note.params["accepted"]:
            return gettext("You were heard: “{title}” was taken out of the recurring problem").format(title=note.params["title"])
        return gettext("“{title}” stays in the recurring problem, and why").format(title=note.params["title"])

    def body(self, note):
        return note.params["explanation"]
