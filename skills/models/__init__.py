"""What exists: the catalogue of skills, what agents declare, what was recognised, the facts by which they are found."""

from skills.models.catalogue import LEVELS, Level, Skill, SkillDomain, SkillProposal, SkillRelation
from skills.models.facts import Fact
from skills.models.frameworks import FrameworkChange, FrameworkFile, FrameworkImport, SkillFramework
from skills.models.help import HelpAsk
from skills.models.names import LabelWord, SkillLabel
from skills.models.occupations import Occupation, OccupationLabel, OccupationSkill
from skills.models.profile import AgentSkill, Evidence
from skills.querysets.eyes import Visibility

__all__ = [
    "LEVELS",
    "AgentSkill",
    "Evidence",
    "Fact",
    "FrameworkChange",
    "FrameworkFile",
    "FrameworkImport",
    "HelpAsk",
    "LabelWord",
    "Level",
    "Occupation",
    "OccupationLabel",
    "OccupationSkill",
    "Skill",
    "SkillDomain",
    "SkillFramework",
    "SkillLabel",
    "SkillProposal",
    "SkillRelation",
    "Visibility",
]
