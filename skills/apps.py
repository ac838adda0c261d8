from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class SkillsConfig(AppConfig):
    name = "skills"
    verbose_name = _("Skills")

    def ready(self):
        from intranet import audit
        from intranet.directory.signals import agents_written, unit_moved
        from skills import tasks

        audit.declare(
            {
                "skills.declare": _("Declare a skill"),
                "skills.revise": _("Change a declared skill"),
                "skills.confirm": _("Confirm a declared skill"),
                "skills.remove": _("Remove a declared skill"),
                "skills.restore": _("Undo the removal of a declared skill"),
                "skills.propose_evidence": _("Propose something as showing a skill"),
                "skills.accept_evidence": _("Accept something as showing a skill"),
                "skills.decline_evidence": _("Decline something as showing a skill"),
                "skills.ask_for_help": _("Ask a colleague for help"),
                "skills.answer_help": _("Answer a request for help"),
                "skills.propose": _("Propose a skill for the catalogue"),
                "skills.accept": _("Accept a proposed skill"),
                "skills.refuse": _("Refuse a proposed skill"),
                "skills.edit": _("Change a skill of the catalogue"),
                "skills.merge": _("Merge a skill into another"),
                "skills.import_framework": _("Import a framework of skills"),
                "skills.offer_framework": _("Offer a framework to agents, or no longer"),
            }
        )
        # The facts copy the unit and the site of people: they follow the directory, which knows nothing of them.
        post_save.connect(tasks.agent_saved, sender="directory.Agent", dispatch_uid="skills.facts_follow_agents")
        agents_written.connect(tasks.agents_placed, dispatch_uid="skills.facts_follow_many")
        unit_moved.connect(tasks.follow_unit, dispatch_uid="skills.facts_follow_units")
