"""The pages of the HR file, walked as a person does, with and without the right."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from intranet.directory.models import Agent
from intranet.organisation.models import HrFilePart, HrImport, HrLine, RememberedColumn
from intranet.roles import Role
from tests.factories import AgentFactory, unit
from tests.organisation.files import HEADERS, csv, person, xlsx


def upload(client, content, name="agents.csv", **more):
    return client.post(reverse("hr_files"), {"file": SimpleUploadedFile(name, content)}, **more)


@pytest.mark.parametrize("role", [None, *Role])
def test_pages_when_by_whom_then_administrators_and_hr_advisers_alone(as_agent, send, role):
    found = send(csv([person("A1", mail="faux")]))
    client = as_agent(AgentFactory(roles=[role] if role else []))
    may = role in {Role.ADMINISTRATOR, Role.HR_ADVISER}
    for name in ("hr_file", "hr_errors", "hr_lines"):
        assert client.get(reverse(name, args=[found.public_id])).status_code == (200 if may else 302), name
    for name in ("hr_files", "hr_sample"):
        assert client.get(reverse(name)).status_code == (200 if may else 302), name
    if not may:
        for name in ("hr_columns", "hr_apply", "hr_cancel", "hr_sheet"):
            client.post(reverse(name, args=[found.public_id]))
        upload(client, csv([person("A2")]))
        found.refresh_from_db()
        assert found.status == HrImport.Status.READY
        assert HrImport.objects.count() == 1
    menu = client.get(reverse("wagtailadmin_home"))
    assert (reverse("hr_files") in menu.content.decode()) is may


def test_file_when_walked_then_columns_comparison_application_and_report(as_agent, admin, drain):
    unit("accueil")
    client = as_agent(admin)
    headers = ["Mat. paie", *HEADERS[1:]]
    answer = upload(client, csv([person("A1", unit="accueil"), person("A2", "Roux", mail="faux")], headers=headers))
    found = HrImport.objects.get()
    assert answer.url == found.get_absolute_url()
    page = client.get(found.get_absolute_url()).content.decode()
    assert "À quoi correspond chaque colonne" in page
    columns = [found_name for found_name, _place in sorted(found.mapping.items(), key=lambda pair: pair[1])]
    refused = client.post(reverse("hr_columns", args=[found.public_id]), {"column": ["", *columns], "with_units": "on"})
    assert refused.status_code == 422
    assert "Aucune colonne du fichier" in refused.content.decode()
    client.post(reverse("hr_columns", args=[found.public_id]), {"column": ["hr_number", *columns], "with_units": "on"})
    assert RememberedColumn.objects.get(header="mat paie").column == "hr_number"
    assert "en cours de lecture" in client.get(found.get_absolute_url()).content.decode()
    drain()
    page = client.get(found.get_absolute_url()).content.decode()
    assert "1 arrivée" in page
    assert "faux\u00a0» n’est pas une adresse électronique." in page
    assert "Agent" not in Agent.objects.values_list("hr_number", flat=True)
    refused = client.post(reverse("hr_apply", args=[found.public_id]))
    assert refused.status_code == 422
    client.post(reverse("hr_apply", args=[found.public_id]), {"only_correct": "on"})
    drain()
    page = client.get(found.get_absolute_url()).content.decode()
    assert "Ce que le fichier a changé" in page
    assert Agent.objects.get(hr_number="A1").unit.code == "accueil"
    assert not HrFilePart.objects.exists()
    upload(client, csv([person("A1", unit="accueil")], headers=headers))
    assert HrImport.objects.newest_first().first().mapping["hr_number"] == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"%PDF-1.7\n%", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (b"PK\x03\x04 not an archive", "abîmé"),
        (b"\x00\x01\x02\x03" * 500, "ni un classeur ni un texte"),
        (b"bonjour\r\n", "en-têtes"),
        (("a;" * 5000 + "\n").encode(), "colonnes"),
    ],
)
def test_upload_when_it_is_the_wrong_file_then_a_sentence_says_so_and_nothing_is_kept(as_agent, admin, content, said):
    answer = upload(as_agent(admin), content, name="agents.xlsx")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not HrImport.objects.exists()
    assert not HrFilePart.objects.exists()


def test_upload_when_nothing_is_chosen_then_a_sentence_says_so(as_agent, admin):
    answer = as_agent(admin).post(reverse("hr_files"))
    assert answer.status_code == 422


def test_downloads_when_a_cell_is_a_formula_then_it_is_text(as_agent, admin, send):
    found = send(csv([person("A1", "=HYPERLINK(1)", mail="=1+1"), person("A2", "=2+2")]))
    client = as_agent(admin)
    errors = client.get(reverse("hr_errors", args=[found.public_id])).getvalue().decode()
    lines = client.get(reverse("hr_lines", args=[found.public_id])).getvalue().decode()
    assert "'=1+1" in errors
    assert not any(cell.strip('"').startswith(("=", "+", "@")) for row in (errors + lines).splitlines() for cell in row.split(";"))


def test_file_when_given_up_then_nothing_of_it_is_kept(as_agent, admin, send):
    found = send(csv([person("A1")]))
    as_agent(admin).post(reverse("hr_cancel", args=[found.public_id]))
    found.refresh_from_db()
    assert found.status == HrImport.Status.CANCELLED
    assert not HrLine.objects.exists()
    assert not HrFilePart.objects.exists()


def test_sheets_when_several_are_as_good_then_a_person_chooses(as_agent, admin, drain):
    client = as_agent(admin)
    upload(client, xlsx([person("A1")], sheets={"2026": [HEADERS, person("A2")]}), name="agents.xlsx")
    found = HrImport.objects.get()
    assert found.sheet == ""
    assert "choisissez-en une" in client.get(found.get_absolute_url()).content.decode()
    client.post(reverse("hr_sheet", args=[found.public_id]), {"sheet": "2026"})
    found.refresh_from_db()
    assert (found.sheet, found.mapping["hr_number"]) == ("2026", 0)


def test_pages_when_long_then_their_queries_are_few(as_agent, admin, send, django_assert_max_num_queries):
    found = send(csv([person(f"A{n}", f"Nom{n}") for n in range(120)]))
    client = as_agent(admin)
    client.get(found.get_absolute_url())
    with django_assert_max_num_queries(25):
        page = client.get(found.get_absolute_url() + "?show=new&page=2")
    assert "Page 2 sur 3" in page.content.decode()
