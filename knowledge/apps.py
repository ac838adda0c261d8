from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    verbose_name = _("Knowledge")

    def ready(self):
        from wagtail import signals
        from wagtail.models import PageViewRestriction, TaskState, WorkflowState

        from intranet import audit
        from intranet.directory.models import Agent
        from intranet.discussion.registry import discuss
        from knowledge import actions, permissions, tasks
        from knowledge.models import GuidePage, ProcedurePage, Question, Tip

        audit.declare(
            {
                "knowledge.share_tip": _("Share a tip"),
                "knowledge.edit_tip": _("Change a tip"),
                "knowledge.remove_tip": _("Remove one’s own tip"),
                "knowledge.restore_tip": _("Put back one’s own tip"),
                "knowledge.hide_tip": _("Hide a tip"),
                "knowledge.show_tip": _("Show a tip again"),
                "knowledge.confirm_tip": _("Confirm a tip"),
                "knowledge.ask": _("Ask a question"),
                "knowledge.edit_question": _("Change a question"),
                "knowledge.orient": _("Orient a question"),
                "knowledge.answer": _("Answer a question"),
                "knowledge.edit_answer": _("Change an answer"),
                "knowledge.remove_answer": _("Remove an answer"),
                "knowledge.accept": _("Accept an answer"),
                "knowledge.close": _("Close a question"),
                "knowledge.reopen": _("Open a question again"),
                "knowledge.withdraw": _("Withdraw a question"),
                "knowledge.decline": _("Decline a question"),
                "knowledge.flag": _("Report that something is no longer right"),
                "knowledge.close_flag": _("Reply to a report"),
                "knowledge.review_page": _("Say that a page is still right"),
                "knowledge.retire_page": _("Take a page offline"),
            }
        )
        discuss(
            "tip",
            Tip,
            may_comment=lambda agent, tip: tip.status in (Tip.Status.LIVE, Tip.Status.EXPIRED),
            may_moderate=lambda agent, tip: permissions.is_editor(agent),
            told=lambda tip: Agent.objects.filter(pk__in=[tip.author_id, tip.credit_id or tip.author_id]),
        )
        discuss(
            "question",
            Question,
            may_comment=lambda agent, question: question.status != Question.Status.WITHDRAWN,
            may_moderate=lambda agent, question: permissions.is_editor(agent),
            told=lambda question: Agent.objects.filter(pk=question.author_id),
        )
        post_migrate.connect(actions.ensure_library, sender=self, dispatch_uid="knowledge.library")
        signals.page_published.connect(tasks.page_went_online, dispatch_uid="knowledge.published")
        signals.page_unpublished.connect(tasks.page_went_offline, dispatch_uid="knowledge.unpublished")
        # These take the places of Wagtail's own notifiers, which mail every member of a group: the first to
        # register under a name keeps it, and this area is installed before wagtail.admin.
        for signal, sender, name, receiver in (
            (signals.task_submitted, TaskState, "group_approval_task_submitted", tasks.page_was_submitted),
            (signals.workflow_submitted, WorkflowState, "workflow_state_submitted", tasks.nobody_else_is_told),
            (signals.workflow_approved, WorkflowState, "workflow_state_approved", tasks.page_was_approved),
            (signals.workflow_rejected, WorkflowState, "workflow_state_rejected", tasks.page_was_sent_back),
        ):
            signal.connect(receiver, sender=sender, dispatch_uid=f"{name}_email_notification")
        for model in (GuidePage, ProcedurePage):
            post_delete.connect(tasks.page_went_offline, sender=model, dispatch_uid=f"knowledge.deleted.{model.__name__}")
        for signal, name in ((post_save, "saved"), (post_delete, "deleted")):
            signal.connect(tasks.readers_changed, sender=PageViewRestriction, dispatch_uid=f"knowledge.readers.{name}")
