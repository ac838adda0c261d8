"""What agents do with their own entry in the directory."""

from intranet.directory.models import Agent


def choose_language(*, agent: Agent, language: str) -> None:
    """Remember the language in which `agent` reads. Refuses one the product does not have."""
    if language not in {"fr", "en"}:
        raise ValueError(language)
    Agent.objects.filter(pk=agent.pk).update(language=language)
