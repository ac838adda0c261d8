"""What is held about people in what is shared and asked."""

from django.utils.translation import gettext_lazy as _

from intranet.privacy.register import Erase, hold
from knowledge.models import (
    Answer,
    Change,
    GuidePage,
    HelpPause,
    KnowledgeIndexPage,
    Mark,
    OutdatedFlag,
    ProcedurePage,
    Question,
    Routing,
    Tip,
)

SHARED = _("Sharing what one knows with colleagues")
MODERATED = _("Saying who moderated")
KEPT_TRUE = _("Saying who keeps a page true")
STAYS = _("What was shared stays useful, without its author’s name")
TRACE = _("The history stays, without the name")

hold(
    Tip, agent_field="author", purpose=SHARED, fields=("title", "text", "link", "status", "created_at"), on_erase=Erase.KEEP, because=STAYS
)
hold(Tip, agent_field="credit", purpose=SHARED, fields=("title", "text"), on_erase=Erase.BLANK, because=STAYS)
hold(Tip, agent_field="hidden_by", purpose=MODERATED, fields=("title", "hidden_reason"), on_erase=Erase.BLANK, because=TRACE)
hold(
    Question,
    agent_field="author",
    purpose=_("Asking colleagues"),
    fields=("title", "body", "status", "created_at"),
    on_erase=Erase.KEEP,
    because=STAYS,
)
hold(
    Question,
    agent_field="accepted_by",
    purpose=_("Asking colleagues"),
    fields=("title", "accepted_reason", "accepted_at"),
    on_erase=Erase.BLANK,
    because=TRACE,
)
hold(Question, agent_field="closed_by", purpose=MODERATED, fields=("title", "closed_reason"), on_erase=Erase.BLANK, because=TRACE)
hold(
    Question,
    agent_field="taken_by",
    purpose=_("Saying that somebody is answering"),
    fields=("title", "taken_until"),
    on_erase=Erase.BLANK,
    because=TRACE,
)
hold(
    Answer,
    agent_field="author",
    purpose=_("Answering colleagues"),
    fields=("body", "created_at", "removed_at", "removed_reason"),
    on_erase=Erase.KEEP,
    because=STAYS,
)
hold(Answer, agent_field="removed_by", purpose=MODERATED, fields=("removed_reason", "removed_at"), on_erase=Erase.BLANK, because=TRACE)
hold(
    Routing,
    agent_field="agent",
    purpose=_("Sending a question to somebody who knows, and not too often"),
    fields=("question__title", "skill__pref_label", "level", "asked_at", "declined_at"),
    on_erase=Erase.DELETE,
)
hold(HelpPause, agent_field="agent", purpose=_("Not being sent questions for a while"), fields=("until",), on_erase=Erase.DELETE)
hold(
    Mark,
    agent_field="agent",
    purpose=_("Counting whom a tip or a page helped, never by name"),
    fields=("about_type__model", "about_id", "kind", "created_at"),
    on_erase=Erase.DELETE,
)
hold(
    OutdatedFlag,
    agent_field="agent",
    purpose=_("Reporting that something is no longer right"),
    fields=("reason", "created_at", "outcome", "reply"),
    on_erase=Erase.KEEP,
    because=TRACE,
)
hold(
    OutdatedFlag,
    agent_field="closed_by",
    purpose=_("Reporting that something is no longer right"),
    fields=("reply", "closed_at"),
    on_erase=Erase.BLANK,
    because=TRACE,
)
hold(Change, agent_field="by", purpose=KEPT_TRUE, fields=("page__title", "kind", "note", "at"), on_erase=Erase.BLANK, because=TRACE)
hold(
    KnowledgeIndexPage, agent_field="content_owner", purpose=KEPT_TRUE, fields=("title",), on_erase=Erase.BLANK, because=_("The page stays")
)
for _page in (GuidePage, ProcedurePage):
    hold(
        _page,
        agent_field="content_owner",
        purpose=KEPT_TRUE,
        fields=("title", "review_due_on"),
        on_erase=Erase.BLANK,
        because=_("The page stays"),
    )
    hold(
        _page,
        agent_field="reviewed_by",
        purpose=KEPT_TRUE,
        fields=("title", "reviewed_at"),
        on_erase=Erase.BLANK,
        because=_("The page stays"),
    )
