"""What people do with skills. Every write of the area is here."""

from skills.actions.catalogue import (
    accept_proposal,
    follow_skill,
    load_catalogue,
    own_framework,
    propose_skill,
    refuse_proposal,
)
from skills.actions.certifications import (
    add_certification,
    change_certification,
    remind_of_certifications,
    remove_certification,
    restore_certification,
)
from skills.actions.choices import choose, nudge, stop_suggesting
from skills.actions.endorsements import (
    accept_confirmation,
    ask_to_confirm,
    decline_confirmation,
    forget_words,
    offer_confirmation,
    withdraw_confirmation,
    write_confirmation,
)
from skills.actions.evidence import accept_evidence, decline_evidence, propose_evidence
from skills.actions.facts import follow_agent, follow_agents, follow_unit, forget_facts, rebuild_facts, write_facts
from skills.actions.frameworks import import_framework, offer_framework, run_import, run_waiting_import, start_import
from skills.actions.help import answer_help, ask_for_help
from skills.actions.merges import MASKED_UNDER, Conflicts, conflicts, merge_skill, undo_merge
from skills.actions.profile import carry_over, confirm, confirm_all, declare, declare_several, remove, restore, revise
from skills.actions.searches import (
    change_search,
    export_people,
    remove_search,
    restore_search,
    save_search,
    tell_search,
    tell_searches,
)

__all__ = [
    "MASKED_UNDER",
    "Conflicts",
    "accept_confirmation",
    "accept_evidence",
    "accept_proposal",
    "add_certification",
    "answer_help",
    "ask_for_help",
    "ask_to_confirm",
    "carry_over",
    "change_certification",
    "change_search",
    "choose",
    "confirm",
    "confirm_all",
    "conflicts",
    "declare",
    "declare_several",
    "decline_confirmation",
    "decline_evidence",
    "export_people",
    "follow_agent",
    "follow_agents",
    "follow_skill",
    "follow_unit",
    "forget_facts",
    "forget_words",
    "import_framework",
    "load_catalogue",
    "merge_skill",
    "nudge",
    "offer_confirmation",
    "offer_framework",
    "own_framework",
    "propose_evidence",
    "propose_skill",
    "rebuild_facts",
    "refuse_proposal",
    "remind_of_certifications",
    "remove",
    "remove_certification",
    "remove_search",
    "restore",
    "restore_certification",
    "restore_search",
    "revise",
    "run_import",
    "run_waiting_import",
    "save_search",
    "start_import",
    "stop_suggesting",
    "tell_search",
    "tell_searches",
    "undo_merge",
    "withdraw_confirmation",
    "write_confirmation",
    "write_facts",
]
