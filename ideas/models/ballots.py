"""Ballots, what is counted, and the counts."""

from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from ideas.models.campaigns import RuleSetVersion
from ideas.models.rounds import RoundOption, VotingRound
from ideas.querysets.rounds import BallotQuerySet, TallyQuerySet
from intranet.base import guards
from intranet.base.models import Public
from intranet.directory.models import Agent


class JSONLength(Func):
    """The number of elements of a JSON array."""

    output_field = models.IntegerField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSON_ARRAY_LENGTH", **context)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH", **context)


class Ballot(models.Model):
    """What an agent of the roll chose, until the close: one line for each person, changed in place.

    Of a confidential round the lines are dropped at the close (see `CountedBallot`).
    """

    round = models.ForeignKey(VotingRound, on_delete=models.PROTECT, related_name="ballots", verbose_name=_("round"))
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="ballots", verbose_name=_("agent"))
    rules = models.ForeignKey(RuleSetVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("rules of the game"))
    content = models.JSONField(_("numbers of the options chosen, sorted"))
    size = models.PositiveSmallIntegerField(_("number of choices"))
    revision = models.PositiveIntegerField(_("revision"), default=1)
    cast_at = models.DateTimeField(_("received on"))

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.UniqueConstraint(fields=["round", "agent"], name="ballot_one_each"),
            models.CheckConstraint(name="ballot_size_is_true", condition=Q(size=JSONLength(F("content")))),
        ]

    def __str__(self):
        return f"{self.round_id}"  # never who, never what


class CountedBallot(models.Model):
    """A ballot as it is counted and published: no agent, no time, in the order of the receipts."""

    round = models.ForeignKey(VotingRound, on_delete=models.PROTECT, related_name="counted", verbose_name=_("round"))
    receipt = models.CharField(_("receipt"), max_length=20)
    content = models.JSONField(_("numbers of the options chosen, sorted"))

    class Meta:
        verbose_name = _("counted ballot")
        verbose_name_plural = _("counted ballots")
        ordering = ["round", "receipt"]
        constraints = [models.UniqueConstraint(fields=["round", "receipt"], name="counted_receipt_once")]

    def __str__(self):
        return self.receipt


