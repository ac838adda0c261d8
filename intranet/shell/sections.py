"""The sections of the site, for the navigation, the foot of pages and the site map."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intranet.accounts import rights
from intranet.directory.models import Agent

# Where a page stands in the main navigation, by the namespace of its address.
AREA_OF = {"skills": "skills", "directory": "skills", "ideas": "ideas", "pilots": "pilots", "knowledge": "knowledge"}


@dataclass(frozen=True)
class Link:
    label: str | Promise
    url: str


@dataclass(frozen=True)
class Section:
    title: str | Promise
    area: str
    links: tuple[Link, ...]


# title, area, (label, name of the address or path)
_SECTIONS = (
    (
        _("Home"),
        "home",
        (
            (_("Home"), "/"),
            (_("What waits for me"), "shell:todo"),
            (_("My activity"), "shell:activity"),
            (_("News and events"), "/news/"),
            (_("Messages"), "notifications:inbox"),
            (_("Search"), "search:results"),
        ),
    ),
    (
        _("Skills"),
        "skills",
        (
            (_("Who knows what?"), "skills:index"),
            (_("Find a colleague who knows"), "skills:people"),
            (_("My skills"), "skills:mine"),
            (_("Catalogue of skills"), "skills:catalogue"),
            (_("Directory"), "directory:people"),
            (_("Organisation chart"), "directory:chart"),
            (_("My team"), "directory:team"),
        ),
    ),
    (
        _("Ideas"),
        "ideas",
        (
            (_("What should change?"), "ideas:index"),
            (_("Report a problem"), "ideas:problem_report"),
            (_("Problems reported"), "ideas:problems"),
            (_("Recurring problems"), "ideas:recurring_list"),
            (_("Campaigns"), "ideas:campaigns"),
            (_("Ideas proposed"), "ideas:proposals"),
            (_("Votes"), "ideas:rounds"),
            (_("Register of decisions"), "ideas:decisions"),
            (_("Answers due"), "ideas:duties"),
            (_("Mandates"), "ideas:mandates"),
            (_("Rules of the game"), "ideas:rules_list"),
        ),
    ),
    (
        _("Pilots"),
        "pilots",
        ((_("What are we trying?"), "pilots:index"),),
    ),
    (
        _("Knowledge"),
        "knowledge",
        (
            (_("Shared knowledge"), "knowledge:index"),
            (_("Tips, guides and procedures"), "knowledge:browse"),
            (_("Share a tip"), "knowledge:tip_new"),
            (_("Questions"), "knowledge:questions"),
            (_("Ask a question"), "knowledge:question_ask"),
            (_("My knowledge"), "knowledge:mine"),
        ),
    ),
    (
        _("This site"),
        "home",
        (
            (_("My entry"), "directory:me"),
            (_("How I am told"), "notifications:preferences"),
            (_("My data"), "privacy:mine"),
            (_("Personal data"), "/personal-data/"),
            (_("Register of processing"), "privacy:register"),
            (_("Accessibility"), "/accessibility/"),
            (_("Legal notice"), "/legal/"),
            (_("Site map"), "shell:sitemap"),
        ),
    ),
)


def of(agent: Agent) -> list[Section]:
    """The sections that `agent` may open, in the order of the navigation."""
    found = [Section(title, area, tuple(_links(links))) for title, area, links in _SECTIONS]
    if rights.opens_back_office(agent):
        found.append(Section(_("Back office"), "home", (Link(_("Back office"), reverse("wagtailadmin_home")),)))
    return found


def quick() -> list[Link]:
    """The acts that a person on a phone came for, above everything else on the home page."""
    return _links(
        (
            (_("Report a problem"), "ideas:problem_report"),
            (_("Find someone"), "skills:people"),
            (_("Ask a question"), "knowledge:question_ask"),
        )
    )


def area_labels() -> dict[str, str]:
    """The word on the screen for each area."""
    return {area: str(title) for title, area, _links in _SECTIONS[:5]}


def address(name: str) -> str:
    """The address that a name or a path stands for; empty when no such page is installed."""
    if name.startswith("/"):
        return name
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _links(links) -> list[Link]:
    return [Link(label, url) for label, name in links if (url := address(name))]
