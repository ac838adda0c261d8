"""What exists: the catalogue of skills, what agents declare, what was recognised, the facts by which they are found."""

from skills.models.catalogue import (
    LEVELS,
    Level,
    Skill,
    SkillDomain,
    SkillFramework,
    SkillLabel,
    SkillProposal,
    SkillRelation,
)
from skills.models.certification import Certification
from skills.models.choices import NotSuggested, Nudge, SkillChoices
from skills.models.endorsement import Endorsement
from skills.models.facts import Fact
from skills.models.help import HelpAsk
from skills.models.profile import AgentSkill, Evidence
from skills.querysets.eyes import Visibility

__all__ = [
    "LEVELS",
    "AgentSkill",
    "Certification",
    "Endorsement",
    "Evidence",
    "Fact",
    "HelpAsk",
    "Level",
    "NotSuggested",
    "Nudge",
    "Skill",
    "SkillChoices",
    "SkillDomain",
    "SkillFramework",
    "SkillLabel",
    "SkillProposal",
    "SkillRelation",
    "Visibility",
]
