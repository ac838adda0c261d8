"""The whole thread on a phone, by the people it takes: from a problem reported to a skill that colleagues find.

One test for each language. What an earlier step makes, a later one finds again; the rest is the demo's own.
"""

import re
from datetime import date, timedelta

import pytest
from django.utils import translation

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: browser tests were not run")
from playwright.sync_api import expect

# What differs from one language to the other, so that both walks leave their own traces.
TOLD = {
    "fr": {
        "problem": "Les formations sont annoncées quand elles sont déjà pleines",
        "body": "Le courriel arrive le lundi, les douze places sont prises depuis le vendredi.",
        "gather": "L’offre de formation arrive trop tard",
        "comment": "À Mougins, la salle est libre le mardi.",
        "decision": "Les bus changent en janvier : nous reprenons les horaires d’aide avec la régie des transports, puis nous décidons de leur calendrier.",
        "feedback": "La borne de Mouans-Sartoux parle trop bas quand la salle est pleine.",
        "reply": "Le volume est réglé depuis ce matin, avec deux boutons sous l’écran.",
        "question": "Comment ouvrir un mandat Aidants Connect pour un couple ?",
        "answer": "Un mandat par personne, même au même foyer : chacun signe le sien.",
        "skill": "Foncier et domanialité",
        "voter": "lea",
    },
    "en": {
        "problem": "Les réunions n’ont pas d’ordre du jour, ni de compte rendu",
        "body": "On sort sans savoir qui fait quoi, puis on recommence la semaine suivante.",
        "gather": "Des réunions dont il ne reste rien",
        "comment": "The room in Mougins is free on Tuesdays.",
        "decision": "We look at this subject again with the services concerned, as what was found since the first decision changes what it takes to do it.",
        "feedback": "The chair beside the Cannes terminal is broken.",
        "reply": "A new chair came this morning.",
        "question": "Faut-il renouveler un mandat Aidants Connect chaque année ?",
        "answer": "Il vaut le temps choisi à la signature : un an au plus, puis on le refait.",
        "skill": "Workstation ergonomics",
        "voter": "ines",
    },
}


class Walk:
    """The people of one walk, each at a phone, in one language."""

    def __init__(self, person, language):
        self.person, self.language, self.seated = person, language, {}
        self.told = TOLD[language]

    def say(self, message, **values) -> str:
        """A sentence of the product in the language of the walk."""
        with translation.override(self.language):
            said = translation.gettext(message)
        return said % values if values else said

    def starting(self, message) -> re.Pattern:
        """What begins with a sentence of the product, up to its first value."""
        words = re.split(r"%\(\w+\)s", self.say(message))[0].split()
        return re.compile("^" + r"\s".join(re.escape(word) for word in words))

    def at(self, name, path=None):
        """Somebody's page, opened at a path, and checked."""
        if name not in self.seated:
            self.seated[name] = self.person(name, width=360, language=self.language)
        someone = self.seated[name]
        if path:
            someone.open(path)
            self.check(name)
        return someone.page

    def check(self, name, *, strip=False):
        """The page is in the language, fits the screen and reports no error; with its place in the thread where it has one."""
        someone = self.seated[name]
        expect(someone.page.locator("html")).to_have_attribute("lang", self.language)
        expect(someone.page.get_by_role("heading", level=1)).to_have_count(1)
        assert someone.overflow() <= 0, f"{someone.page.url} is {someone.overflow()} px too wide"
        assert someone.faults == [], someone.page.url
        if strip:
            expect(someone.page.get_by_role("navigation", name=self.say("The thread")).first).to_be_visible()

    def press(self, name, message, *, strip=False):
        """Press the button of a sentence and check what comes."""
        self.seated[name].page.locator("main").get_by_role("button", name=self.say(message), exact=True).first.click()
        self.seated[name].page.wait_for_load_state()
        self.check(name, strip=strip)

    def follow(self, name, message, *, within="main", strip=False):
        """Follow the link of a sentence and check what comes."""
        self.seated[name].page.locator(within).get_by_role("link", name=self.say(message)).first.click()
        self.seated[name].page.wait_for_load_state()
        self.check(name, strip=strip)

    def menu(self, name, area, *places):
        """Go from the home page to an area by the main menu, then by its own links."""
        self.at(name, "/")
        self.follow(name, area, within="nav.main-nav")
        for place in places:
            self.follow(name, place, within=".subnav")
        return self.seated[name].page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_thread_is_walked_from_a_problem_to_a_skill(person, language):
    walk = Walk(person, language)
    declare_a_skill(walk)
    report_a_problem(walk)
    group_the_reports(walk)
    read_the_rules(walk)
    discuss_an_idea(walk)
    vote(walk)
    recount(walk)
    decide(walk)
    accept_the_mandate(walk)
    give_and_answer_feedback(walk)
    type_a_measure(walk)
    ask_and_answer(walk)
    keep_a_page_true(walk)
    recognise(walk)


