"""The columns that we know, and how the headers of a file tell them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from intranet.base import text
from intranet.organisation.reading.tables import Sheet

ENOUGH = 2  # headers that are known in a row, for it to be the headers


@dataclass(frozen=True)
class Column:
    """One thing that a file may say of a person. `also`: other ways to head it, folded, the surest first."""

    name: str
    also: tuple[str, ...]
    required: bool = False
    kind: str = "text"  # text, day, mail, phone, number, code
    longest: int = 160


COLUMNS = (
    Column(
        "hr_number",
        ("matricule", "matricule agent", "numero matricule", "no matricule", "n matricule", "id agent", "identifiant rh", "numero agent", "matricule rh", "hr number", "employee number", "employee id", "numero"),
        required=True,
        kind="number",
        longest=40,
    ),
    Column("last_name", ("nom", "nom usuel", "nom d usage", "nom usage", "nom de famille", "nom agent", "last name", "surname"), required=True, longest=150),
    Column("first_name", ("prenom", "prenom usuel", "prenoms", "prenom agent", "first name"), required=True, longest=150),
    Column("email", ("courriel", "e mail", "email", "mail", "mel", "adresse electronique", "adresse mail", "adresse courriel", "courriel professionnel", "mail professionnel", "email professionnel", "adresse e mail"), kind="mail", longest=254),
    Column("phone", ("telephone", "tel", "telephone professionnel", "tel professionnel", "numero de telephone", "poste telephonique", "ligne directe", "phone", "telephone fixe"), kind="phone", longest=30),
    Column("position_title", ("intitule du poste", "emploi", "poste", "fonction", "libelle emploi", "intitule de poste", "libelle poste", "libelle du poste", "fonction exercee", "metier", "job title", "position")),
    Column("unit_code", ("code service", "code unite", "code structure", "code direction", "service code", "code affectation", "code uf", "affectation code", "code du service", "code entite", "unit code"), kind="code", longest=40),
    Column("unit_name", ("libelle service", "service", "nom du service", "libelle unite", "libelle structure", "affectation", "libelle affectation", "libelle du service", "intitule du service", "unite", "unit name", "unit")),
    Column("parent_code", ("code service parent", "service parent", "code service superieur", "code unite parente", "code parent", "code structure parente", "rattachement", "code service de rattachement", "parent unit code", "code direction de rattachement"), kind="code", longest=40),
    Column("site", ("site", "lieu de travail", "lieu", "residence administrative", "batiment", "implantation", "nom du site")),
    Column("manager_number", ("matricule du responsable", "matricule responsable", "matricule n 1", "matricule superieur", "matricule du superieur", "responsable", "n 1", "matricule manager", "matricule du manager", "superieur hierarchique", "matricule responsable hierarchique", "manager number"), kind="number", longest=40),
    Column("arrived_on", ("date d arrivee", "date arrivee", "date d entree", "date entree", "date de debut", "date debut", "date d embauche", "date d affectation", "start date"), kind="day"),
    Column("leaves_on", ("date de depart", "date depart", "date de sortie", "date sortie", "date de fin", "date fin", "fin de contrat", "date fin contrat", "end date"), kind="day"),
    Column("absent_from", ("absence", "debut absence", "absent du", "absence du", "date debut absence", "debut d absence", "debut de l absence", "absent from"), kind="day"),
    Column("absent_until", ("fin absence", "absent au", "absence au", "date fin absence", "fin d absence", "fin de l absence", "absent until", "retour"), kind="day"),
)  # fmt: skip
BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
_BY_HEADER = {header: column.name for column in COLUMNS for header in column.also}


def folded(header: str) -> str:
    """A header as it is compared: "Date d’arrivée *" → "date d arrivee"."""
    return " ".join(text.words(header))


def guess(headers: Sequence[str], remembered: Mapping[str, str] | None = None) -> dict[str, int]:
    """The columns that these headers tell, each with its place from 0; what was `remembered` of a header (folded) comes first.

    Of two headers for one column, the one it is most often called wins; "" remembered is a header to leave aside.
    """
    remembered = remembered or {}
    chosen: dict[str, tuple[int, int]] = {}
    for place, header in enumerate(headers):
        key = folded(header)
        if key in remembered:
            name, rank = remembered[key], -1
        else:
            name = _BY_HEADER.get(key, "")
            rank = BY_NAME[name].also.index(key) if name else 0
        if name and (name not in chosen or rank < chosen[name][0]):
            chosen[name] = (rank, place)
    return {column.name: chosen[column.name][1] for column in COLUMNS if column.name in chosen}


def find_headers(name: str, first_rows: Iterable[tuple[int, Sequence[str]]]) -> Sheet | None:
    """The headers among the first rows of a table: the row that tells most columns; else the first one with two cells."""
    best: Sheet | None = None
    for line, cells in first_rows:
        headers = _trimmed(cells)
        written = [header for header in headers if header]
        if not written:
            continue
        known = len(guess(headers))
        if best is None and len(written) >= ENOUGH:
            best = Sheet(name, headers, line, known if known >= ENOUGH else 0)
        if known >= ENOUGH and (best is None or known > best.known):
            best = Sheet(name, headers, line, known)
    return best


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """The headers cleaned, without the empty ones at the end."""
    headers = [text.one_line(text.clean(str(cell)))[:80] for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    return tuple(headers)
