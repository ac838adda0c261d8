"""Reports: publish, hide a name, say « moi aussi », gather, contest."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from ideas.actions import problems, recurring
from ideas.models import Contest, Membership, Problem, ProblemEcho, RecurringProblem
from ideas.search.near import near, telling_words
from intranet.discussion.actions import post_comment
from intranet.home import tasks_of
from intranet.notifications.models import Notification
from intranet.roles import Role
from intranet.search import door
from intranet.shell.demo import ideas_texts
from tests.factories import AgentFactory, unit
from tests.ideas import factories as make

pytestmark = pytest.mark.django_db


def fields(**changes) -> dict:
    return {
        "title": "On renvoie les gens à la médiathèque",
        "body": "La personne traverse la rue, attend la borne, puis revient.",
        "consequence": "",
        "category": make.CategoryFactory(),
        "service": unit(),
        "affected": "users",
        "frequency": "daily",
        "authorship": "named",
        "on_behalf": "",
        **changes,
    }


def form(**changes) -> dict:
    given = fields()
    return {**given, "category": given["category"].slug, "service": given["service"].code, "go": "publish", **changes}


def crowded_unit(count: int = 5):
    made = unit(kind="direction")
    AgentFactory.create_batch(count, unit=made)
    return made


# --- reporting ----------------------------------------------------------------------------------


def test_report_when_sent_from_the_page_then_it_is_published_and_received(as_agent):
    author = AgentFactory(unit=unit())
    answer = as_agent(author).post_form(reverse("ideas:problem_report"), form())
    problem = Problem.objects.get()
    assert answer.status_code == 302
    assert answer.url == problem.get_absolute_url()
    assert (problem.status, problem.author) == ("published", author)
    assert Notification.objects.get().kind == "ideas.problem_received"


def test_report_when_a_campaign_is_open_then_it_is_chosen_only_for_who_comes_from_its_page(as_agent):
    where = make.campaign("collect_problems", slug="savoir-a-temps")
    client = as_agent(AgentFactory(unit=unit()))
    url = reverse("ideas:problem_report")
    chosen = f'<option value="{where.slug}" selected>'
    page = client.get(url).content.decode()
    assert f'<option value="{where.slug}">' in page and chosen not in page
    assert f'{url}?campaign={where.slug}"' in client.get(where.get_absolute_url()).content.decode()
    assert chosen in client.get(url, {"campaign": where.slug}).content.decode()
    assert client.get(url, {"campaign": "\x00"}).status_code == 200
    client.post_form(url, form())
    assert Problem.objects.get().campaign is None


def test_report_when_the_button_is_pressed_twice_then_it_is_reported_once(as_agent):
    client = as_agent(AgentFactory(unit=unit()))
    page = client.get(reverse("ideas:problem_report")).content.decode()
    token = page.split('name="form_token" value="')[1].split('"')[0]
    answers = [client.post(reverse("ideas:problem_report"), {**form(), "seen": "1", "form_token": token}) for _n in range(2)]
    assert Problem.objects.count() == 1
    assert answers[0].url == answers[1].url


def test_report_when_another_shares_one_word_only_then_it_goes_at_once(as_agent, drain):
    problems.report_problem(author=AgentFactory(unit=unit()), **fields())
    drain()
    client = as_agent(AgentFactory(unit=unit()))
    typed = form(title="La médiathèque manque de chaises le mardi", body="On lit debout.")
    assert client.post_form(reverse("ideas:problem_report"), typed).status_code == 302
    assert Problem.objects.count() == 2


def test_report_when_near_reports_are_shown_then_enter_publishes_and_does_not_say_me_too(as_agent, drain):
    problems.report_problem(author=AgentFactory(unit=unit()), **fields())
    drain()
    client = as_agent(AgentFactory(unit=unit()))
    page = client.post_form(reverse("ideas:problem_report"), form(title="Encore un renvoi vers la médiathèque")).content.decode()
    report = page.split('id="report"')[1].split("</form>")[0]
    own = [button for button in re.findall(r"<button[^>]*>", report) if " form=" not in button]
    assert "/echo/" in report and 'value="publish"' in own[0], "the first button of the form is what Enter presses"
    assert all('form="echo"' in button for button in re.findall(r"<button[^>]*/echo/[^>]*>", report))
    assert re.search(r'<form method="post" id="echo" hidden><input type="hidden" name="csrfmiddlewaretoken"', page)


def test_report_when_near_reports_exist_then_they_are_shown_first_and_nothing_is_lost(as_agent, drain):
    known = problems.report_problem(author=AgentFactory(unit=unit()), **fields())
    drain()
    client = as_agent(AgentFactory(unit=unit()))
    typed = form(title="Encore un renvoi vers la médiathèque", body="Un texte à moi")
    review = client.post_form(reverse("ideas:problem_report"), typed).content.decode()
    assert known.title in review
    assert "Un texte à moi" in review
    assert Problem.objects.count() == 1
    client.post_form(reverse("ideas:problem_report"), {**typed, "seen": "1"})
    assert Problem.objects.count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "x" * 141},
        {"title": "a\x00b"},
        {"body": "x" * 1_000_000},
        {"category": "forged"},
        {"service": "forged"},
        {"affected": "moon"},
        {"title": ""},
    ],
)
def test_report_when_the_input_is_bad_then_it_is_refused_in_words_and_kept(as_agent, changes):
    answer = as_agent(AgentFactory(unit=unit())).post_form(reverse("ideas:problem_report"), form(**changes))
    assert answer.status_code == 422
    assert not Problem.objects.exists()
    assert "error-summary" in answer.content.decode()


def test_report_when_it_holds_a_script_then_it_is_written_out(as_agent):
    author = AgentFactory(unit=unit())
    problem = problems.report_problem(author=author, **fields(title="<script>alert(1)</script>", body="<img src=x onerror=y>"))
    page = as_agent(author).get(problem.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_draft_when_saved_then_nobody_else_sees_it(as_agent):
    author, other = AgentFactory(unit=unit()), AgentFactory(unit=unit())
    as_agent(author).post_form(reverse("ideas:problem_report"), {"title": "À finir", "go": "draft"})
    draft = Problem.objects.get()
    assert draft.status == "draft"
    assert as_agent(author).get(draft.get_absolute_url()).status_code == 200
    assert as_agent(other).get(draft.get_absolute_url()).status_code == 404
    assert as_agent(make.facilitator()).get(draft.get_absolute_url()).status_code == 404
    assert any(t.title == "À finir" for t in tasks_of(author))
    as_agent(author).post(reverse("ideas:problem_withdraw", args=[draft.public_id]))
    assert not Problem.objects.exists()


@pytest.mark.parametrize("late", ["send", "save", "discard"])
def test_draft_when_another_window_sent_it_then_it_is_sent_once_and_its_words_stay(late):
    author = AgentFactory(unit=unit())
    draft = problems.save_draft(author=author, **fields(title="Première fenêtre"))
    seen = Problem.objects.get(pk=draft.pk)
    problems.report_problem(author=author, draft=draft, **fields(title="Première fenêtre"))
    act = {"send": problems.report_problem, "save": problems.save_draft, "discard": problems.discard_draft}[late]
    words = {} if late == "discard" else fields(title="Seconde fenêtre")
    with pytest.raises(ValidationError, match="autre fenêtre"):
        act(author=author, draft=seen, **words)
    problem = Problem.objects.get()
    assert (problem.title, problem.status) == ("Première fenêtre", "published")
    assert ModelLogEntry.objects.filter(action="ideas.report_problem").count() == 1


def test_draft_when_another_window_threw_it_away_then_it_does_not_come_back():
    author = AgentFactory(unit=unit())
    draft = problems.save_draft(author=author, **fields())
    seen = Problem.objects.get(pk=draft.pk)
    problems.discard_draft(author=author, draft=draft)
    with pytest.raises(ValidationError, match="autre fenêtre"):
        problems.save_draft(author=author, draft=seen, **fields())
    assert not Problem.objects.exists()


def test_edit_when_grouped_then_it_is_refused():
    problem = make.ProblemFactory()
    problems.edit_problem(author=problem.author, problem=problem, **fields(title="Corrigé"))
    make.member(make.RecurringFactory(), problem)
    with pytest.raises(PermissionDenied):
        problems.edit_problem(author=problem.author, problem=problem, **fields(title="Trop tard"))
    with pytest.raises(PermissionDenied):
        problems.withdraw_problem(author=problem.author, problem=problem)


def test_edit_when_the_name_was_shown_then_it_cannot_be_hidden_after():
    problem = make.ProblemFactory()
    with pytest.raises(ValidationError):
        problems.edit_problem(author=problem.author, problem=problem, **fields(authorship="hidden_from_peers"))


def test_withdraw_when_done_then_only_the_author_finds_it(as_agent):
    problem = make.ProblemFactory()
    client = as_agent(problem.author)
    with pytest.raises(PermissionDenied):
        problems.withdraw_problem(author=AgentFactory(), problem=problem)
    client.post(reverse("ideas:problem_withdraw", args=[problem.public_id]))
    assert client.get(problem.get_absolute_url()).status_code == 200
    assert as_agent(AgentFactory()).get(problem.get_absolute_url()).status_code == 404


# --- a hidden author ----------------------------------------------------------------------------


def test_hidden_author_when_everything_is_read_then_the_name_is_nowhere(as_agent, drain, mailoutbox):
    home = crowded_unit()
    author = AgentFactory(first_name="Zéphyrine", last_name="Quatrebarbes", username="zquat", unit=home)
    problem = problems.report_problem(author=author, **fields(authorship="hidden_from_peers", service=home))
    other = make.ProblemFactory()
    boss, decider = make.facilitator(), make.decision_maker()
    colleague = AgentFactory(unit=home)
    made = recurring.gather(by=boss, title="Renvois", summary="Les mêmes renvois", problems=[problem, other])
    membership = Membership.objects.get(problem=problem)
    said = recurring.contest(agent=author, membership=membership, reason="Ce n’est pas cela")
    problems.echo(agent=colleague, problem=problem, note="Pareil")
    post_comment(author=colleague, about=problem, body="Je le vois aussi")
    recurring.answer_contest(by=boss, contest=said, accepted=False, explanation="Cela reste proche")
    recurring.take_out(by=boss, membership=Membership.objects.get(problem=problem))
    problems.edit_problem(author=author, problem=problem, **fields(authorship="hidden_from_peers", service=home, title="Autrement dit"))
    drain()
    paths = [
        problem.get_absolute_url(), made.get_absolute_url(), said.get_absolute_url(), reverse("ideas:problems"), reverse("ideas:problems_csv"),
        reverse("ideas:recurring_list"), reverse("ideas:recurring_csv"), reverse("ideas:contests"), reverse("ideas:desk"), reverse("ideas:moderation"),
        reverse("ideas:recurring_new"), reverse("ideas:recurring_add", args=[made.public_id]), reverse("ideas:near_reports") + "?title=médiathèque",
        "/", "/notifications/",
    ]  # fmt: skip
    secrets = [b"Quatrebarbes", b"phyrine", b"zquat", str(author.public_id).encode()]
    for reader in (colleague, boss, decider):
        client = as_agent(reader)
        for path in paths:
            content = client.get(path).getvalue()
            assert not [s for s in secrets if s in content], (
                path,
                reader,
                [content[content.index(s) - 300 : content.index(s) + 60] for s in secrets if s in content],
            )
    assert not any(hit.obj == problem for word in ("Quatrebarbes", "Zéphyrine", "zquat") for hit in door.find(word, agent=colleague).hits)
    assert any(hit.obj == problem for hit in door.find("autrement dit", agent=colleague).hits)
    for query in ("/ideas/problems/?q=Quatrebarbes", "/ideas/problems/?q=zquat"):
        assert str(problem.public_id) not in as_agent(colleague).get(query).content.decode()
    for mail in mailoutbox:
        if author.email not in mail.to:
            assert "Quatrebarbes" not in mail.subject + mail.body
    for note in Notification.objects.exclude(recipient=author):
        assert note.actor_id != author.pk
        assert "Quatrebarbes" not in str(note.params)
    assert not ModelLogEntry.objects.filter(user=author, action__startswith="ideas.").exists()
    assert "Quatrebarbes" not in str(list(ModelLogEntry.objects.values_list("data", "label")))


def test_hidden_author_when_few_work_in_the_service_then_a_larger_one_is_shown():
    direction = crowded_unit(6)
    small = unit(parent=direction)
    author = AgentFactory(unit=small)
    shown = problems.report_problem(author=author, **fields(authorship="hidden_from_peers", service=small))
    assert shown.service == direction
    assert shown.shown_unit == direction
    named = problems.report_problem(author=author, **fields(service=small))
    assert named.service == small
    lonely = problems.report_problem(author=AgentFactory(unit=unit()), **fields(authorship="hidden_from_peers"))
    assert lonely.shown_unit is None
    assert "Camille" not in lonely.byline


@pytest.mark.parametrize(("people", "is_shown"), [(4, False), (5, True)])
def test_hidden_author_when_four_or_five_work_in_the_service_then_five_are_a_crowd(people, is_shown):
    service = crowded_unit(people - 1)
    AgentFactory.create_batch(3, unit=service, is_active=False)  # who left hides nobody
    author = AgentFactory(unit=service)
    problem = problems.report_problem(author=author, **fields(authorship="hidden_from_peers", service=service))
    assert (problem.service == service, problem.shown_unit == service) == (is_shown, is_shown)


# --- echo ---------------------------------------------------------------------------------------


def test_echo_when_pressed_twice_then_it_counts_once_and_can_be_taken_back(as_agent):
    problem, colleague = make.ProblemFactory(), AgentFactory()
    client = as_agent(colleague)
    url = reverse("ideas:problem_echo", args=[problem.public_id])
    client.post(url)
    part = client.post(url, {"note": "Chaque lundi"}, headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert ProblemEcho.objects.get().note == "Chaque lundi"
    assert Notification.objects.filter(kind="ideas.problem_echoed", recipient=problem.author).count() == 1
    client.post(reverse("ideas:problem_unecho", args=[problem.public_id]))
    assert not ProblemEcho.objects.exists()


def test_echo_when_it_is_ones_own_report_then_it_is_refused(as_agent):
    problem = make.ProblemFactory()
    assert as_agent(problem.author).post(reverse("ideas:problem_echo", args=[problem.public_id])).status_code == 403


# --- moderation ---------------------------------------------------------------------------------


def test_hide_when_a_recurring_problem_holds_it_then_it_is_counted_there_no_more(as_agent):
    recurring, hidden, shown = make.RecurringFactory(), make.ProblemFactory(), make.ProblemFactory()
    for problem in (hidden, shown):
        make.member(recurring, problem)
        ProblemEcho.objects.create(problem=problem, agent=AgentFactory())
    problems.hide_problem(by=make.facilitator(), problem=hidden, reason="Il nomme une personne")
    measured = RecurringProblem.objects.with_measure().get(pk=recurring.pk)
    assert (measured.report_count, measured.service_count, measured.echo_count) == (1, 1, 1)
    assert measured.since == shown.published_at
    assert hidden.title not in as_agent(AgentFactory()).get(recurring.get_absolute_url()).content.decode()


def test_hide_when_a_facilitator_gives_a_reason_then_the_author_is_told_and_the_log_says_it(as_agent):
    problem, boss = make.ProblemFactory(), make.facilitator()
    with pytest.raises(PermissionDenied):
        problems.hide_problem(by=AgentFactory(), problem=problem, reason="Non")
    with pytest.raises(ValidationError):
        problems.hide_problem(by=boss, problem=problem, reason="  ")
    as_agent(boss).post_form(reverse("ideas:problem_hide", args=[problem.public_id]), {"reason": "Il nomme une personne"})
    other = as_agent(AgentFactory())
    assert other.get(problem.get_absolute_url()).status_code == 404
    log = other.get(reverse("ideas:moderation")).content.decode()
    assert "Il nomme une personne" in log
    assert problem.title not in log
    assert Notification.objects.get(recipient=problem.author, kind="ideas.problem_hidden").params["reason"] == "Il nomme une personne"
    assert not ModelLogEntry.objects.get(action="ideas.hide_problem").data  # the journal: identifiers, states and dates
    as_agent(boss).post(reverse("ideas:problem_show", args=[problem.public_id]))
    assert other.get(problem.get_absolute_url()).status_code == 200


def test_hide_when_it_is_ones_own_report_then_another_facilitator_must():
    boss = make.facilitator()
    with pytest.raises(PermissionDenied):
        problems.hide_problem(by=boss, problem=make.ProblemFactory(author=boss), reason="Je préfère")


# --- grouping -----------------------------------------------------------------------------------


def test_gather_when_a_facilitator_names_it_then_authors_are_told(as_agent, drain):
    boss = make.facilitator()
    reports = [problems.report_problem(author=AgentFactory(unit=unit()), **fields(title=f"La médiathèque déborde, {n}")) for n in range(3)]
    drain()
    client = as_agent(boss)
    bench = client.get(reverse("ideas:recurring_new"), {"from": reports[0].public_id}).content.decode()
    assert reports[1].title in bench
    answer = client.post_form(
        reverse("ideas:recurring_new") + f"?from={reports[0].public_id}",
        {
            "from": str(reports[0].public_id),
            "problems": [str(r.public_id) for r in reports],
            "title": "La médiathèque déborde",
            "summary": "Partout",
        },
    )
    made = reports[0].memberships.get().recurring
    assert answer.url == made.get_absolute_url()
    assert made.named_by == boss
    assert "médiathèque" in made.memberships.get(problem=reports[1]).why
    shared = {word for held in made.memberships.exclude(problem=reports[0]) for word in held.why}
    assert set(made.memberships.get(problem=reports[0]).why) <= shared, "the first shares no word with itself"
    for report in reports:
        assert Notification.objects.filter(recipient=report.author, kind="ideas.problem_grouped").count() == 1


def test_gather_when_a_report_is_already_held_then_nothing_is_written():
    boss = make.facilitator()
    held, free = make.ProblemFactory(), make.ProblemFactory()
    make.member(make.RecurringFactory(), held)
    with pytest.raises(ValidationError):
        recurring.gather(by=boss, title="Encore", summary="Encore", problems=[free, held])
    assert not free.memberships.exists()
    with pytest.raises(ValidationError):
        recurring.gather(by=boss, title="Seul", summary="Seul", problems=[free])
    with pytest.raises(PermissionDenied):
        recurring.gather(by=AgentFactory(), title="Non", summary="Non", problems=[free, make.ProblemFactory()])


def test_contest_when_accepted_then_the_report_leaves_and_its_author_is_told(as_agent):
    boss, problem = make.facilitator(), make.ProblemFactory()
    membership = make.member(make.RecurringFactory(), problem)
    with pytest.raises(PermissionDenied):
        recurring.contest(agent=AgentFactory(), membership=membership, reason="Pas moi")
    client = as_agent(problem.author)
    client.post_form(reverse("ideas:problem_contest", args=[problem.public_id]), {"reason": "Ce n’est pas la borne, c’est l’horaire"})
    said = Contest.objects.get()
    assert any("contest" in t.url for t in tasks_of(boss))
    assert as_agent(AgentFactory()).get(said.get_absolute_url()).status_code == 404
    with pytest.raises(PermissionDenied):
        recurring.answer_contest(by=problem.author, contest=said, accepted=True, explanation="Oui")
    answer = as_agent(boss).post_form(said.get_absolute_url(), {"accepted": "yes", "explanation": "Vous avez raison"})
    assert answer.status_code == 302
    membership.refresh_from_db()
    assert membership.state == "refused"
    assert Notification.objects.get(recipient=problem.author, kind="ideas.contest_answered").params["accepted"] is True


def test_contest_when_refused_then_the_explanation_is_required_and_the_report_stays():
    boss, problem = make.facilitator(), make.ProblemFactory()
    membership = make.member(make.RecurringFactory(), problem)
    said = recurring.contest(agent=problem.author, membership=membership, reason="Non")
    with pytest.raises(ValidationError):
        recurring.contest(agent=problem.author, membership=membership, reason="Encore")
    with pytest.raises(ValidationError):
        recurring.answer_contest(by=boss, contest=said, accepted=False, explanation=" ")
    recurring.answer_contest(by=boss, contest=said, accepted=False, explanation="Même guichet, même heure")
    membership.refresh_from_db()
    assert membership.state == "confirmed"
    with pytest.raises(ValidationError):
        recurring.answer_contest(by=boss, contest=said, accepted=True, explanation="Finalement")


# --- near reports -------------------------------------------------------------------------------


def test_contest_when_the_report_was_taken_out_meanwhile_then_it_is_refused():
    boss, problem = make.facilitator(), make.ProblemFactory()
    membership = make.member(make.RecurringFactory(), problem)
    seen = Membership.objects.get(pk=membership.pk)
    recurring.take_out(by=boss, membership=membership)
    with pytest.raises(PermissionDenied):
        recurring.contest(agent=problem.author, membership=seen, reason="Non")
    recurring.take_out(by=boss, membership=seen)
    assert ModelLogEntry.objects.filter(action="ideas.ungroup").count() == 1


def test_gather_when_a_report_was_withdrawn_meanwhile_then_it_is_refused():
    boss, report, other = make.facilitator(), make.ProblemFactory(), make.ProblemFactory()
    seen = Problem.objects.get(pk=report.pk)
    problems.withdraw_problem(author=report.author, problem=report)
    with pytest.raises(ValidationError):
        recurring.gather(by=boss, title="Renvois", summary="On renvoie", problems=[seen, other])
    assert not Membership.objects.exists()


def test_settle_when_two_facilitators_answer_at_once_then_the_second_is_told(as_agent):
    boss, held = make.facilitator(), make.RecurringFactory()
    address = reverse("ideas:recurring_settle", args=[held.public_id])
    first, second = as_agent(boss), as_agent(make.facilitator())
    first.post(address, {"addressed": "yes"})
    assert "entre-temps" in second.post(address, {"addressed": "yes"}, follow=True).content.decode()
    held.refresh_from_db()
    assert held.status == "addressed"
    seen = type(held).objects.get(pk=held.pk)
    recurring.settle(by=boss, recurring=held, addressed=False)
    with pytest.raises(ValidationError):
        recurring.settle(by=boss, recurring=seen, addressed=False)
    assert ModelLogEntry.objects.filter(action="ideas.edit_group").count() == 2


def test_near_when_words_are_shared_then_it_says_which_and_never_shows_the_hidden(drain):
    agent = AgentFactory(unit=unit(), roles=[Role.FACILITATOR])
    close = problems.report_problem(author=AgentFactory(unit=unit()), **fields(title="La borne de la médiathèque est prise"))
    far = problems.report_problem(author=AgentFactory(unit=unit()), **fields(title="Le parking est plein", body="Le soir."))
    hidden = problems.report_problem(author=AgentFactory(unit=unit()), **fields(title="La borne encore"))
    problems.hide_problem(by=agent, problem=hidden, reason="Doublon")
    drain()
    found = near("Les médiathèques n’ont qu’une borne", agent, 5)
    assert [n.problem for n in found] == [close]
    assert set(found[0].shared) == {"médiathèques", "borne"}
    assert far not in [n.problem for n in found]


TOLD = [(row[4], row[5]) for row in (*ideas_texts.REFERRALS, *ideas_texts.LOOSE)]


@pytest.fixture
def reports_of_the_demo(drain):
    service = unit()
    made = [problems.report_problem(author=AgentFactory(unit=service), **fields(title=t, body=b, service=service)) for t, b in TOLD]
    drain()
    return {problem.title: problem for problem in made}


REWORDED = {
    "On envoie les gens à la médiathèque parce que l’accueil n’a pas de borne libre pour imprimer une attestation": (
        "On renvoie les gens de l’accueil à la borne de la médiathèque"
    ),
    "Le guichet social et nous, nous nous renvoyons les dossiers d’aide au logement": (
        "Le guichet social renvoie vers nous, et nous vers le guichet social"
    ),
    "Personne ne dit quoi faire quand un compte en ligne est perdu, mot de passe oublié": (
        "Personne ne sait qui peut aider pour un compte en ligne perdu"
    ),
    "Une personne a dû revenir trois fois pour obtenir une seule attestation": "Une dame est venue trois fois pour la même attestation",
    "Un usager sourd est renvoyé de guichet en guichet, personne ne lui écrit": (
        "Un usager sourd a été renvoyé d’un guichet à l’autre sans explication écrite"
    ),
    "Plus de bus après 16 heures pour aller à l’aide numérique": (
        "Le bus ne passe plus après seize heures, et l’aide numérique commence à quinze"
    ),
}
UNRELATED = [
    "rideau métallique girafe",
    "La machine à café du troisième étage est en panne depuis lundi",
    "Plus de gants en latex pour les espaces verts : la commande est refusée",
    "Le portail automatique du parking reste bloqué quand il pleut",
    "accueil",
    "médiathèque girafe trombone",
]


def test_near_when_a_report_is_told_in_other_words_then_it_comes_first(reports_of_the_demo):
    reader = AgentFactory(unit=unit())
    for words, title in REWORDED.items():
        assert [n.problem.title for n in near(words, reader, 5)][:1] == [title], words


def test_near_when_a_text_is_about_something_else_then_nothing_is_proposed(reports_of_the_demo, as_agent):
    reader = AgentFactory(unit=unit(), roles=[Role.FACILITATOR])
    for words in UNRELATED:
        assert near(words, reader, 5) == [], words
    # One common word is enough for a facilitator, who chooses among what it brings.
    assert near("accueil", reader, 5, any_word=True)
    page = as_agent(reader).get(reverse("ideas:near_reports"), {"title": UNRELATED[0]}).content.decode()
    assert "<li" not in page


def test_telling_words_when_a_text_is_long_then_they_are_few():
    assert len(telling_words("mot " * 5000 + " ".join(f"chose{n}" for n in range(3000)))) <= 10
    assert telling_words("alors avec pour") == []
    assert telling_words("La borne : https://exemple.example/guide/accueil?page=trois est prise") == ["borne", "prise"]


def test_category_when_read_in_english_then_it_has_its_english_name(as_agent, agent):
    category = make.CategoryFactory(name="Locaux", name_en="Premises")
    plain = make.CategoryFactory(name="Outils")
    for language, shown, hidden in (("fr", "Locaux", "Premises"), ("en", "Premises", "Locaux")):
        with translation.override(language):
            assert str(category) == shown
            assert str(plain) == "Outils"
        agent.language = language
        agent.save(update_fields=["language"])
        page = as_agent(agent).get(reverse("ideas:problem_report")).content.decode()
        assert f">{shown}</option>" in page
        assert hidden not in page