def declare_a_skill(walk):
    page = walk.menu("lea", "Skills", "My skills")
    walk.at("lea", "/skills/declare/")
    box = page.get_by_role("combobox", name=walk.say("Which skill?"))
    box.focus()
    page.keyboard.type(walk.told["skill"][:6], delay=15)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).not_to_have_value("")
    walk.skill = box.input_value()
    page.locator("input[name=level]").nth(3).check()
    page.get_by_label(walk.say("Colleagues may ask for my help")).check()
    walk.press("lea", "Declare")
    expect(page.locator("main").get_by_text(walk.skill).first).to_be_visible()

    page = walk.menu("karim", "Skills", "Who knows what?")
    search = page.get_by_role("combobox", name=walk.say("A skill, a job or a name"))
    search.fill(walk.skill)
    search.press("Enter")
    page.wait_for_load_state()
    walk.check("karim")
    expect(page.locator("#found article", has_text="Léa Martin").first).to_be_visible()


def report_a_problem(walk):
    page = walk.menu("karim", "Ideas")
    walk.follow("karim", "Report a problem")
    page.get_by_label(walk.say("The problem in one sentence")).fill(walk.told["problem"])
    expect(page.get_by_role("heading", name=walk.say("Already reported?"))).to_be_visible()
    near = page.locator("#near").get_by_role("button", name=walk.starting("Me too: %(title)s")).first
    near.click()
    page.wait_for_load_state()
    walk.check("karim")
    walk.at("karim", "/ideas/problems/new/")
    page.get_by_label(walk.say("The problem in one sentence")).fill(walk.told["problem"])
    page.get_by_label(walk.say("What happens")).fill(walk.told["body"])
    page.get_by_label(walk.say("It is about")).select_option(index=1)
    expect(page.get_by_role("heading", name=walk.say("Already reported?"))).to_be_visible()
    walk.press("karim", "Publish", strip=True)
    expect(page.get_by_role("heading", level=1, name=walk.told["problem"])).to_be_visible()
    walk.problem = page.url


def group_the_reports(walk):
    page = walk.menu("nadia", "Ideas", "Problems")
    page.goto(walk.problem)
    walk.check("nadia", strip=True)
    walk.follow("nadia", "Gather near reports")
    for tick in page.get_by_role("checkbox").all()[:2]:
        tick.check()
    page.get_by_label(walk.say("Title"), exact=True).fill(walk.told["gather"])
    page.get_by_label(walk.say("What these reports have in common")).fill(walk.told["body"])
    walk.press("nadia", "Confirm this recurring problem", strip=True)
    expect(page.get_by_role("heading", level=1, name=walk.told["gather"])).to_be_visible()
    walk.menu("karim", "Ideas", "What recurs")
    expect(walk.at("karim").get_by_role("link", name=walk.told["gather"]).first).to_be_visible()


def read_the_rules(walk):
    page = walk.menu("lea", "Ideas", "Campaigns")
    page.locator("main a[href='/ideas/campaigns/moins-de-papiers/']").first.click()
    page.wait_for_load_state()
    walk.check("lea")
    walk.menu("lea", "Ideas", "Rules and mandates")
    page.get_by_role("link", name="Règles des campagnes d’idées").first.click()
    page.wait_for_load_state()
    walk.check("lea")


def discuss_an_idea(walk):
    page = walk.menu("lea", "Ideas")
    page.locator("main").get_by_role("link", name="Un médiateur numérique dans chaque maison").first.click()
    page.wait_for_load_state()
    walk.check("lea", strip=True)
    page.get_by_role("textbox", name=walk.say("Your comment")).fill(walk.told["comment"])
    walk.press("lea", "Comment", strip=True)
    expect(page.get_by_text(walk.told["comment"])).to_be_visible()
    walk.at("lea", "/ideas/new/")


