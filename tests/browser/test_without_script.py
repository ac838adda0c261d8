"""Without JavaScript the product does all that it does with it."""

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: browser tests were not run")
from playwright.sync_api import expect


@pytest.fixture
def plain(person):
    """`plain("lea")`: a page signed in, in French, without script."""
    return lambda name: person(name, javascript=False)


def send(page, name):
    """Press a button of the page."""
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def test_a_problem_is_reported(plain):
    page = plain("paul").open("/ideas/problems/new/")
    title = "Les chaussures de sécurité n’existent toujours pas en petite taille"
    page.get_by_label("Le problème en une phrase").fill(title)
    page.get_by_label("Ce qui se passe").fill("Deux collègues portent la taille au-dessus depuis mars.")
    page.locator("select[name=category]").select_option(index=1)
    send(page, "Publier")
    # Near reports are shown before it goes; nothing typed is lost.
    expect(page.get_by_role("heading", name="Déjà signalé ?")).to_be_visible()
    expect(page.get_by_label("Le problème en une phrase")).to_have_value(title)
    page.locator("main button[name=go][value=publish]").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_a_vote_is_cast(plain):
    someone = plain("paul")
    page = someone.open("/ideas/rounds/")
    page.get_by_role("link", name="Quel papier cessons-nous de demander ?").first.click()
    page.locator("main a[href$='/ballot/']").first.click()
    page.get_by_role("checkbox").first.check()
    page.locator("main form.ballot button").first.click()
    page.locator("main section.panel form button").click()
    expect(page.locator(".receipt code")).to_be_visible()


def test_a_skill_is_declared(plain):
    page = plain("paul").open("/skills/declare/")
    page.locator("input[name=skill]").fill("Urbanisme et aménagement")
    page.locator("input[name=level]").nth(2).check()
    send(page, "Déclarer")
    expect(page.locator("main").get_by_text("Urbanisme et aménagement").first).to_be_visible()


def test_feedback_is_given(plain):
    page = plain("paul").open("/pilots/sanu/feedback/new/")
    page.locator("textarea[name=text]").fill("La fiche posée près de la borne a disparu.")
    page.locator("input[name=kind]").first.check()
    page.locator("main form.pilot-form button").click()
    expect(page.locator("main")).to_contain_text("La fiche posée près de la borne a disparu.")


def test_everything_is_searched(plain):
    page = plain("paul").open("/")
    page.locator("#site-search").fill("mediateur numerique")
    page.locator("#site-search").press("Enter")
    expect(page.locator(".search-hits").get_by_role("link", name="Un médiateur numérique dans chaque maison").first).to_be_visible()
