"""What people do with skills. Every write of the area is here."""

from skills.actions.catalogue import (
    accept_proposal,
    follow_skill,
    load_catalogue,
    merge_skill,
    own_framework,
    propose_skill,
    refuse_proposal,
)
from skills.actions.evidence import accept_evidence, decline_evidence, propose_evidence
from skills.actions.facts import follow_agent, follow_agents, follow_unit, forget_facts, rebuild_facts, write_facts
from skills.actions.frameworks import import_framework, offer_framework, run_import, run_waiting_import, start_import
from skills.actions.help import answer_help, ask_for_help
from skills.actions.profile import confirm, declare, remove, restore, revise

__all__ = [
    "accept_evidence",
    "accept_proposal",
    "answer_help",
    "ask_for_help",
    "confirm",
    "declare",
    "decline_evidence",
    "follow_agent",
    "follow_unit",
    "follow_skill",
    "import_framework",
    "load_catalogue",
    "merge_skill",
    "offer_framework",
    "own_framework",
    "propose_evidence",
    "propose_skill",
    "follow_agents",
    "forget_facts",
    "rebuild_facts",
    "refuse_proposal",
    "remove",
    "restore",
    "revise",
    "run_import",
    "run_waiting_import",
    "start_import",
    "write_facts",
]
