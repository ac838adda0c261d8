from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PilotsConfig(AppConfig):
    name = "pilots"
    verbose_name = _("Pilots")

    def ready(self):
        from intranet import audit
        from intranet.discussion.registry import discuss
        from pilots import home, notifications, privacy, search, tasks, thread  # noqa: F401 - they declare
        from pilots.models import Pilot
        from pilots.permissions import pilots as permissions

        audit.declare(
            {
                "pilots.propose": _("Propose a pilot"),
                "pilots.frame": _("Frame a pilot"),
                "pilots.set_audience": _("Say whom a pilot concerns"),
                "pilots.remove_audience": _("Take an audience away"),
                "pilots.add_member": _("Put somebody on the team of a pilot"),
                "pilots.remove_member": _("End somebody’s part in a pilot"),
                "pilots.agree_time": _("Agree to time given to a pilot"),
                "pilots.announce": _("Announce a change"),
                "pilots.propose_mandate": _("Propose a sponsor’s mandate"),
                "pilots.edit_mandate": _("Change a sponsor’s mandate"),
                "pilots.withdraw_mandate": _("Withdraw a proposed mandate"),
                "pilots.accept_mandate": _("Accept a sponsor’s mandate"),
                "pilots.decline_mandate": _("Decline a sponsor’s mandate"),
                "pilots.end_mandate": _("End a sponsor’s mandate"),
                "pilots.keep_commitment": _("Keep a commitment"),
                "pilots.decide": _("Decide at a gate of a pilot"),
                "pilots.suspend": _("Suspend a pilot without sponsor"),
                "pilots.define_indicator": _("Define an indicator"),
                "pilots.set_target": _("Set a target"),
                "pilots.measure": _("Type measures"),
                "pilots.mark": _("Mark a curve"),
                "pilots.remove_mark": _("Take a mark away from a curve"),
                "pilots.recalculate": _("Ask for new limits"),
                "pilots.give_feedback": _("Give feedback"),
                "pilots.triage": _("Sort feedback"),
                "pilots.merge": _("Merge feedback"),
                "pilots.unmerge": _("Separate feedback"),
                "pilots.reply": _("Answer feedback"),
                "pilots.reopen": _("Open feedback again"),
                "pilots.adjust": _("Adjust a pilot"),
                "pilots.mend_grants": _("Mend the grants of a pilot"),
            }
        )
        discuss(
            "pilot",
            Pilot,
            may_comment=permissions.can_comment_pilot,
            may_moderate=permissions.can_moderate_pilot,
            told=lambda pilot: pilot.people(),
        )
