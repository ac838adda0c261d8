from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdeasConfig(AppConfig):
    name = "ideas"
    verbose_name = _("Ideas")

    def ready(self):
        from intranet import audit
        from intranet.accounts import rights
        from intranet.roles import Role

        for role in (Role.FACILITATOR, Role.ADMINISTRATOR):
            rights.grant(
                role, *(name for model in ("category", "ruleset") for name in rights.of_model(f"ideas.{model}", "view", "add", "change"))
            )
        audit.declare(
            {
                "ideas.report_problem": _("Report a problem"),
                "ideas.edit_problem": _("Edit a problem"),
                "ideas.withdraw_problem": _("Withdraw a problem"),
                "ideas.hide_problem": _("Hide a problem"),
                "ideas.show_problem": _("Show a problem again"),
                "ideas.group": _("Gather reports into a recurring problem"),
                "ideas.edit_group": _("Edit a recurring problem"),
                "ideas.ungroup": _("Take a report out of a recurring problem"),
                "ideas.contest": _("Contest a grouping"),
                "ideas.answer_contest": _("Answer a contested grouping"),
                "ideas.write_view": _("Write a user’s view"),
                "ideas.prepare_campaign": _("Prepare a campaign"),
                "ideas.publish_campaign": _("Publish a campaign"),
                "ideas.discard_campaign": _("Throw away the draft of a campaign"),
                "ideas.draft_rules": _("Draft rules"),
                "ideas.adopt_rules": _("Adopt rules"),
                "ideas.publish_mandate": _("Publish a mandate"),
                "ideas.write_idea": _("Write an idea"),
                "ideas.revise_idea": _("Publish a new version of an idea"),
                "ideas.invite_author": _("Invite an author"),
                "ideas.withdraw_invitation": _("Withdraw an invitation to write"),
                "ideas.answer_invitation": _("Answer an invitation to write an idea"),
                "ideas.move": _("Change the state of an idea"),
                "ideas.prepare_round": _("Prepare a vote"),
                "ideas.delete_round": _("Drop a vote in preparation"),
                "ideas.announce_round": _("Announce a vote, which freezes it"),
                "ideas.ask_cancel_round": _("Ask to cancel a vote"),
                "ideas.drop_cancel_round": _("Take back a demand to cancel a vote"),
                "ideas.cancel_round": _("Cancel a vote"),
                "ideas.close_round": _("Close and count a vote"),
                "ideas.contest_tally": _("Ask for a recount"),
                "ideas.check_tally": _("Count a vote again"),
                "ideas.draft_decision": _("Write a decision"),
                "ideas.delete_draft": _("Throw away the draft of a decision"),
                "ideas.publish_decision": _("Publish a decision"),
                "ideas.waive_duty": _("Waive an answer that is owed"),
            }
        )
