"""ESCO as the European Commission publishes it (reuse with attribution): skills and occupations with their other names, in French."""

from pathlib import Path

from skills.actions.frameworks.published import Entry, Files, Published, short
from skills.models import Skill

COLUMNS = ("conceptUri", "preferredLabel", "altLabels")


def read(path: Path) -> Published:
    """The version of ESCO in the folder or ZIP at `path`. Refuses what lacks a file or a column. Its French files have no tree."""
    files = Files(path)
    esco = Published("esco", "ESCO", "Commission européenne", "réutilisation avec mention de la source", order=2, version=files.version())
    for row in files.rows(r"skills_fr.*\.csv", *COLUMNS):
        code = row["conceptUri"]
        label = short(row["preferredLabel"])
        esco.skills[code] = Entry(label[:1].upper() + label[1:], Skill.Kind.KNOW_HOW)
        esco.names += [(code, short(name)) for name in _others(row["altLabels"])]
    for row in files.rows(r"occupations_fr.*\.csv", *COLUMNS):
        code = row["conceptUri"]
        esco.occupations[code] = short(row["preferredLabel"])
        esco.job_names += [(code, short(name)) for name in (*row["preferredLabel"].split("/"), *_others(row["altLabels"]))]
    esco.tell_apart()
    return esco


def _others(names: str) -> list[str]:
    """The other names of a row: one on each line, or between bars."""
    return [name.strip() for name in names.replace("\n", "|").split("|") if name.strip()]
