"""Pages answer, keep what was typed, and cost a constant number of queries."""

import re

import pytest
from django.db.models import signals
from django.urls import reverse

from intranet.base.pages import PAGE_SIZE
from intranet.roles import Role
from knowledge import actions
from knowledge.home import useful_now
from knowledge.models import GuidePage, ProcedurePage
from tests.factories import AgentFactory, unit
from tests.knowledge import factories as make


@pytest.fixture
def team(db):
    return unit("accueil")


@pytest.fixture
def library(team):
    """A little of everything, with the same skill."""
    known = make.skill()
    lea = make.helper(known, unit=team)
    karim = AgentFactory(unit=team)
    asked = make.question(karim, skills=[known])
    return {
        "skill": known,
        "lea": lea,
        "karim": karim,
        "tip": make.tip(lea, skills=[known]),
        "question": asked,
        "guide": make.guide(owner=lea, skills=[known]),
        "procedure": make.procedure(skills=[known], due_in=-3),
    }


@pytest.mark.parametrize(
    "name", ["index", "browse", "mine", "reviews", "tip_new", "questions", "question_ask", "flags", "browse_csv", "question_near"]
)
def test_page_when_opened_by_an_agent_then_it_answers(library, as_agent, name):
    for person in (library["lea"], library["karim"], AgentFactory(roles=[Role.EDITOR])):
        assert as_agent(person).get(reverse(f"knowledge:{name}")).status_code == 200


def test_front_page_when_asked_for_its_headers_only_then_it_answers(library, as_agent):
    assert as_agent(library["karim"]).head(reverse("knowledge:index")).status_code == 200


@pytest.mark.parametrize("thing", ["tip", "question"])
def test_thing_when_opened_then_it_shows_its_title_and_what_is_near(library, as_agent, drain, thing):
    drain()
    obj = library[thing]
    for person in (library["lea"], library["karim"], AgentFactory(roles=[Role.EDITOR])):
        answer = as_agent(person).get(obj.get_absolute_url())
        assert answer.status_code == 200
        assert obj.title in answer.content.decode()


@pytest.mark.parametrize("thing", ["guide", "procedure"])
def test_page_of_wagtail_when_opened_then_it_shows_its_title(library, as_agent, thing):
    page = library[thing]
    assert page.url == f"/knowledge/{page.slug}/"
    for person in (library["lea"], library["karim"], AgentFactory(roles=[Role.EDITOR])):
        answer = as_agent(person).get(page.url)
        assert answer.status_code == 200
        assert page.title in answer.content.decode()


COUNTED = {
    "index": 45,
    "browse": 25,
    "questions": 25,
    "mine": 30,
    "reviews": 20,
    "flags": 20,
}


@pytest.mark.parametrize("name", COUNTED)
def test_queries_when_there_are_ten_times_more_things_then_as_many_are_asked(library, as_agent, drain, django_assert_max_num_queries, name):
    """The same number of queries whatever the data, under a ceiling."""
    client = as_agent(library["lea"])
    path = reverse(f"knowledge:{name}")
    _grow(library, 2)
    drain()
    client.get(path)
    with django_assert_max_num_queries(COUNTED[name]) as few:
        client.get(path)
    _grow(library, 20)
    drain()
    with django_assert_max_num_queries(COUNTED[name]) as many:
        client.get(path)
    assert len(many) <= len(few) + 1  # one more at most: the second page of a list exists


@pytest.mark.parametrize("thing", ["tip", "question", "guide"])
def test_queries_when_one_thing_is_opened_then_as_many_are_asked(library, as_agent, drain, django_assert_max_num_queries, thing):
    client = as_agent(library["lea"])
    obj = library[thing]
    path = obj.url if thing == "guide" else obj.get_absolute_url()
    _grow(library, 2)
    drain()
    client.get(path)
    with django_assert_max_num_queries(80) as few:
        client.get(path)
    _grow(library, 12)
    drain()
    with django_assert_max_num_queries(80) as many:
        client.get(path)
    assert len(many) <= len(few) + 1


def _grow(library, n):
    for number in range(n):
        make.tip(library["lea"], title=f"Astuce {number} marchés", skills=[library["skill"]])
        asked = make.question(AgentFactory(), title=f"Question {number} sur les marchés", skills=[library["skill"]])
        if number % 2:
            actions.answer_question(author=AgentFactory(), question=asked, body="Ainsi.")
            actions.answer_question(author=AgentFactory(), question=library["question"], body="Ainsi.")
        actions.flag_outdated(agent=AgentFactory(), about=library["tip"], reason="Dépassée")
    make.guide(owner=library["lea"], due_in=-2, title=f"Guide {n}")


def test_browse_when_filtered_then_words_kind_skill_and_mine_narrow_the_list(library, as_agent, drain):
    other = make.tip(title="Compter une caisse")
    drain()
    client = as_agent(library["lea"])

    def found(**filters):
        rows = client.get(reverse("knowledge:browse"), filters).context["rows"]
        return {(kind, obj.title) for kind, obj in rows}

    everything = found()
    assert {kind for kind, _title in everything} == {"tip", "question", "guide", "procedure"}
    assert found(q="caisse") == {("tip", other.title)}
    assert {kind for kind, _title in found(kind="guide")} == {"guide"}
    assert ("tip", other.title) not in found(skill="Marchés publics", skill_slug="marches-publics")
    assert found(mine="on") == {("tip", library["tip"].title), ("guide", library["guide"].title)}
    assert found(kind="forged") == everything


