"""Small files of ROME and ESCO, written as they are published."""

import csv
import zipfile
from pathlib import Path

MACRO, KNOW_HOW = "Macro-compétence", "Compétence"
COMPETENCES = [
    ("300230", MACRO, "Entretenir des espaces verts", "", "", "Savoir-faire"),
    ("100023", KNOW_HOW, "Abattre un arbre", "", "300230", "Savoir-faire"),
    ("100063", KNOW_HOW, "Tailler les arbres", "", "300230", "Savoir-faire"),
    ("300412", MACRO, "Être à l'écoute, faire preuve d'empathie", "Capacité à écouter.", "", "Savoir-être professionnel"),
]
KNOWLEDGE = [
    ("100003", "Fonctionnement des engins agricoles", "Produits, outils et matières", "Outils, machines"),
    ("100004", "Sécurité incendie", "Domaines d'expertise", "Sécurité"),
    ("100005", "Sécurité incendie", "Normes et procédés", "Normes"),
    ("100006", "CACES R489", "Certifications et habilitations", ""),
]
OCCUPATIONS = [("A1203", "Aménagement et entretien des espaces verts")]
JOBS = [("Jardinier / Jardinière d'espaces verts", "Jardinier(ère)", "A1203")]
ASKED = [("A1203", "100023", "Principale"), ("A1203", "100063", ""), ("A1203", "999999", "")]


def _csv(path: Path, header: str, rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(header.split(","))
        writer.writerows(rows)


def rome(
    folder: Path, *, version=460, competences=COMPETENCES, knowledge=KNOWLEDGE, occupations=OCCUPATIONS, jobs=JOBS, asked=ASKED
) -> Path:
    """The files of one version of ROME in `folder`, whose older ones go."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    end = f"_v{version}_utf8.csv"
    _csv(
        folder / f"unix_referentiel_competence{end}",
        "code_ogr,nature,libelle_competence,definition,code_ogr_macro_comp,cat_comp",
        competences,
    )
    _csv(folder / f"unix_referentiel_savoir{end}", "code_ogr_savoir,libelle_savoir,categorie_savoir,sous_categorie_savoir", knowledge)
    _csv(folder / f"unix_referentiel_code_rome{end}", "code_rome,libelle_rome", occupations)
    _csv(folder / f"unix_referentiel_appellation{end}", "libelle_appellation_long,libelle_appellation_court,code_rome", jobs)
    _csv(folder / f"unix_coherence_item{end}", "code_rome,code_ogr,coeur_metier", asked)
    return folder


def esco(folder: Path) -> Path:
    """The files of ESCO in `folder`."""
    folder.mkdir(exist_ok=True)
    uri = "http://data.europa.eu/esco/"
    _csv(
        folder / "skills_fr.csv",
        "conceptUri,preferredLabel,altLabels",
        [(f"{uri}skill/aa11", "tailler des arbres", "élaguer|taille douce"), (f"{uri}skill/bb22", "programmer en C++", "")],
    )
    _csv(
        folder / "occupations_fr.csv",
        "conceptUri,preferredLabel,altLabels",
        [(f"{uri}occupation/cc33", "jardinier/jardinière", "paysagiste")],
    )
    return folder


def zipped(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for each in folder.iterdir():
            file.write(each, f"published/{each.name}")
    return path
