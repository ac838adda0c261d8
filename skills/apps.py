from django.apps import AppConfig
from django.db.models.signals import post_save, pre_save
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
                "skills.add_certification": _("Add a certification"),
                "skills.change_certification": _("Change a certification"),
                "skills.remove_certification": _("Remove a certification"),
                "skills.restore_certification": _("Undo the removal of a certification"),
                "skills.choose": _("Change one’s choices about skills"),
                "skills.ask_to_confirm": _("Ask a colleague to confirm a skill"),
                "skills.confirm_colleague": _("Confirm the skill of a colleague"),
                "skills.accept_confirmation": _("Accept a confirmation by a colleague"),
                "skills.decline_confirmation": _("Decline a confirmation by a colleague"),
                "skills.withdraw_confirmation": _("Take back a confirmation by a colleague"),
                "skills.propose_evidence": _("Propose something as showing a skill"),
                "skills.accept_evidence": _("Accept something as showing a skill"),
                "skills.decline_evidence": _("Decline something as showing a skill"),
                "skills.ask_for_help": _("Ask a colleague for help"),
                "skills.answer_help": _("Answer a request for help"),
                "skills.propose": _("Propose a skill for the catalogue"),
                "skills.accept": _("Accept a proposed skill"),
                "skills.refuse": _("Refuse a proposed skill"),
                "skills.edit": _("Change a skill of the catalogue"),
                "skills.save_search": _("Save a search of colleagues"),
                "skills.change_search": _("Change a saved search"),
                "skills.remove_search": _("Remove a saved search"),
                "skills.restore_search": _("Undo the removal of a saved search"),
                "skills.export_people": _("Take a search of colleagues away as a table"),
                "skills.merge": _("Merge a skill into another"),
                "skills.undo_merge": _("Undo the merge of a skill"),
                "skills.import_framework": _("Import a framework of skills"),
                "skills.offer_framework": _("Offer a framework to agents, or no longer"),
            }
        )
        # The facts copy the unit and the site of people: they follow the directory, which knows nothing of them.
        post_save.connect(tasks.agent_saved, sender="directory.Agent", dispatch_uid="skills.facts_follow_agents")
        agents_written.connect(tasks.agents_placed, dispatch_uid="skills.facts_follow_many")
        unit_moved.connect(tasks.follow_unit, dispatch_uid="skills.facts_follow_units")
        # A new position is a moment to look at one's skills.
        pre_save.connect(tasks.agent_to_save, sender="directory.Agent", dispatch_uid="skills.remember_post")
        post_save.connect(tasks.agent_changed_post, sender="directory.Agent", dispatch_uid="skills.nudge_new_post")
        agents_written.connect(tasks.agents_changed_post, dispatch_uid="skills.nudge_new_posts")
