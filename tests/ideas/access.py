"""Who gets which answer, for the addresses of problems, campaigns, rules and ideas."""

from ideas.models import Contest, IdeaAuthor, RuleSetVersion
from intranet.directory.models import OrgUnit
from tests.factories import AgentFactory
from tests.ideas import factories as make
from tests.ideas.access_votes import ROWS as VOTES

READ = {"*": 200, "anonymous": 302, "disabled": 302}
FACILITATOR = {"*": 403, "facilitator": 200, "anonymous": 302, "disabled": 302}


def only(role: str, status: int, others: int = 403) -> dict:
    """`status` for a role, `others` for the rest, sign-in for whoever is nobody."""
    return {"*": others, role: status, "anonymous": 302, "disabled": 302}


def all_of(status: int) -> dict:
    return {"*": status, "anonymous": 302, "disabled": 302}


def problem(world) -> dict:
    return {"public_id": make.ProblemFactory(service=world.near).public_id}


def hidden(world) -> dict:
    boss = AgentFactory()
    made = make.ProblemFactory(
        service=world.near, status="hidden", hidden_reason="Il nomme une personne", hidden_by=boss, hidden_at="2026-01-05T10:00Z"
    )
    return {"public_id": made.public_id}


def own_problem(world) -> dict:
    return {"public_id": make.ProblemFactory(service=world.near, author=world.people["agent"]).public_id}


def own_grouped(world) -> dict:
    made = make.ProblemFactory(service=world.near, author=world.people["agent"])
    make.member(make.RecurringFactory(), made)
    return {"public_id": made.public_id}


def recurring(world) -> dict:
    return {"public_id": make.RecurringFactory().public_id}


def invitation_sent(world) -> dict:
    made = make.idea(world.people["agent"])
    return {"public_id": IdeaAuthor.objects.create(idea=made, agent=AgentFactory(unit=world.near)).public_id}


def membership(world) -> dict:
    return {"public_id": make.member(make.RecurringFactory(), make.ProblemFactory(service=world.near)).public_id}


def contest(world) -> dict:
    held = make.member(make.RecurringFactory(), make.ProblemFactory(service=world.near, author=world.people["agent"]))
    return {"public_id": Contest.objects.create(membership=held, agent=world.people["agent"], reason="Autre chose").public_id}


def own_view(world) -> dict:
    return {"public_id": make.UserViewFactory(author=world.people["agent"]).public_id}


def idea(world) -> dict:
    return {"public_id": make.idea(AgentFactory(unit=world.near)).public_id}


def own_idea(world) -> dict:
    return {"public_id": make.idea(world.people["agent"]).public_id}


def own_draft(world) -> dict:
    return {"public_id": make.idea(world.people["agent"], status="draft").public_id}


def version(world) -> dict:
    return {**idea(world), "number": 1}


def invitation(world) -> dict:
    made = make.idea(AgentFactory(unit=world.near))
    return {"public_id": IdeaAuthor.objects.create(idea=made, agent=world.people["agent"]).public_id}


def campaign(world) -> dict:
    return {"slug": make.campaign("collect_problems", perimeter=OrgUnit.objects.get(pk=world.near.pk)).slug}


def draft_campaign(world) -> dict:
    return {"slug": make.draft_campaign().slug}


def mandate(world) -> dict:
    return {"public_id": make.mandate().public_id}


def rules(world) -> dict:
    return {"slug": make.rules_in_force().ruleset.slug}


def rules_version(world) -> dict:
    return {**rules(world), "number": 1}


def draft_rules(world) -> dict:
    first = make.rules_in_force()
    RuleSetVersion.objects.create(ruleset=first.ruleset, number=2, text_fr="Quatre choix", change_reason="Plus", author=AgentFactory())
    return {"slug": first.ruleset.slug, "number": 2}


DRAFT_RULES = {"*": 404, "facilitator": 403, "decision_maker": 302, "anonymous": 302, "disabled": 302}
DRAFT_CAMPAIGN = {"*": 404, "facilitator": 200, "decision_maker": 403, "anonymous": 302, "disabled": 302}

