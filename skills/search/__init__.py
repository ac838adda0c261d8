"""What is findable: skills by any of their names, and colleagues by the skills they share (`people.py`)."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intranet.search.door import Document, Source, register
from skills.models import Skill, SkillLabel


def _document(skill: Skill) -> Document:
    names = tuple(label.text for label in skill.labels.all())
    return Document(title=skill.pref_label, labels=names, body="\n".join([skill.description, skill.description_en]))


def _shown(skill: Skill) -> Document:
    """The names and the description in the reader's language; never a misspelling, which only finds."""
    language = (get_language() or "fr")[:2]
    names = (label.text for label in skill.labels.all() if label.lang == language and label.kind != SkillLabel.Kind.HIDDEN)
    return Document(title=skill.label, labels=tuple(name for name in names if name != skill.label), body=skill.about)


register(
    Source(
        kind="skill",
        model=Skill,
        label=_("Skills"),
        area="skills",
        everyone=Skill.objects.offered,
        document=_document,
        detail=lambda skill: skill.domain.label if skill.domain else "",
        related=("domain",),
        shown=_shown,
        prefetched=("labels",),
    )
)
