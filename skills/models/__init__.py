"""What exists: the catalogue of skills, what agents declare, what was recognised, the facts by which they are found."""

from skills.models.catalogue import LEVELS, Level, Skill, SkillDomain, SkillProposal, SkillRelation
from skills.models.certification import Certification
from skills.models.choices import NotSuggested, Nudge, SkillChoices
from skills.models.endorsement import Endorsement
from skills.models.facts import Fact
from skills.models.frameworks import FrameworkChange, FrameworkFile, FrameworkImport, SkillFramework
from skills.models.help import HelpAsk
from skills.models.merges import SkillMerge
from skills.models.names import LabelWord, SkillLabel
from skills.models.occupations import Occupation, OccupationLabel, OccupationSkill
from skills.models.profile import AgentSkill, Evidence
from skills.models.searches import SavedSearch, SearchSeen
from skills.querysets.eyes import Visibility

__all__ = [
    "LEVELS",
    "AgentSkill",
    "Certification",
    "Endorsement",
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
    "SavedSearch",
    "SearchSeen",
    "NotSuggested",
    "Nudge",
    "Skill",
    "SkillChoices",
    "SkillDomain",
    "SkillFramework",
    "SkillLabel",
    "SkillMerge",
    "SkillProposal",
    "SkillRelation",
    "Visibility",
]