ROWS = [
    ("ideas:index", {}, {"GET": READ}),
    ("ideas:ideas_csv", {}, {"GET": READ}),
    ("ideas:idea_new", {}, {"GET": READ}),
    ("ideas:idea", idea, {"GET": READ}),
    ("ideas:idea", own_draft, {"GET": only("agent", 200, 404)}),
    ("ideas:idea_edit", own_idea, {"GET": only("agent", 200), "POST": only("agent", 422)}),
    ("ideas:idea_publish", own_draft, {"GET": all_of(405), "POST": only("agent", 302, 404)}),
    ("ideas:idea_version", version, {"GET": READ}),
    ("ideas:idea_authors", own_idea, {"GET": only("agent", 200), "POST": only("agent", 422)}),
    ("ideas:idea_leave", own_idea, {"GET": all_of(405), "POST": only("agent", 302)}),
    ("ideas:idea_withdraw", own_idea, {"GET": only("agent", 200), "POST": only("agent", 302)}),
    ("ideas:idea_judge", idea, {"GET": FACILITATOR, "POST": only("facilitator", 422)}),
    ("ideas:idea_join", own_idea, {"GET": only("agent", 200), "POST": only("agent", 422)}),
    ("ideas:idea_follow", idea, {"GET": all_of(405), "POST": all_of(302)}),
    (
        "ideas:idea_view_new",
        own_idea,
        {"GET": {**only("agent", 200), "facilitator": 200}, "POST": {**only("agent", 422), "facilitator": 422}},
    ),
    ("ideas:invitation_answer", invitation, {"GET": all_of(405), "POST": only("agent", 302, 404)}),
    ("ideas:invitation_withdraw", invitation_sent, {"GET": all_of(405), "POST": only("agent", 302)}),
    ("ideas:problems", {}, {"GET": READ}),
    ("ideas:problems_csv", {}, {"GET": READ}),
    ("ideas:problem_report", {}, {"GET": READ, "POST": all_of(422)}),
    ("ideas:near_reports", {}, {"GET": READ}),
    ("ideas:moderation", {}, {"GET": READ}),
    ("ideas:problem", problem, {"GET": READ}),
    ("ideas:problem", hidden, {"GET": only("facilitator", 200, 404)}),
    ("ideas:problem_edit", own_problem, {"GET": only("agent", 200, 404), "POST": only("agent", 422, 404)}),
    ("ideas:problem_echo", own_problem, {"GET": all_of(405), "POST": only("agent", 403, 302)}),
    ("ideas:problem_unecho", problem, {"GET": all_of(405), "POST": all_of(302)}),
    ("ideas:problem_withdraw", own_problem, {"GET": all_of(405), "POST": only("agent", 302)}),
    ("ideas:problem_hide", problem, {"GET": FACILITATOR, "POST": only("facilitator", 422)}),
    ("ideas:problem_show", hidden, {"GET": all_of(405), "POST": only("facilitator", 302, 404)}),
    ("ideas:problem_contest", own_grouped, {"GET": only("agent", 200, 404), "POST": only("agent", 422, 404)}),
    ("ideas:recurring_list", {}, {"GET": READ}),
    ("ideas:recurring_csv", {}, {"GET": READ}),
    ("ideas:recurring_new", {}, {"GET": FACILITATOR, "POST": only("facilitator", 200)}),
    ("ideas:recurring", recurring, {"GET": READ}),
    ("ideas:recurring_edit", recurring, {"GET": FACILITATOR, "POST": only("facilitator", 422)}),
    ("ideas:recurring_add", recurring, {"GET": FACILITATOR, "POST": only("facilitator", 422)}),
    ("ideas:recurring_settle", recurring, {"GET": all_of(405), "POST": only("facilitator", 302)}),
    ("ideas:recurring_view_new", recurring, {"GET": READ, "POST": all_of(422)}),
    ("ideas:recurring_remove", membership, {"GET": all_of(405), "POST": only("facilitator", 302)}),
    (
        "ideas:view_edit",
        own_view,
        {"GET": {**only("agent", 200, 404), "facilitator": 200}, "POST": {**only("agent", 422, 404), "facilitator": 422}},
    ),
    ("ideas:contests", {}, {"GET": READ}),
    (
        "ideas:contest",
        contest,
        {"GET": {**only("agent", 200, 404), "facilitator": 200}, "POST": {**only("agent", 403, 404), "facilitator": 422}},
    ),
    ("ideas:desk", {}, {"GET": FACILITATOR}),
    ("ideas:campaigns", {}, {"GET": READ}),
    ("ideas:campaign_new", {}, {"GET": FACILITATOR, "POST": only("facilitator", 422)}),
    ("ideas:campaign", campaign, {"GET": READ}),
    ("ideas:campaign", draft_campaign, {"GET": {**DRAFT_CAMPAIGN, "decision_maker": 200}}),
    ("ideas:campaign_edit", draft_campaign, {"GET": DRAFT_CAMPAIGN, "POST": {**DRAFT_CAMPAIGN, "facilitator": 422}}),
    ("ideas:campaign_phases", campaign, {"GET": FACILITATOR, "POST": only("facilitator", 422)}),
    ("ideas:campaign_publish", draft_campaign, {"GET": all_of(405), "POST": {**DRAFT_CAMPAIGN, "facilitator": 302}}),
    ("ideas:campaign_discard", draft_campaign, {"GET": all_of(405), "POST": {**DRAFT_CAMPAIGN, "facilitator": 302}}),
    ("ideas:rules_list", {}, {"GET": READ}),
    ("ideas:rules", rules, {"GET": READ}),
    ("ideas:rules_draft", rules, {"GET": FACILITATOR, "POST": only("facilitator", 422)}),
    ("ideas:rules_version", rules_version, {"GET": READ}),
    ("ideas:rules_version", draft_rules, {"GET": {**DRAFT_CAMPAIGN, "decision_maker": 200}}),
    ("ideas:rules_consult", draft_rules, {"GET": all_of(405), "POST": {**DRAFT_CAMPAIGN, "facilitator": 302}}),
    ("ideas:rules_adopt", draft_rules, {"GET": all_of(405), "POST": DRAFT_RULES}),
    ("ideas:mandates", {}, {"GET": READ}),
    ("ideas:mandate_new", {}, {"GET": only("administrator", 200), "POST": only("administrator", 422)}),
    ("ideas:mandate", mandate, {"GET": READ}),
    *VOTES,
]
