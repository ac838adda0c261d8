"""ROME 4.0 as France Travail publishes it (Licence Ouverte 2.0): know-how, knowledge, ways of working, occupations and their names."""

from pathlib import Path

from django.utils.text import slugify

from skills.actions.frameworks.published import Entry, Files, Place, Published, short
from skills.models import Skill

KNOW_HOW, OTHER_KNOW_HOW, BEHAVIOUR, KNOWLEDGE = "savoir-faire", "autres-savoir-faire", "savoir-etre", "savoirs"
CLEARANCES = "certifications-et-habilitations"  # the category of knowledge that is proved by a paper
_END = r"(_v\d+)?_utf8\.csv"


def read(path: Path) -> Published:
    """The version of ROME in the folder or ZIP at `path`. Refuses what lacks a file or a column.

    The file of the tree is not among those published here: a skill's place is its macro-skill (`code_ogr_macro_comp`),
    which is both a skill, broader than it, and a place to look under.
    """
    files = Files(path)
    rome = Published("rome", "ROME 4.0", "France Travail", "Licence Ouverte 2.0", order=1, version=files.version())
    rome.places = {KNOW_HOW: Place("Savoir-faire", order=1), BEHAVIOUR: Place("Savoir-être professionnels", order=2)}
    _know_how(files, rome)
    _knowledge(files, rome)
    _occupations(files, rome)
    rome.tell_apart()
    return rome


def _know_how(files: Files, rome: Published) -> None:
    rows = list(
        files.rows(
            r"unix_referentiel_competence" + _END,
            "code_ogr",
            "nature",
            "libelle_competence",
            "definition",
            "code_ogr_macro_comp",
            "cat_comp",
        )
    )
    labels = {row["code_ogr"]: short(row["libelle_competence"]) for row in rows}
    macros = {row["code_ogr_macro_comp"] for row in rows} & set(labels)
    for code in sorted(macros, key=lambda code: labels[code]):
        rome.places[f"c{code}"] = Place(labels[code], parent=KNOW_HOW)
    rome.places[OTHER_KNOW_HOW] = Place("Autres savoir-faire", parent=KNOW_HOW, order=1)
    for row in rows:
        code, above = row["code_ogr"], row["code_ogr_macro_comp"]
        is_behaviour = "être" in row["cat_comp"].lower()
        macro = code if code in macros else above if above in macros else ""
        place = BEHAVIOUR if is_behaviour else f"c{macro}" if macro else OTHER_KNOW_HOW
        rome.skills[code] = Entry(
            labels[code],
            Skill.Kind.BEHAVIOUR if is_behaviour else Skill.Kind.KNOW_HOW,
            description=row["definition"][:1000],
            domain=place,
            otherwise=labels.get(above, ""),
        )
        if above in labels and above != code:
            rome.parts.add((code, above))


def _knowledge(files: Files, rome: Published) -> None:
    columns = ("code_ogr_savoir", "libelle_savoir", "categorie_savoir", "sous_categorie_savoir")
    for row in files.rows(r"unix_referentiel_savoir" + _END, *columns):
        category, under = row["categorie_savoir"], row["sous_categorie_savoir"]
        place = slugify(category)[:60] or KNOWLEDGE
        rome.places.setdefault(place, Place(category or "Savoirs", order=3))
        inner = f"{place[:25]}-{slugify(under)[:34] or 'autres'}"
        rome.places.setdefault(inner, Place(under or "Autres", parent=place, order=0 if under else 1))
        kind = Skill.Kind.CLEARANCE if place == CLEARANCES else Skill.Kind.KNOWLEDGE
        rome.skills[row["code_ogr_savoir"]] = Entry(short(row["libelle_savoir"]), kind, domain=inner, otherwise=under or category)


def _occupations(files: Files, rome: Published) -> None:
    for row in files.rows(r"unix_referentiel_code_rome" + _END, "code_rome", "libelle_rome"):
        rome.occupations[row["code_rome"]] = short(row["libelle_rome"])
        rome.job_names += [(row["code_rome"], name) for name in spoken(row["libelle_rome"])]
    columns = ("libelle_appellation_long", "libelle_appellation_court", "code_rome")
    for row in files.rows(r"unix_referentiel_appellation" + _END, *columns):
        if row["code_rome"] in rome.occupations:
            rome.job_names += [(row["code_rome"], name) for name in spoken(row["libelle_appellation_long"])]
    for row in files.rows(r"unix_coherence_item" + _END, "code_rome", "code_ogr", "coeur_metier"):
        if row["code_rome"] in rome.occupations and row["code_ogr"] in rome.skills:
            rome.asked[row["code_rome"], row["code_ogr"]] = bool(row["coeur_metier"])


def spoken(name: str) -> list[str]:
    """The names of a job as people say them, one for each gender.

    "Chargé / Chargée d'accueil" → ["Chargé d'accueil", "Chargée d'accueil"]; a name without a slash is one.
    """
    masculine, slash, feminine = (part.strip() for part in name.partition(" / "))
    if not slash or " / " in feminine:
        return [short(name)]
    rest = feminine.split()[len(masculine.split()) :]
    return [short(" ".join([masculine, *rest])), short(feminine)]