class BallotLog(models.Model):
    """That something happened to a round: no agent, no content. The close checks the number of ballots against it."""

    class Kind(models.TextChoices):
        CAST = "cast", _("ballot received")
        CHANGED = "changed", _("ballot changed")

    round = models.ForeignKey(VotingRound, on_delete=models.PROTECT, related_name="log", verbose_name=_("round"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)

    class Meta:
        verbose_name = _("event of a vote")
        verbose_name_plural = _("events of a vote")
        indexes = [models.Index(fields=["round", "kind"], name="ballot_log_kind")]

    def __str__(self):
        return self.kind


class Tally(Public):
    """One count of a round. Never changed: a recount is a new line."""

    round = models.ForeignKey(VotingRound, on_delete=models.PROTECT, related_name="tallies", verbose_name=_("round"))
    seq = models.PositiveSmallIntegerField(_("count"))
    algorithm = models.CharField(_("method"), max_length=20)
    version = models.PositiveSmallIntegerField(_("version of the method"))
    input_sha256 = models.CharField(_("fingerprint of the ballots"), max_length=64)
    pack_sha256 = models.CharField(_("fingerprint of the pack"), max_length=64)
    roll_size = models.PositiveIntegerField(_("people on the roll"))
    ballots = models.PositiveIntegerField(_("ballots"))
    blanks = models.PositiveIntegerField(_("blank ballots"))
    quorum_met = models.BooleanField(_("quorum reached"))
    result = models.JSONField(_("result, with its steps"))
    computed_at = models.DateTimeField(_("counted on"))
    asked_by = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by"))
    reason = models.TextField(_("why it was counted again"), max_length=1000, blank=True)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        ordering = ["round", "-seq"]
        constraints = [
            models.UniqueConstraint(fields=["round", "seq"], name="tally_seq_once"),
            models.UniqueConstraint(fields=["round", "asked_by"], name="tally_one_contest_each"),
            models.CheckConstraint(
                name="tally_first_or_asked_with_a_reason",
                condition=Q(seq=1, asked_by__isnull=True) | (Q(seq__gt=1, asked_by__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(name="tally_fits_its_roll", condition=Q(ballots__lte=F("roll_size"), blanks__lte=F("ballots"))),
        ]

    def __str__(self):
        return f"{self.round}, {self.seq}"

    @property
    def is_recount(self) -> bool:
        return self.seq > 1

    def line_of(self, subject: models.Model) -> dict:
        """The line of an idea or a recurring problem in the ranking: option, votes, rank, place, first."""
        number = RoundOption.objects.about(subject).filter(round=self.round_id).values_list("number", flat=True)[0]
        return next(line for line in self.result["ranking"] if line["option"] == number)


class TallyCheck(models.Model):
    """Somebody counted again, and it was the same or not."""

    class Tool(models.TextChoices):
        PAGE = "page", _("from the page of the results")
        PACK = "pack", _("from the pack")

    tally = models.ForeignKey(Tally, on_delete=models.PROTECT, related_name="checks", verbose_name=_("count"))
    by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    tool = models.CharField(_("how"), max_length=4, choices=Tool, default=Tool.PAGE)
    same = models.BooleanField(_("same result"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(_("on"))

    class Meta:
        verbose_name = _("check of a count")
        verbose_name_plural = _("checks of a count")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["tally", "by", "same"], name="tally_check_once")]

    def __str__(self):
        return f"{self.tally_id}: {self.same}"


_OF_ROUND = "FROM ideas_votinground r WHERE r.id = {row}.round_id"
# Django has no composite foreign key: (round, agent) → roll and (round, rules) → round are kept here.
guards.refuse(
    "ideas_ballot_on_roll",
    model="ideas.Ballot",
    events=("INSERT", "UPDATE"),
    when="NOT EXISTS (SELECT 1 FROM ideas_rollentry e WHERE e.round_id = NEW.round_id AND e.agent_id = NEW.agent_id)",
    message="a ballot is of an agent on the roll",
)
guards.refuse(
    "ideas_ballot_of_rules",
    model="ideas.Ballot",
    events=("INSERT", "UPDATE"),
    when="NOT EXISTS (SELECT 1 FROM ideas_votinground r WHERE r.id = NEW.round_id AND r.rules_id = NEW.rules_id)",
    message="a ballot follows the rules of its round",
)
guards.refuse(
    "ideas_ballot_size",
    model="ideas.Ballot",
    events=("INSERT", "UPDATE"),
    when=f"NEW.size > (SELECT r.max_choices {_OF_ROUND.format(row='NEW')})",
    message="a ballot has too many choices",
)
guards.refuse(
    "ideas_ballot_while_announced",
    model="ideas.Ballot",
    events=("INSERT", "UPDATE"),
    when=f"(SELECT r.status {_OF_ROUND.format(row='NEW')}) <> 'announced'",
    message="a ballot is received by an announced round",
)
guards.refuse(
    "ideas_ballot_stays_put",
    model="ideas.Ballot",
    events=("UPDATE",),
    when="NEW.round_id <> OLD.round_id OR NEW.agent_id <> OLD.agent_id OR NEW.revision <= OLD.revision",
    message="a ballot keeps its agent and its round, and counts its revisions",
)
guards.refuse(
    "ideas_ballot_not_lost",
    model="ideas.Ballot",
    events=("DELETE",),
    when=f"NOT EXISTS (SELECT 1 {_OF_ROUND.format(row='OLD')}"
    " AND (r.status = 'cancelled' OR (r.status = 'published' AND r.secrecy = 'confidential')))",
    message="ballots are dropped only once a confidential round is counted, or cancelled",
)
guards.refuse(
    "ideas_counted_at_the_close",
    model="ideas.CountedBallot",
    events=("INSERT",),
    when=f"(SELECT r.status {_OF_ROUND.format(row='NEW')}) <> 'announced' OR EXISTS (SELECT 1 FROM ideas_tally t WHERE t.round_id = NEW.round_id)",  # noqa: S608
    message="ballots are gathered once, at the close",
)
guards.append_only("ideas.CountedBallot", frozen=("round_id", "receipt", "content"))
guards.append_only("ideas.BallotLog", frozen=("round_id", "kind"))
guards.append_only(
    "ideas.Tally",
    frozen=(
        "round_id",
        "seq",
        "algorithm",
        "version",
        "input_sha256",
        "pack_sha256",
        "roll_size",
        "ballots",
        "blanks",
        "quorum_met",
        "result",
        "computed_at",
        "asked_by_id",
        "reason",
    ),
)
guards.append_only("ideas.TallyCheck", frozen=("tally_id", "by_id", "tool", "same", "note", "at"))