def vote(walk):
    """A vote holds several threads: the strip stands on the page of each line, not on its own."""
    name = walk.told["voter"]
    page = walk.menu(name, "Ideas", "Votes")
    page.get_by_role("link", name="Quel papier cessons-nous de demander ?").first.click()
    page.wait_for_load_state()
    walk.check(name)
    begin = page.locator("main").get_by_role("link", name=walk.say("Cast my vote"))
    walk.follow(name, "Cast my vote" if begin.count() else "Change my ballot")
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("checkbox").nth(0).check()
    walk.press(name, "Read my ballot again")
    walk.press(name, "Send my ballot")
    expect(page.get_by_role("heading", level=1, name=walk.say("Your ballot is received"))).to_be_visible()
    first = page.locator(".receipt code").inner_text()
    walk.follow(name, "Change my ballot")
    expect(page.get_by_role("checkbox").nth(0)).to_be_checked()
    page.get_by_role("checkbox").nth(1).check()
    walk.press(name, "Read my ballot again")
    walk.press(name, "Send my ballot")
    assert first, "the receipt has a code"
    walk.follow(name, "Back to the vote")
    expect(page.get_by_role("heading", name=walk.say("You have voted"))).to_be_visible()
    expect(page.locator("meter")).to_have_count(0)
    expect(page.get_by_text(walk.say("No result shows anywhere before the close, for anybody."))).to_be_visible()


def recount(walk):
    page = walk.menu("lea", "Ideas", "Votes")
    page.get_by_role("link", name="Que faisons-nous pour ne plus renvoyer personne ?").first.click()
    page.wait_for_load_state()
    walk.check("lea")
    expect(page.get_by_role("heading", name=walk.say("How it was counted"))).to_be_visible()
    walk.press("lea", "Count again")
    expect(page.locator("meter").first).to_be_visible()
    with page.expect_download() as pack:
        page.get_by_role("link", name=walk.say("Download the pack")).click()
    assert pack.value.path().stat().st_size > 1000


def decide(walk):
    page = walk.menu("helene", "Ideas", "Decisions")
    walk.at("helene", "/ideas/decisions/to-take/")
    owed = page.locator("main").get_by_role("link", name=walk.starting("Decide"))
    if owed.count():
        owed.first.click()
        page.wait_for_load_state()
        walk.check("helene")
    else:  # everything is answered: a decision taken is replaced by another
        walk.menu("helene", "Ideas", "Decisions")
        page.locator("main").get_by_role("link", name="Des horaires d’aide calés sur les bus").first.click()
        page.wait_for_load_state()
        walk.check("helene", strip=True)
        walk.follow("helene", "Write another decision")
    page.locator("input[name=outcome][value=deferred]").check()
    page.get_by_label(walk.say("The decision, and why")).fill(walk.told["decision"])
    page.get_by_label(walk.say("What was found, criterion {n}").format(n=1)).fill(walk.told["body"])
    departs = page.get_by_label(walk.say("Why it departs from the vote"))
    if departs.count():
        departs.fill(walk.told["decision"])
    page.get_by_label(walk.say("Look at it again on")).fill((date.today() + timedelta(days=60)).isoformat())
    walk.press("helene", "Keep the draft and read it again", strip=True)
    walk.press("helene", "Publish for good", strip=True)
    expect(page.get_by_text(walk.told["decision"][:60]).first).to_be_visible()
    # The one that departs from the vote says why.
    walk.menu("karim", "Ideas", "Decisions")
    walk.at("karim").get_by_role("link", name="Un médiateur numérique dans chaque maison").first.click()
    walk.at("karim").wait_for_load_state()
    walk.check("karim", strip=True)
    expect(walk.at("karim").get_by_text(walk.say("Why it departs from the vote:")).first).to_be_visible()


def accept_the_mandate(walk):
    page = walk.menu("helene", "Pilots")
    walk.at("helene", "/pilots/mardi-sans-rendez-vous/")
    walk.check("helene", strip=True)
    asked = page.locator("main").get_by_role("link", name=walk.say("Read the mandate"))
    if asked.count():
        asked.click()
        page.wait_for_load_state()
        walk.check("helene")
        page.get_by_label(walk.say("I have read this mandate and I accept it.")).check()
        walk.press("helene", "Accept the mandate")
        walk.at("helene", "/pilots/mardi-sans-rendez-vous/")
        expect(page.locator("#sponsor-title ~ *").get_by_text("Hélène Roux").first).to_be_visible()
    else:  # accepted in the other language: she keeps what she promised
        page.locator("section[aria-labelledby=sponsor-title] .card-note a").click()
        page.wait_for_load_state()
        walk.check("helene")
        page.get_by_role("button", name=walk.starting("It is kept")).first.click()
        page.wait_for_load_state()
        walk.check("helene")
    expect(page.locator("main")).not_to_contain_text(walk.say("has not answered yet"))


