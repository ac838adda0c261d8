"""The keyboard alone: the first key skips to the content, the focus is seen everywhere, nothing holds it."""

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: browser tests were not run")
from playwright.sync_api import expect

# Where the focus is, whether it is seen (an outline, a shadow, or another drawing than at rest), and whether it is in the header.
FOCUS = """() => {
    const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
    return {
        name: `${e.tagName} ${e.getAttribute('href') ?? e.name ?? ''} ${e.textContent.trim().slice(0, 30)}`,
        seen: (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none',
        placed: box.width > 1 && box.height > 1,
        header: !!e.closest('header'), main: !!e.closest('main'), body: e === document.body,
    };
}"""


def test_the_first_key_skips_to_the_content(person):
    page = person("lea", width=1280).open("/ideas/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["main"], "the key after the skip link is in the content"


@pytest.mark.parametrize(("path", "width"), [("/", 1280), ("/", 360), ("/pilots/sanu/", 1280), ("/skills/people/", 360)])
def test_the_focus_is_seen_and_never_held(person, path, width):
    page = person("lea", width=width).open(path)
    places, hidden = [], []
    for _ in range(160):
        page.keyboard.press("Tab")
        place = page.evaluate(FOCUS)
        if place["body"] or places and place["name"] == places[0]["name"]:
            break
        places.append(place)
        if not (place["seen"] and place["placed"]):
            hidden.append(place["name"])
    assert not hidden, hidden
    assert any(place["header"] for place in places)
    assert any(place["main"] for place in places), "the header holds the focus"


def test_the_combobox_is_walked_by_keys(person):
    page = person("lea", width=1280).open("/skills/declare/")
    box = page.get_by_role("combobox", name="Quelle compétence ?")
    box.focus()
    page.keyboard.type("LSF")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    page.keyboard.type(" ")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Langue des signes française")


def test_the_menu_of_the_account_opens_and_closes(person):
    page = person("lea", width=1280).open("/")
    menu = page.locator("header details[data-menu]")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
