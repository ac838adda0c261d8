"""What is looked for: the skills and words asked for, and the filters that narrow the answer."""

from dataclasses import dataclass

from intranet.directory.models import OrgUnit, Site
from skills.models import Skill

MOST_SKILLS = 5
DISTANCES = (10, 20, 50)  # kilometres from one's own site
CANS = ("", "help", "train")
INTERESTS = ("", "use", "learn")


@dataclass(frozen=True)
class Criteria:
    """What is looked for: as the address of the page says it."""

    words: str = ""
    skills: tuple[Skill, ...] = ()
    levels: tuple[int, ...] = ()  # the least level of each of `skills`, in their order; none: whatever the level
    level: int = 0  # the least level of all of them
    can: str = ""
    interest: str = ""
    unit: OrgUnit | None = None
    site: Site | None = None
    km: int = 0  # at most so far from the site of whoever searches
    is_elsewhere: bool = False  # not in the service of whoever searches
    is_present: bool = False  # not away today
    with_private: bool = False  # also what was learnt outside work
    is_literal: bool = False  # the words as they are typed: understood as no skill

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.skills)

    @property
    def filter_count(self) -> int:
        """How many filters narrow the answer: on the button "Filtrer (2)"."""
        chosen = (self.level, self.can, self.interest, self.unit, self.site, self.km, self.is_elsewhere, self.is_present, self.with_private)
        return sum(map(bool, chosen))

    def level_of(self, skill: Skill) -> int:
        """The least level asked of this one skill."""
        return dict(zip(self.skills, self.levels, strict=False)).get(skill, 0)