def give_and_answer_feedback(walk):
    page = walk.menu("karim", "Pilots")
    walk.at("karim", "/pilots/sanu/")
    walk.check("karim", strip=True)
    walk.follow("karim", "Give my feedback")
    page.get_by_label(walk.say("What happened, or what would help")).fill(walk.told["feedback"])
    page.locator("input[name=kind]").first.check()
    walk.press("karim", "Send my feedback")
    expect(page.locator("main")).to_contain_text(walk.told["feedback"][:40])

    page = walk.at("lea", "/pilots/sanu/feedback/board/")
    page.get_by_role("link", name=walk.told["feedback"][:30]).first.click()
    page.wait_for_load_state()
    walk.check("lea")
    page.locator("input[name=outcome][value=done]").check()
    page.get_by_label(walk.say("What you answer"), exact=True).fill(walk.told["reply"])
    page.get_by_label(walk.say("What was said, as it is published")).first.fill(walk.told["feedback"])
    walk.press("lea", "Send the reply")
    walk.at("karim", "/pilots/sanu/feedback/")
    expect(walk.at("karim").locator("main")).to_contain_text(walk.told["reply"])


def type_a_measure(walk):
    page = walk.at("lea", "/pilots/sanu/")
    walk.follow("lea", "Type a measure")
    start = page.locator("input[name=start]")
    if not start.input_value():
        start.fill((date.today() - timedelta(days=7 if walk.language == "fr" else 5)).isoformat())
    for field in ("value", "numerator"):
        if page.locator(f"input[name={field}]").count():
            page.locator(f"input[name={field}]").fill("17")
    if page.locator("input[name=denominator]").count():
        page.locator("input[name=denominator]").fill("40")
    page.get_by_label(walk.say("Why it is corrected")).fill(walk.told["comment"])
    walk.press("lea", "Write this measure")
    expect(page.locator("main .errors, main .error")).to_have_count(0)
    walk.at("lea", "/pilots/sanu/")
    expect(page.locator("figure.curve-figure svg:visible").first).to_be_visible()
    expect(page.get_by_role("heading", name=walk.say("Does it change anything?"))).to_be_visible()
    walk.check("lea", strip=True)


def ask_and_answer(walk):
    page = walk.menu("karim", "Knowledge", "Questions")
    walk.follow("karim", "Ask a question")
    page.get_by_label(walk.say("Your question")).fill(walk.told["question"])
    skill = page.get_by_role("combobox", name=walk.say("Skill %(n)s", n=1))
    skill.click()
    skill.press_sequentially("Aidants", delay=15)
    page.get_by_role("option").first.click()
    walk.press("karim", "Send")
    again = page.locator("main").get_by_role("button", name=walk.say("Send my question all the same"))
    if again.count():
        again.click()
        page.wait_for_load_state()
        walk.check("karim")
    expect(page.get_by_role("heading", level=1, name=walk.told["question"])).to_be_visible()
    question = page.url

    lea = walk.menu("lea", "Knowledge", "Questions")
    lea.goto(question)
    walk.check("lea")
    lea.get_by_label(walk.say("Your answer")).fill(walk.told["answer"])
    walk.press("lea", "Answer")
    expect(lea.get_by_text(walk.told["answer"])).to_be_visible()

    page.goto(question)
    walk.press("karim", "It helps me: accept")
    expect(page.get_by_text(walk.say("Accepted answer")).first).to_be_visible()
    walk.follow("karim", "Make it a tip")
    walk.press("karim", "Share it", strip=True)
    expect(page.locator("main")).to_contain_text(walk.told["answer"][:40])


def keep_a_page_true(walk):
    page = walk.menu("ines", "Knowledge", "To check")
    page.locator("main ul.rows h3 a").first.click()
    page.wait_for_load_state()
    walk.check("ines")
    walk.press("ines", "Still right")
    expect(page.locator("main")).to_contain_text("Inès Garnier")


def recognise(walk):
    page = walk.menu("lea", "Skills", "Recognition")
    row = page.locator("section[aria-labelledby=waiting] li", has_text=walk.told["question"][:30]).first
    expect(row).to_be_visible()
    row.get_by_role("button", name=walk.starting("Accept on “%(skill)s”")).first.click()
    page.wait_for_load_state()
    walk.check("lea")
    expect(page.locator("section[aria-labelledby=accepted]")).to_contain_text(walk.told["question"][:30])
    walk.at("lea", "/people/lea-martin/")
    expect(page.locator("main")).to_contain_text(walk.told["question"][:30])
