"""HR files for tests: as HR software and spreadsheets write them, right and wrong."""

import io
import zipfile
from datetime import date

HEADERS = [
    "Matricule", "Nom", "Prénom", "Courriel", "Téléphone", "Intitulé du poste", "Code service", "Libellé service",
    "Code service parent", "Site", "Matricule du responsable", "Date d’arrivée", "Date de départ",
]  # fmt: skip
WORKBOOK = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def person(number, last="Martin", first="Léa", mail=None, **cells) -> list[str]:
    """A line of the file, by its headers."""
    row = dict.fromkeys(HEADERS, "")
    row |= {"Matricule": number, "Nom": last, "Prénom": first, "Courriel": mail if mail is not None else f"{number}@exemple.fr".lower()}
    named = {
        "phone": "Téléphone", "job": "Intitulé du poste", "unit": "Code service", "unit_name": "Libellé service", "parent": "Code service parent",
        "site": "Site", "manager": "Matricule du responsable", "arrived": "Date d’arrivée", "leaves": "Date de départ",
    }  # fmt: skip
    for name, value in cells.items():
        row[named[name]] = value
    return [row[header] for header in HEADERS]


def csv(rows, *, headers=HEADERS, delimiter=";", encoding="utf-8") -> bytes:
    def cell(value):
        value = str(value)
        return '"' + value.replace('"', '""') + '"' if any(c in value for c in f'{delimiter}"\n\r') else value

    return "\r\n".join(delimiter.join(map(cell, row)) for row in [headers, *rows]).encode(encoding) + b"\r\n"


def letters(number: int) -> str:
    name = ""
    while number >= 0:
        name, number = chr(65 + number % 26) + name, number // 26 - 1
    return name


def xlsx(rows, *, headers=HEADERS, merged=(), raw=None, sheets=None, before=()) -> bytes:
    """A workbook, written by hand. `raw` gives the XML of some cells ("B2" → "<c …>"); `sheets` other tables {name: rows}."""
    tables = {"Agents": [*before, headers, *rows], **(sheets or {})}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for n in range(1, len(tables) + 1)
        )
        archive.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
            f"{types}</Types>",
        )
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(tables) + 1)
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}">{links}<Relationship Id="s" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        )
        named = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(tables, 1))
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{WORKBOOK}" xmlns:r="{RELATIONS}"><sheets>{named}</sheets></workbook>')
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{WORKBOOK}"><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
            '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        )
        for n, table in enumerate(tables.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", _sheet(table, merged if n == 1 else (), raw if n == 1 else None))
    return out.getvalue()


def _sheet(table, merged, raw) -> str:
    rows = []
    for line, cells in enumerate(table, 1):
        written = []
        for place, value in enumerate(cells):
            name = f"{letters(place)}{line}"
            if raw and name in raw:
                written.append(raw[name])
            elif isinstance(value, date):
                written.append(f'<c r="{name}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>')
            elif isinstance(value, int):
                written.append(f'<c r="{name}"><v>{value}</v></c>')
            elif value:
                text = str(value).replace("&", "&amp;").replace("<", "&lt;")
                written.append(f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>')
        rows.append(f'<row r="{line}">{"".join(written)}</row>')
    merges = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
    merges = f"<mergeCells>{merges}</mergeCells>" if merges else ""
    return f'<worksheet xmlns="{WORKBOOK}"><sheetData>{"".join(rows)}</sheetData>{merges}</worksheet>'