def test_browse_when_there_are_many_then_each_appears_once_over_the_pages(library, as_agent):
    for number in range(45):
        make.tip(library["lea"], title=f"Astuce {number:02}")
    client = as_agent(library["karim"])
    seen = [(kind, obj.pk) for n in (1, 2, 3, 4) for kind, obj in client.get(reverse("knowledge:browse"), {"page": n}).context["rows"]]
    assert len(seen) == len(set(seen)) == 45 + 4


@pytest.mark.parametrize("nasty", ["\x00", "x" * 5000, "'; DROP TABLE", "<script>", "%", "\\"])
def test_browse_when_nasty_then_it_answers(library, as_agent, nasty):
    client = as_agent(library["karim"])
    for path in ("browse", "browse_csv", "question_near", "questions", "question_ask"):
        answer = client.get(reverse(f"knowledge:{path}"), {"q": nasty, "title": nasty, "show": nasty, "skill": nasty, "page": nasty})
        assert answer.status_code == 200


def test_csv_when_a_title_is_a_formula_then_it_is_text(library, as_agent):
    make.tip(title="=HYPERLINK(1)")
    text = as_agent(library["karim"]).get(reverse("knowledge:browse_csv")).getvalue().decode()
    assert "'=HYPERLINK(1)" in text
    assert "\n=HYPERLINK" not in text


def test_near_when_shown_then_each_says_why(library, as_agent, drain):
    drain()
    html = as_agent(library["karim"]).get(library["tip"].get_absolute_url()).content.decode()
    assert "même compétence\xa0: Marchés publics" in html
    assert library["guide"].title in html
    assert "déclare «\xa0Marchés publics\xa0»" in html


def test_useful_when_marked_this_week_then_first_and_never_empty(library, as_agent):
    late = make.tip(title="Très utile autrefois", helped_count=50)
    fresh = make.tip(title="Utile en ce moment")
    actions.mark(agent=AgentFactory(), about=fresh, kind="helped")
    actions.mark(agent=AgentFactory(), about=library["guide"], kind="helped")
    shown = useful_now(library["karim"])
    assert set(shown[:2]) == {fresh, library["guide"]}
    assert shown[2] == late


def test_landing_when_a_question_is_about_what_i_declare_then_it_comes_first(library, as_agent):
    make.question(title="Une autre question sans rapport")
    context = as_agent(library["lea"]).get(reverse("knowledge:index")).context
    assert [q.title for q in context["for_me"]] == [library["question"].title]
    assert library["question"] not in context["others"]


def test_pages_when_in_english_then_they_are_complete(library, as_agent, drain):
    drain()
    client = as_agent(library["karim"])
    client.cookies["django_language"] = "en"
    library["karim"].language = "en"
    library["karim"].save()
    html = client.get(library["question"].get_absolute_url()).content.decode()
    assert "Sent to 1 person who declares: Marchés publics." in html
    assert "Répondre" not in html


def test_expired_session_when_a_tip_was_being_written_then_it_is_kept(library, as_agent):
    client = as_agent(library["karim"])
    path = reverse("knowledge:tip_new")
    page = client.get(path).content
    token = re.search(rb'name="form_token" value="([^"]+)"', page).group(1).decode()
    client.logout()
    sent = client.post(path, {"text": "Une astuce longue à écrire", "form_token": token})
    assert sent.status_code == 302
    client.force_login(library["karim"], backend="intranet.accounts.backends.AgentBackend")
    assert "Une astuce longue à écrire" in client.get(path).content.decode()


def test_reviews_when_guides_and_procedures_are_due_then_one_list_by_date_and_only_one_page_is_read(library, as_agent):
    GuidePage.objects.update(review_due_on=None)
    ProcedurePage.objects.update(review_due_on=None)
    due = {}
    for n in range(11):
        due[f"Guide dû {n}"] = make.guide(title=f"Guide dû {n}", due_in=-2 * n).pk
        due[f"Procédure due {n}"] = make.procedure(title=f"Procédure due {n}", due_in=1 - 2 * n).pk
    client = as_agent(library["karim"])
    loaded = []
    for model in (GuidePage, ProcedurePage):
        signals.post_init.connect(lambda sender, **kwargs: loaded.append(sender), sender=model, weak=False, dispatch_uid=f"count-{model}")
    try:
        answer = client.get(reverse("knowledge:reviews"))
    finally:
        for model in (GuidePage, ProcedurePage):
            signals.post_init.disconnect(sender=model, dispatch_uid=f"count-{model}")
    oldest_first = [name for n in reversed(range(11)) for name in (f"Guide dû {n}", f"Procédure due {n}")]
    assert [page.title for page in answer.context["page"]] == oldest_first[:PAGE_SIZE]
    assert len(loaded) == PAGE_SIZE
    assert answer.context["late_count"] == 21
    second = client.get(reverse("knowledge:reviews"), {"page": "2"})
    assert [page.title for page in second.context["page"]] == oldest_first[PAGE_SIZE:]
