"""Colleagues are found by name, position, unit and site. Declared here because the directory lies below search."""

from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

from intranet.directory.models import Agent
from intranet.directory.signals import agents_written
from intranet.search.door import Document, Source, refresh, refresh_many, register


def _document(agent: Agent) -> Document:
    places = [str(place) for place in (agent.unit, agent.site) if place]
    return Document(title=agent.name, labels=(agent.position_title,), body="\n".join([*places, agent.about]), weight=1.2)


def _detail(agent: Agent) -> str:
    return ", ".join(str(part) for part in (agent.position_title, agent.unit, agent.site) if part)


def _follow(sender: type[Agent], instance: Agent, update_fields: frozenset[str] | None = None, **kwargs: object) -> None:
    if update_fields is None or set(update_fields) != {"last_login"}:
        refresh(instance)


def _follow_many(sender: type[Agent], agents: list[int], **kwargs: object) -> None:
    refresh_many("person", agents)


def declare() -> None:
    """Register the source, and follow what is saved: the directory's own actions cannot call search, which is above them.

    What is written in bulk (the HR file) says so by a signal.
    """
    register(
        Source(
            kind="person",
            model=Agent,
            label=_("Colleagues"),
            everyone=lambda: Agent.objects.filter(is_active=True, erased_at=None),
            document=_document,
            detail=_detail,
            area="skills",
            related=("unit", "site"),
        )
    )
    for signal in (post_save, post_delete):
        signal.connect(_follow, sender=Agent, dispatch_uid="search.people")
    agents_written.connect(_follow_many, dispatch_uid="search.people_in_bulk")
