"""The public frameworks: read as they are published, imported again, in a newer version, and killed half-way."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from intranet import roles
from intranet.jobs import outbox
from intranet.jobs.models import Job
from intranet.roles import Role
from skills import actions
from skills.actions.catalogue import add_label
from skills.actions.frameworks import rome as rome_reader
from skills.models import (
    AgentSkill,
    Fact,
    FrameworkImport,
    LabelWord,
    Occupation,
    OccupationLabel,
    OccupationSkill,
    Skill,
    SkillDomain,
    SkillFramework,
    SkillLabel,
    SkillRelation,
)
from skills.search import names
from skills.search.occupations import skills_for_title
from tests.factories import AgentFactory
from tests.processes import nobody_else_is_connected, wait_until
from tests.skills import published
from tests.skills.factories import SkillFactory, declare

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
MANY = 12_000  # skills of an import that is killed


def imported(kind, path):
    return actions.import_framework(kind=kind, path=path)


def contents():
    """What the catalogue holds, without keys nor dates."""
    return {
        "skills": set(Skill.objects.values_list("external_code", "slug", "pref_label", "kind", "status", "domain__code")),
        "names": set(SkillLabel.objects.values_list("skill__external_code", "text", "normalised", "stems", "kind")),
        "words": set(LabelWord.objects.values_list("label__normalised", "word", "rank")),
        "relations": set(SkillRelation.objects.values_list("from_skill__external_code", "to_skill__external_code", "kind", "origin")),
        "occupations": set(OccupationLabel.objects.values_list("occupation__code", "occupation__name", "text")),
        "asked": set(OccupationSkill.objects.values_list("occupation__code", "skill__external_code", "is_core")),
        "offered": set(SkillFramework.objects.values_list("code", "version", "is_offered")),
    }


@pytest.fixture
def editor(db):
    person = AgentFactory()
    roles.give(person, Role.EDITOR)
    return person


@pytest.fixture
def rome(tmp_path):
    return published.rome(tmp_path / "rome")


def test_rome_when_it_is_imported_then_its_tree_its_kinds_and_its_occupations_are_there(db, rome):
    read = imported("rome", rome)
    assert (read.status, read.version, read.added, read.withdrawn) == ("done", "460", 8, 0)
    felling = Skill.objects.get(external_code="100023")
    assert felling.kind == Skill.Kind.KNOW_HOW
    assert (felling.domain.name, felling.domain.parent.name) == ("Entretenir des espaces verts", "Savoir-faire")
    assert felling.relations.get().to_skill.pref_label == "Entretenir des espaces verts"
    assert Skill.objects.get(external_code="300412").kind == Skill.Kind.BEHAVIOUR
    assert Skill.objects.get(external_code="100003").kind == Skill.Kind.KNOWLEDGE
    assert Skill.objects.get(external_code="100006").kind == Skill.Kind.CLEARANCE
    assert set(OccupationLabel.objects.values_list("text", flat=True)) >= {"Jardinier d'espaces verts", "Jardinière d'espaces verts"}
    assert set(OccupationSkill.objects.values_list("skill__external_code", "is_core")) == {("100023", True), ("100063", False)}
    assert "France Travail" in SkillFramework.objects.get(code="rome").source


def test_rome_when_two_skills_have_one_name_then_the_second_says_where_it_stands(db, rome):
    imported("rome", rome)
    assert set(Skill.objects.filter(external_code__in=["100004", "100005"]).values_list("pref_label", flat=True)) == {
        "Sécurité incendie",
        "Sécurité incendie (Normes)",
    }
    assert SkillLabel.objects.filter(skill__external_code="100005").exists()


@pytest.mark.parametrize("kind", ["rome", "esco"])
def test_import_when_the_same_files_come_again_then_nothing_is_written(db, tmp_path, kind, django_assert_max_num_queries):
    path = getattr(published, kind)(tmp_path / kind)
    imported(kind, path)
    before = contents()
    again = imported(kind, path)
    assert (again.written, again.added, again.changed, again.withdrawn) == (0, 0, 0, 0)
    assert contents() == before


def test_esco_when_it_is_imported_then_its_other_names_find(db, tmp_path):
    imported("esco", published.esco(tmp_path / "esco"))
    assert names.suggest("élaguer")[0].skill.pref_label == "Tailler des arbres"
    assert names.suggest("C++")[0].skill.pref_label == "Programmer en C++"
    assert set(OccupationLabel.objects.values_list("text", flat=True)) == {"jardinier", "jardinière", "paysagiste"}


def test_newer_version_when_a_skill_is_renamed_then_its_people_keep_it_and_its_former_name_finds_it(db, rome):
    imported("rome", rome)
    held = declare(skill=Skill.objects.get(external_code="100023"))
    rows = [*published.COMPETENCES]
    rows[1] = ("100023", published.KNOW_HOW, "Abattre un arbre avec méthode", "", "300230", "Savoir-faire")
    read = imported("rome", published.rome(rome, version=470, competences=rows))
    held.refresh_from_db()
    assert held.skill.pref_label == "Abattre un arbre avec méthode"
    assert names.resolve("abattre un arbre") == held.skill
    change = read.changes.get()
    assert (change.kind, change.before, change.after) == ("renamed", "Abattre un arbre", "Abattre un arbre avec méthode")
    assert SkillFramework.objects.get(code="rome").version == "470"


def test_newer_version_when_two_skills_exchange_their_names_then_each_has_its_own(db, rome):
    imported("rome", rome)
    rows = [*published.COMPETENCES]
    rows[1] = ("100023", published.KNOW_HOW, "Tailler les arbres", "", "300230", "Savoir-faire")
    rows[2] = ("100063", published.KNOW_HOW, "Abattre un arbre", "", "300230", "Savoir-faire")
    path = published.rome(rome, version=470, competences=rows)
    imported("rome", path)
    assert names.resolve("Tailler les arbres").external_code == "100023"
    assert names.resolve("Abattre un arbre").external_code == "100063"
    assert imported("rome", path).written == 0


def test_newer_version_when_a_skill_is_withdrawn_then_it_finds_nobody_and_nobody_loses_it(db, rome):
    imported("rome", rome)
    skill = Skill.objects.get(external_code="100063")
    held = declare(skill=skill)
    assert Fact.objects.filter(skill=skill).exists()
    read = imported("rome", published.rome(rome, version=470, competences=[r for r in published.COMPETENCES if r[0] != "100063"]))
    skill.refresh_from_db()
    assert skill.status == Skill.Status.RETIRED
    assert AgentSkill.objects.filter(pk=held.pk, valid_to=None).exists()
    assert not Fact.objects.filter(skill=skill).exists()
    assert (read.withdrawn, read.changes.get().kind) == (1, "withdrawn")
    back = imported("rome", published.rome(rome, version=480))
    assert back.changes.get().kind == "back"
    assert Fact.objects.filter(skill=skill).exists()


def test_newer_version_when_a_skill_becomes_a_way_of_working_then_its_levels_go(db, rome):
    imported("rome", rome)
    held = declare(skill=Skill.objects.get(external_code="100063"), level=3)
    rows = [*published.COMPETENCES]
    rows[2] = ("100063", published.KNOW_HOW, "Tailler les arbres", "", "", "Savoir-être professionnel")
    imported("rome", published.rome(rome, version=470, competences=rows))
    held.refresh_from_db()
    assert held.level is None


def test_import_keeps_what_editors_did_to_a_skill(editor, rome):
    imported("rome", rome)
    merged, into = Skill.objects.get(external_code="100063"), SkillFactory(pref_label="Taille des arbres")
    add_label(Skill.objects.get(external_code="100023"), "bûcheronnage")
    actions.merge_skill(editor=editor, skill=merged, into=into)
    again = imported("rome", rome)
    merged.refresh_from_db()
    assert (merged.status, merged.merged_into) == (Skill.Status.MERGED, into)
    assert names.resolve("bucheronnage").external_code == "100023"
    assert imported("rome", rome).written == 0, again.written


def refused(path, kind="rome"):
    before = contents()
    with pytest.raises(ValidationError) as refusal:
        imported(kind, path)
    assert contents() == before
    assert FrameworkImport.objects.latest("pk").status == "failed"
    return refusal.value.messages[0]


def test_import_when_a_file_is_missing_then_it_is_named_and_nothing_is_imported(db, rome):
    next(rome.glob("unix_referentiel_savoir*")).unlink()
    assert "unix_referentiel_savoir" in refused(rome)


def test_import_when_a_column_is_missing_then_it_is_named(db, rome):
    next(rome.glob("unix_coherence_item*")).write_text("code_rome,autre\nA,B\n", encoding="utf-8")
    assert "coeur_metier" in refused(rome)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"code_rome,libelle_rome\n",
        b"\xff\xfe\x00\x01garbage",
        b"%PDF-1.7\n\x00\x00\x00",
        "libellé;é".encode("cp1252"),
        b"a" * 3_000_000,
    ],
    ids=["empty", "header only", "binary", "pdf", "windows-1252", "one endless line"],
)
def test_import_when_a_file_is_not_the_right_one_then_a_sentence_says_so(db, rome, content):
    next(rome.glob("unix_referentiel_code_rome*")).write_bytes(content)
    assert "unix_referentiel_code_rome" in refused(rome)


def test_import_when_a_quote_never_ends_then_a_sentence_says_so(db, rome):
    next(rome.glob("unix_referentiel_code_rome*")).write_text('code_rome,libelle_rome\n"A,' + "x" * 200_000, encoding="utf-8")
    assert "unix_referentiel_code_rome" in refused(rome)


def test_import_when_the_path_is_nothing_or_no_zip_then_a_sentence_says_so(db, tmp_path):
    assert "nothing" in refused(tmp_path / "nothing")
    photo = tmp_path / "photo.zip"
    photo.write_bytes(b"\x89PNG\r\n")
    assert "photo.zip" in refused(photo)


def test_import_when_a_zip_is_a_bomb_then_it_is_refused_unopened(db, tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file, file.open("unix_item_v1_utf8.csv", "w") as inside:
        for _each in range(210):
            inside.write(b"0" * 1024 * 1024)
    assert path.stat().st_size < 1024 * 1024
    assert "bomb.zip" in refused(path)


def test_import_when_the_files_are_in_a_zip_then_the_result_is_the_same(db, rome, tmp_path):
    imported("rome", published.zipped(rome, tmp_path / "rome.zip"))
    assert imported("rome", rome).written == 0


def test_import_when_it_wrote_much_then_the_database_looks_at_its_tables(db, rome, monkeypatch):
    looks = []
    monkeypatch.setattr("skills.actions.frameworks.apply.planner.learn", lambda: looks.append(1))
    monkeypatch.setattr("skills.actions.frameworks.apply.BATCH", 20)
    imported("rome", rome)
    assert looks == [1]
    imported("rome", rome)
    assert looks == [1]


def test_command_says_what_was_written_and_what_is_refused(db, rome, tmp_path):
    out = StringIO()
    call_command("import_rome", str(rome), stdout=out)
    assert "460" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("import_esco", str(rome))


def test_start_import_when_one_is_under_way_then_a_second_is_refused_until_it_is_dead(db):
    read = actions.start_import(kind="rome")
    with pytest.raises(ValidationError):
        actions.start_import(kind="rome")
    actions.start_import(kind="esco")
    FrameworkImport.objects.filter(pk=read.pk).update(seen_at="2020-01-01T00:00:00Z")
    actions.start_import(kind="rome")
    read.refresh_from_db()
    assert read.status == FrameworkImport.Status.FAILED


def test_import_is_for_the_editors_of_the_catalogue(as_agent, agent, editor, rome, tmp_path):
    archive = published.zipped(rome, tmp_path / "rome.zip").read_bytes()
    with pytest.raises(PermissionDenied):
        actions.start_import(kind="rome", editor=agent, content=archive)
    page = reverse("skill_frameworks")
    sent = {"kind": "rome", "file": SimpleUploadedFile("rome.zip", archive)}
    assert as_agent(agent).post(page, sent).status_code in (302, 403)
    assert not FrameworkImport.objects.exists()
    answer = as_agent(editor).post(page, {"kind": "rome", "file": SimpleUploadedFile("rome.zip", archive)})
    read = FrameworkImport.objects.get()
    assert answer.url == reverse("skill_framework_import", args=[read.public_id])
    assert "hx-trigger" in as_agent(editor).get(answer.url).content.decode()
    outbox.drain()
    read.refresh_from_db()
    assert (read.status, read.added, read.by) == ("done", 8, editor)
    assert not hasattr(read, "file")
    assert "hx-trigger" not in as_agent(editor).get(answer.url).content.decode()


def test_import_when_the_wrong_file_is_sent_then_the_form_says_so(as_agent, editor):
    answer = as_agent(editor).post(reverse("skill_frameworks"), {"kind": "rome", "file": SimpleUploadedFile("photo.zip", b"\x89PNG")})
    assert answer.status_code == 422
    assert "photo.zip" in answer.content.decode()
    assert not FrameworkImport.objects.exists()
    assert not Job.objects.filter(name="skills.run_import").exists()


def test_framework_when_it_is_no_longer_offered_then_it_suggests_nothing_and_what_was_declared_stands(as_agent, agent, editor, rome):
    imported("rome", rome)
    skill = Skill.objects.get(external_code="100023")
    held = declare(agent, skill)
    as_agent(editor).post(reverse("skill_framework_offer", args=["rome"]), {"offer": "no"})
    assert names.suggest("abattre") == []
    assert AgentSkill.objects.active().filter(pk=held.pk).exists()
    assert as_agent(agent).post(reverse("skills:declare"), {"skill": "Tailler les arbres"}).status_code == 422
    as_agent(editor).post(reverse("skill_framework_offer", args=["rome"]), {"offer": "yes"})
    assert names.suggest("abattre")[0].skill == skill


def test_catalogue_when_it_is_large_then_it_is_read_domain_by_domain(as_agent, agent, rome, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("skills.views.catalogue.WHOLE", 2)
    imported("rome", rome)
    page = reverse("skills:catalogue")
    client = as_agent(agent)
    with django_assert_max_num_queries(15):
        first = client.get(page, {"framework": "rome"}).content.decode()
    assert "domain=savoir-faire" in first
    assert "Licence Ouverte" in first
    leaf = client.get(page, {"framework": "rome", "domain": "c300230"}).content.decode()
    assert "Abattre un arbre" in leaf
    assert "Sécurité incendie" not in leaf
    assert "Abattre un arbre" in client.get(page, {"framework": "rome", "q": "arbre abattre"}).content.decode()
    assert client.get(page, {"framework": "rome", "domain": "nowhere", "page": "x"}).status_code == 200


def test_suggestions_forgive_a_mistake_and_say_by_which_name(db, rome):
    imported("rome", rome)
    assert names.suggest("tailer les abres")[0].skill.external_code == "100063"
    assert names.suggest("securite incndie")[0].skill.external_code == "100004"
    own = SkillFactory(pref_label="Tailler les arbres", slug="taille-des-arbres")
    assert [each.skill for each in names.suggest("tailler les arbres")][0] == own
    assert len([each for each in names.suggest("tailler les arbres") if each.skill.pref_label == "Tailler les arbres"]) == 1


def test_job_titles_lead_to_the_skills_of_their_occupation(db, rome):
    imported("rome", rome)
    assert [each.external_code for each in skills_for_title("Jardinière d’espaces verts", limit=5)] == ["100023", "100063"]
    assert [each.external_code for each in skills_for_title("Chef jardinier des espaces verts", limit=5)] == ["100023", "100063"]
    assert skills_for_title("Trésorier payeur", limit=5) == []
    assert skills_for_title("", limit=5) == []


def test_spoken_gives_a_name_for_each_gender():
    assert rome_reader.spoken("Chargé / Chargée d'accueil") == ["Chargé d'accueil", "Chargée d'accueil"]
    assert rome_reader.spoken("Secrétaire") == ["Secrétaire"]


@pytest.mark.engines
def test_import_when_it_is_killed_again_and_again_then_the_next_one_ends_as_if_it_had_not_been(all_tables, tmp_path):
    many = [(str(n), published.KNOW_HOW, f"Savoir-faire numéro {n} du lot", "", "300230", "Savoir-faire") for n in range(2, MANY)]
    path = published.rome(tmp_path / "rome", competences=[*published.COMPETENCES, *many])
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "intranet.config.settings.test", "DATABASE_URL": url}
    seen = []
    for least in (1, MANY // 4, MANY // 2):
        process = subprocess.Popen([sys.executable, "manage.py", "import_rome", str(path)], cwd=settings.BASE_DIR, env=environment)
        end = time.monotonic() + 60
        while Skill.objects.count() < least and process.poll() is None and time.monotonic() < end:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        wait_until(nobody_else_is_connected, 30, "the database still works for the dead")
        seen.append(Skill.objects.count())
        FrameworkImport.objects.filter(status="running").update(seen_at="2020-01-01T00:00:00Z")
    assert 0 < seen[0] < MANY, seen
    assert not SkillFramework.objects.get(code="rome").is_offered or seen[-1] > MANY
    imported("rome", path)
    killed = contents()
    for model in (OccupationSkill, OccupationLabel, Occupation, SkillRelation, SkillLabel):
        model.objects.all().delete()
    Skill.objects.all().delete()
    FrameworkImport.objects.all().delete()
    SkillDomain.objects.filter(parent__isnull=False).delete()
    SkillDomain.objects.all().delete()
    SkillFramework.objects.all().delete()
    imported("rome", path)
    assert contents() == killed


@pytest.mark.skipif(not (DATA / "rome").is_dir(), reason=f"{DATA / 'rome'} is absent: ROME as it is published was not imported")
def test_rome_as_it_is_published_is_imported_whole(db):
    read = imported("rome", DATA / "rome")
    assert (read.added, read.version) == (33671, "460")
    assert Occupation.objects.count() == 1584
    assert OccupationSkill.objects.count() == 90_556  # the other links lead to conditions of work, which are no skills
    assert SkillLabel.objects.filter(kind="pref").count() == 33671
    assert names.suggest("langue des signes")


@pytest.mark.skipif(not (DATA / "esco").is_dir(), reason=f"{DATA / 'esco'} is absent: ESCO as it is published was not imported")
def test_esco_as_it_is_published_is_imported_whole(db):
    read = imported("esco", DATA / "esco")
    assert read.added == 13095
    assert Occupation.objects.count() == 2740
