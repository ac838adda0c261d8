"""What the area tells people."""

from datetime import date

from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from intranet.base.text import written_day
from intranet.directory.models import Agent
from intranet.notifications.messages import Message
from intranet.notifications.models import Channel
from intranet.roles import Role
from skills.models import SavedSearch
from skills.search.address import read_criteria
from skills.search.people import find_among

NAMED = 3  # people named in a message


def _skill(note) -> str:
    """The name of the skill in the reader's language."""
    english = (get_language() or "fr").startswith("en")
    return (english and note.params.get("skill_en")) or note.params["skill"]


class HelpAsked(Message):
    kind = "skills.help_asked"
    label = _("A colleague asks for my help")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("{name} asks for your help: {skill}").format(name=self.actor_name(note), skill=_skill(note))

    def body(self, note):
        return note.params["words"]


class HelpAnswered(Message):
    kind = "skills.help_answered"
    label = _("A colleague answers my request for help")
    channel = Channel.MAIL

    def title(self, note):
        if note.params["can"]:
            return gettext("{name} can help you: {skill}").format(name=self.actor_name(note), skill=_skill(note))
        return gettext("{name} cannot help you now: {skill}").format(name=self.actor_name(note), skill=_skill(note))

    def body(self, note):
        return note.params["answer"]


class EvidenceProposed(Message):
    kind = "skills.evidence_proposed"
    label = _("Something I did could be recognised as a skill")
    channel = Channel.DIGEST

    def title(self, note):
        return gettext("What you did may show a skill: “{title}”").format(title=note.params["title"])

    def body(self, note):
        return gettext("Nothing is shown before you accept it.")


class SkillProposed(Message):
    kind = "skills.skill_proposed"
    label = _("A skill is proposed for the catalogue")
    channel = Channel.DIGEST
    roles = (Role.EDITOR,)

    def title(self, note):
        return gettext("{name} proposes a skill: “{label}”").format(name=self.actor_name(note), label=note.params["label"])

    def body(self, note):
        return note.params["why"]


class ProposalAnswered(Message):
    kind = "skills.proposal_answered"
    label = _("Answer to a skill that I proposed")
    channel = Channel.DIGEST

    def title(self, note):
        words = {
            "accepted": gettext("“{label}” is now in the catalogue"),
            "merged": gettext("“{label}” was already there, under another name: “{into}”"),
            "refused": gettext("“{label}” was not added to the catalogue"),
        }[note.params["outcome"]]
        return words.format(label=note.params["label"], into=note.params.get("into", ""))

    def body(self, note):
        if note.params["outcome"] == "refused":
            return note.params["reason"]
        return gettext("You may declare it now, if you wish.")


class SearchFound(Message):
    """Its words are written when it is read: it names those whom the search still finds then, as its agent sees them then."""

    kind = "skills.search_found"
    label = _("Somebody new answers one of my saved searches")
    channel = Channel.DIGEST

    def title(self, note):
        return gettext("Somebody new for your search “{name}”").format(name=note.params["name"])

    def body(self, note):
        search = SavedSearch.objects.visible_to(note.recipient).kept().filter(pk=note.about_id).first()
        criteria = read_criteria(QueryDict(search.query)) if search else None
        still = find_among(note.recipient, criteria, note.params["people"][:50]) if criteria and not criteria.is_empty else []
        people = Agent.objects.visible_to(note.recipient).in_bulk(still[:NAMED])
        named = ", ".join(people[pk].name for pk in still[:NAMED] if pk in people)
        return named or gettext("Open the search to see who answers it today.")


class CertificationLapsing(Message):
    kind = "skills.certification_lapsing"
    label = _("One of my certifications lapses soon")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("“{title}” lapses on {day}").format(
            title=note.params["title"], day=written_day(date.fromisoformat(note.params["on"]))
        )

    def body(self, note):
        return gettext("Renewed? Write the new date on your skills. Colleagues who see the skill see its end too.")


class SkillsNudge(Message):
    kind = "skills.nudge"
    label = _("My skills may have changed: new position, end of a pilot (once a quarter at most)")
    channel = Channel.DIGEST

    def title(self, note):
        if note.params["moment"] == "pilot":
            return gettext("A pilot of yours has ended: what did you learn?")
        return gettext("Your position has changed: are your skills still right?")

    def body(self, note):
        return gettext("One press says that all is right. You may turn this reminder off in the choices of “My skills”.")


class ConfirmationAsked(Message):
    kind = "skills.confirmation_asked"
    label = _("A colleague asks me to confirm one of their skills")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("{name} asks you to confirm a skill: {skill}").format(name=self.actor_name(note), skill=_skill(note))

    def body(self, note):
        return note.params["words"]


class ConfirmationWritten(Message):
    kind = "skills.confirmation_written"
    label = _("A colleague confirms one of my skills")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("{name} confirms a skill of yours: {skill}").format(name=self.actor_name(note), skill=_skill(note))

    def body(self, note):
        return gettext("Read it: nothing is shown before you accept it.")


class ConfirmationAccepted(Message):
    kind = "skills.confirmation_accepted"
    label = _("A colleague accepts my confirmation")
    channel = Channel.DIGEST

    def title(self, note):
        return gettext("{name} accepted your confirmation: {skill}").format(name=self.actor_name(note), skill=_skill(note))

    def body(self, note):
        return gettext("Whoever sees the skill reads your name and what you wrote. You may take it back at any time.")
