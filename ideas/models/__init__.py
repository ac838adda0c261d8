"""What exists in this area, one module for each noun."""

from ideas.models.campaigns import Campaign, Mandate, MandateGroupObjectPermission, Phase, RuleSet, RuleSetVersion
from ideas.models.problems import Category, Contest, Membership, Problem, ProblemEcho, RecurringProblem, UserView
from ideas.models.proposals import Idea, IdeaAuthor, IdeaFollow, IdeaMove, IdeaVersion

__all__ = [
    "Campaign",
    "Category",
    "Contest",
    "Idea",
    "IdeaAuthor",
    "IdeaFollow",
    "IdeaMove",
    "IdeaVersion",
    "Mandate",
    "MandateGroupObjectPermission",
    "Membership",
    "Phase",
    "Problem",
    "ProblemEcho",
    "RecurringProblem",
    "RuleSet",
    "RuleSetVersion",
    "UserView",
]
