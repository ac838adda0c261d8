"""What exists in this area, one module for each noun."""

from ideas.models.ballots import Ballot, BallotLog, CountedBallot, Tally, TallyCheck
from ideas.models.campaigns import Campaign, Mandate, MandateGroupObjectPermission, Phase, RuleSet, RuleSetVersion
from ideas.models.decisions import Decision, ReplyDuty
from ideas.models.problems import Category, Contest, Membership, Problem, ProblemEcho, RecurringProblem, UserView
from ideas.models.proposals import Idea, IdeaAuthor, IdeaFollow, IdeaMove, IdeaVersion
from ideas.models.rounds import Priority, RollEntry, RoundOption, VotingRound

__all__ = [
    "Ballot",
    "BallotLog",
    "Campaign",
    "Category",
    "Contest",
    "CountedBallot",
    "Decision",
    "Idea",
    "IdeaAuthor",
    "IdeaFollow",
    "IdeaMove",
    "IdeaVersion",
    "Mandate",
    "MandateGroupObjectPermission",
    "Membership",
    "Phase",
    "Priority",
    "Problem",
    "ProblemEcho",
    "RecurringProblem",
    "ReplyDuty",
    "RollEntry",
    "RoundOption",
    "RuleSet",
    "RuleSetVersion",
    "Tally",
    "TallyCheck",
    "UserView",
    "VotingRound",
]
