"""Writing the facts: one statement, whether for one declared skill or for all of them."""

from collections.abc import Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connections, models, router, transaction
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear, Least, Substr

from intranet.directory.models import Agent, OrgUnit
from skills.models import AgentSkill, Fact, Visibility
from skills.querysets.profile import AgentSkillQuerySet

DIRECTION_LENGTH = 2 * OrgUnit.steplen
COLUMNS = {
    "source_id": F("pk"),
    "skill_id": F("skill_id"),
    "level": Coalesce(F("level"), Value(0)),
    "agent_id": F("agent_id"),
    "unit_path": Coalesce(F("agent__unit__path"), Value("")),
    "direction": Substr(Coalesce(F("agent__unit__path"), Value("")), 1, DIRECTION_LENGTH),
    "site_id": F("agent__site_id"),
    "visibility": F("visibility"),
    "can_help": F("can_help"),
    "can_train": F("can_train"),
    "interest": F("interest"),
    "is_private": Case(When(sphere=AgentSkill.Sphere.PRIVATE, then=Value(True)), default=Value(False)),
    # The surest first: level, then the month of the last confirmation, then what shows it. Only evidence
    # that whoever sees the skill also sees may count: an order must not tell of what is hidden.
    "sort_key": Coalesce(F("level"), Value(0)) * 1_000_000
    + (ExtractYear("confirmed_at") * 12 + ExtractMonth("confirmed_at")) * 10
    + Least(Count("evidence", filter=Q(evidence__status="accepted", evidence__visibility__gte=F("visibility"))), Value(9)),
}


@transaction.atomic
def write_facts(*, of: models.QuerySet) -> int:
    """Write again the facts of the declared skills `of`, in the caller's transaction. Returns how many stand."""
    Fact.objects.filter(source__in=of.order_by().values("pk")).delete()
    return _insert(of)


@transaction.atomic
def rebuild_facts() -> int:
    """Write every fact again. Returns how many there are."""
    Fact.objects.all().delete()
    return _insert(AgentSkill.objects.all())


def follow_agent(*, agent: Agent) -> int:
    """Write again the facts of an agent who moved, left or came back."""
    return write_facts(of=AgentSkill.objects.of(agent).filter(valid_to=None))


def follow_agents(*, agents: Sequence[int]) -> int:
    """Write again the facts of these people."""
    return write_facts(of=AgentSkill.objects.filter(agent__in=agents, valid_to=None))


def forget_facts(*, agents: Sequence[int]) -> None:
    """Take away the facts of these people until `follow_agents` writes them again."""
    Fact.objects.filter(agent__in=agents).delete()


def follow_unit(*, unit: OrgUnit) -> int:
    """Write again the facts of everybody in a unit that moved, and in those under it: who sees them follows the direction."""
    return write_facts(of=AgentSkill.objects.filter(agent__unit__path__startswith=unit.path, valid_to=None))


def _insert(of: AgentSkillQuerySet) -> int:
    shared = of.active().filter(visibility__gte=Visibility.HR, skill__sensitive=False).order_by()
    # Prefixed, because an annotation may not be named as a field of the model.
    rows = shared.annotate(**{f"fact_{name}": value for name, value in COLUMNS.items()}).values_list(*(f"fact_{name}" for name in COLUMNS))
    using = router.db_for_write(Fact)
    try:
        sql, params = rows.query.get_compiler(using).as_sql()
    except EmptyResultSet:
        return 0
    quote = connections[using].ops.quote_name
    columns = ", ".join(quote(name) for name in COLUMNS)
    with connections[using].cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(Fact._meta.db_table)} ({columns}) {sql}", params)
        return cursor.rowcount
