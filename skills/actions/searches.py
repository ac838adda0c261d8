"""Keeping searches of colleagues, being told of whom they newly find, and taking the people found away as a table."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.jobs.outbox import promise
from intranet.notifications.messages import notify
from skills import permissions
from skills.models import SavedSearch, SearchSeen
from skills.notifications import SearchFound
from skills.search.address import query_of, read_criteria
from skills.search.people import find

MOST_SEARCHES = 20  # of one agent
MOST_WATCHED = 500  # people: a wider search would tell of somebody every day
AT_ONCE = 40  # searches looked at by one job: well within its lease


@transaction.atomic
def save_search(*, agent: Agent, name: str, query: str, is_told: bool) -> SavedSearch:
    """Keep a search under a name. Refuses an empty one, one kept already, more than MOST_SEARCHES, and to watch too wide a one."""
    Agent.objects.select_for_update(of=("self",)).get(pk=agent.pk)  # two windows do not pass the limit together
    criteria = read_criteria(QueryDict(query))
    if criteria.is_empty:
        raise ValidationError(_("Say first what you look for."))
    query = query_of(criteria)
    kept = SavedSearch.objects.visible_to(agent).kept()
    if known := kept.filter(query=query).first():
        raise ValidationError(_("You keep this search already, under the name “{name}”.").format(name=known.name))
    if kept.count() >= MOST_SEARCHES:
        raise ValidationError(_("You keep {n} searches already: remove one first.").format(n=MOST_SEARCHES))
    search = SavedSearch.objects.create(agent=agent, name=name, query=query, is_told=is_told, created_at=clock.now())
    if is_told:
        _watch(search)
    audit.record("skills.save_search", search, actor=agent)
    return search


@transaction.atomic
def change_search(*, agent: Agent, search: SavedSearch, name: str, is_told: bool) -> None:
    """Rename a kept search, and be told or not of whom it newly finds. Refuses whoever did not save it."""
    search = _own(agent, search)
    if is_told and not search.is_told:
        _watch(search)
    search.name, search.is_told = name, is_told
    search.save(update_fields=["name", "is_told"])
    audit.record("skills.change_search", search, actor=agent)


@transaction.atomic
def remove_search(*, agent: Agent, search: SavedSearch) -> None:
    """Remove a kept search; `restore_search` undoes it."""
    search = _own(agent, search)
    if search.removed_at is None:
        search.removed_at = clock.now()
        search.save(update_fields=["removed_at"])
        audit.record("skills.remove_search", search, actor=agent)


@transaction.atomic
def restore_search(*, agent: Agent, search: SavedSearch) -> None:
    """Undo a removal. Refuses when the same search was kept again meanwhile, and past MOST_SEARCHES."""
    Agent.objects.select_for_update(of=("self",)).get(pk=agent.pk)
    search = _own(agent, search)
    if search.removed_at is None:
        return
    kept = SavedSearch.objects.visible_to(agent).kept()
    if kept.filter(query=search.query).exists():
        raise ValidationError(_("You have kept the same search again meanwhile."))
    if kept.count() >= MOST_SEARCHES:
        raise ValidationError(_("You keep {n} searches already: remove one first.").format(n=MOST_SEARCHES))
    search.removed_at = None
    search.save(update_fields=["removed_at"])
    if search.is_told:
        _watch(search)
    audit.record("skills.restore_search", search, actor=agent)


def tell_searches(*, after: int = 0) -> None:
    """Tell the agents of the next AT_ONCE watched searches whom these newly find, and promise the following ones."""
    searches = list(SavedSearch.objects.told().filter(pk__gt=after).select_related("agent__unit", "agent__site").order_by("pk")[:AT_ONCE])
    for each in searches:
        tell_search(search=each)
    if len(searches) == AT_ONCE:
        promise("skills.tell_searches_after", after=searches[-1].pk, key=f"skills.tell_searches:{clock.today()}:{searches[-1].pk}")


@transaction.atomic
def tell_search(*, search: SavedSearch) -> None:
    """Tell the agent of a search of whom it finds now and did not before, as that agent sees them today: each person once, ever."""
    SavedSearch.objects.select_for_update(of=("self",)).get(pk=search.pk)  # two clocks do not tell the same person twice
    now = _found(search)
    if now is None:
        return
    seen = set(search.seen.values_list("agent_id", flat=True))
    new = [pk for pk in now if pk not in seen]
    if not new:
        return
    SearchSeen.objects.bulk_create([SearchSeen(search=search, agent_id=pk) for pk in new], ignore_conflicts=True)
    search.told_at = clock.now()
    search.save(update_fields=["told_at"])
    notify(SearchFound, [search.agent], about=search, key=f"{search.pk}:{search.told_at.isoformat()}", name=search.name, people=new)


def export_people(*, agent: Agent, n: int) -> None:
    """Write in the journal that `agent` took the `n` people of a search away as a table. Refuses whoever is no HR mobility adviser."""
    if not permissions.can_export_people(agent):
        raise PermissionDenied(_("HR mobility advisers alone take a search of colleagues away as a table."))
    audit.record("skills.export_people", agent, actor=agent, n=n)


def _own(agent: Agent, search: SavedSearch) -> SavedSearch:
    """The search, read again under a lock."""
    if not permissions.can_change_search(agent, search):
        raise PermissionDenied(_("This search is somebody else’s."))
    return SavedSearch.objects.select_for_update(of=("self",)).select_related("agent__unit", "agent__site").get(pk=search.pk)


def _watch(search: SavedSearch) -> None:
    """From now on: those whom the search finds today are known, and nobody is told of them. Refuses too wide a search."""
    now = _found(search)
    if now is None:
        raise ValidationError(
            _("This search finds more than {n} colleagues: add a skill or a filter to be told of the next.").format(n=MOST_WATCHED)
        )
    SearchSeen.objects.bulk_create([SearchSeen(search=search, agent_id=pk) for pk in now], ignore_conflicts=True)


def _found(search: SavedSearch) -> list[int] | None:
    """Whom a search finds now, as its agent sees them, themself aside; None when it is too wide, or when part of it is no more.

    A skill withdrawn or a unit gone would make it wider than what was asked.
    """
    criteria = read_criteria(QueryDict(search.query))
    if criteria.is_empty or query_of(criteria) != search.query:
        return None
    exact = find(search.agent, criteria).exact
    return None if len(exact) > MOST_WATCHED else [pk for pk in exact if pk != search.agent_id]
