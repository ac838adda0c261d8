"""What is measured: pages with their bars (`docs/performance.md`), the plain query under each, and the open vote."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.test import Client
from django.urls import reverse

from ideas.actions.ballots import cast_ballot
from ideas.models import Idea, RollEntry, VotingRound
from intranet.base import clock
from intranet.directory.models import Agent
from pilots.models import Pilot


@dataclass(frozen=True)
class Scene:
    """A page: its name and address, how many times the bare page it may take, how many queries, the plain query under it, who opens it."""

    name: str
    path: str
    most_times: int | None
    most_queries: int | None
    sql: str | None = None
    params: tuple = ()
    by: str = "lea"


def anybody() -> Agent:
    """An agent without a part in the demo's story: always the same one."""
    return Agent.objects.filter(is_active=True, unit__depth__gte=3).order_by("-pk")[17]


def person(username: str) -> Agent:
    return Agent.objects.get(username=username)


def pages() -> list[Scene]:
    """The pages of the walk. Queries are what a person with the database open would write for the same rows."""
    commented = Idea.objects.get(pk=_most_commented())
    pilot = Pilot.objects.order_by("pk").filter(state="running").first()
    return [
        Scene(
            "home",
            "/",
            10,
            None,
            "SELECT id, kind, url FROM notifications_notification WHERE recipient_id = %s LIMIT 10",
            (person("lea").pk,),
            by="anybody",
        ),
        Scene("home of lea, for whom everything waits", "/", 10, None),
        Scene(
            "profile",
            person("karim").get_absolute_url(),
            10,
            None,
            "SELECT s.id, s.level, k.pref_label FROM skills_agentskill s JOIN skills_skill k ON k.id = s.skill_id WHERE s.agent_id = %s",
            (person("karim").pk,),
        ),
        Scene(
            "directory",
            reverse("directory:people"),
            20,
            None,
            "SELECT id, last_name, first_name FROM directory_agent WHERE is_active AND erased_at IS NULL ORDER BY last_name, first_name, id LIMIT 20",
        ),
        Scene(
            "people by two skills and a level",
            reverse("skills:people") + "?skill=accueil-physique&skill=tableur&level=2",
            20,
            None,
            "SELECT a.agent_id, a.level, b.level, a.sort_key + b.sort_key AS s FROM skills_fact a JOIN skills_fact b ON b.agent_id = a.agent_id"
            " WHERE a.skill_id = (SELECT id FROM skills_skill WHERE slug = 'accueil-physique') AND a.level >= 2 AND a.visibility = 3"
            " AND b.skill_id = (SELECT id FROM skills_skill WHERE slug = 'tableur') AND b.level >= 2 AND b.visibility = 3"
            " ORDER BY s DESC LIMIT 20",
        ),
        *_people_by_skills(),
        Scene("a name of a skill as it is typed", reverse("skills:suggest") + "?q=comptabilite+pub", None, 15),
        Scene("unit", person("karim").unit.get_absolute_url(), None, 15),
        Scene(
            "list of ideas",
            reverse("ideas:index"),
            20,
            25,
            "SELECT i.id, v.title FROM ideas_idea i JOIN ideas_ideaversion v ON v.id = i.current_version_id"
            " WHERE i.status NOT IN ('draft', 'withdrawn') ORDER BY i.published_at DESC, i.id DESC LIMIT 20",
        ),
        Scene(
            "idea with 300 comments",
            commented.get_absolute_url(),
            15,
            30,
            "SELECT c.id, c.body, a.last_name FROM discussion_comment c JOIN directory_agent a ON a.id = c.author_id WHERE c.about_id = %s ORDER BY c.created_at LIMIT 20",
            (commented.pk,),
        ),
        Scene(
            "ballot",
            reverse("ideas:round_ballot", args=[_open().public_id]),
            20,
            None,
            "SELECT id, number, title FROM ideas_roundoption WHERE round_id = %s",
            (_open().pk,),
        ),
        Scene("pilot", pilot.get_absolute_url(), 20, None, "SELECT id, code, title, state FROM pilots_pilot WHERE id = %s", (pilot.pk,)),
        Scene("search, a word that many things hold", "/search/?q=formulaire", 20, None),
        Scene("search, a word that few things hold", "/search/?q=tableur", 20, None),
        Scene(
            "knowledge",
            reverse("knowledge:index"),
            20,
            None,
            "SELECT id, title FROM knowledge_tip WHERE status = 'live' ORDER BY created_at DESC LIMIT 10",
        ),
    ]


SOUGHT = ("tableur", "langage-clair", "animation-reunion", "publipostage", "redaction-administrative")


def _people_by_skills() -> list[Scene]:
    """The search of colleagues by one, three and five skills that many have: everyone who has them all, every filter counted."""
    return [
        Scene(
            f"people by {many} usual skills", reverse("skills:people") + "?" + "&".join(f"skill={slug}" for slug in SOUGHT[:many]), None, 15
        )
        for many in (1, 3, 5)
    ]


def _most_commented() -> int:
    return Idea.objects.raw(
        "SELECT i.id FROM ideas_idea i JOIN (SELECT about_id, COUNT(*) n FROM discussion_comment GROUP BY about_id) c ON c.about_id = i.id ORDER BY c.n DESC LIMIT 1"
    )[0].pk


def _open() -> VotingRound:
    return (
        VotingRound.objects.filter(status="announced", closes_at__gt=clock.now(), opens_at__lte=clock.now()).order_by("-roll_size").first()
    )


def open_vote(voters: int) -> tuple[VotingRound, list[Agent]]:
    """The widest vote that is open, with its lines, and agents of its roll (the same ones again when it has fewer)."""
    vote = _open()
    prefetch_related_objects([vote], "options")
    entries = RollEntry.objects.filter(round=vote).order_by("-agent").values_list("agent", flat=True)[:voters]
    people = list(Agent.objects.filter(pk__in=list(entries)).order_by("pk"))
    return vote, [people[n % len(people)] for n in range(voters)]


def post_ballot(client: Client, vote: VotingRound, number: int) -> None:
    """Send one ballot, as a browser does; `number` varies the choice so that each one writes."""
    answer = client.post(reverse("ideas:round_ballot", args=[vote.public_id]), {"step": "send", "choices": _choices(vote, number)})
    assert answer.status_code == 302, answer.status_code


def write_ballot(vote: VotingRound, agent: Agent, number: int) -> None:
    """Write one ballot without a page around it: as close together as writes come."""
    cast_ballot(round=vote, agent=agent, choices=_choices(vote, number))


def _choices(vote: VotingRound, number: int) -> list[int]:
    lines = len(vote.options.all())  # asked once: see `open_vote`
    return [n % lines + 1 for n in (number, number + 1 + number % 3)]
