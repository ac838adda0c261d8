"""What is findable: skills by any of their names, and colleagues by the skills they share (`people.py`)."""

from django.utils.translation import gettext_lazy as _

from intranet.search.door import Document, Source, register
from skills.models import Skill


def _document(skill: Skill) -> Document:
    names = tuple(label.text for label in skill.labels.all())
    return Document(title=skill.pref_label, labels=names, body="\n".join([skill.description, skill.description_en]))


register(
    Source(
        kind="skill",
        model=Skill,
        label=_("Skills"),
        area="skills",
        everyone=Skill.objects.active,
        document=_document,
        detail=lambda skill: skill.domain.label if skill.domain else "",
        related=("domain",),
    )
)
