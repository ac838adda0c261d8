"""What the floor itself holds about people: the directory, accounts, sessions, the journal.

The layers under `intranet.privacy` cannot declare for themselves; this module does it for them.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from intranet.base.models import Submission
from intranet.directory.models import Agent, OrgUnit
from intranet.privacy.register import Erase, hold

DIRECTORY = _("The directory: knowing who works where, and how to reach them")
ACCOUNT = _("The account: signing in safely")
JOURNAL = _("The journal: knowing who changed what, as security rules ask")

hold(
    Agent,
    agent_field="pk",
    purpose=DIRECTORY,
    fields=(
        "username",
        "first_name",
        "last_name",
        "email",
        "slug",
        "position_title",
        "unit__name",
        "site__name",
        "hr_number",
        "arrived_on",
        "leaves_on",
        "left_on",
        "phone",
        "about",
        "absent_from",
        "absent_until",
        "language",
        "date_joined",
        "last_login",
    ),
    on_erase=Erase.KEEP,
    because=_("The row stays, emptied of everything that says who it was, so that decisions and counts stand"),
    retention=_("While the agent is in post, then until they leave the site"),
    part=_("the person"),
)
hold(
    Agent,
    agent_field="manager",
    purpose=DIRECTORY,
    fields=("first_name", "last_name"),
    on_erase=Erase.BLANK,
    because=_("The team stays and has no manager until another is named"),
)
hold(
    Agent,
    agent_field="cover",
    purpose=DIRECTORY,
    fields=("first_name", "last_name"),
    on_erase=Erase.BLANK,
    because=_("The absence stays and is not covered any more"),
)
hold(OrgUnit, agent_field="head", purpose=DIRECTORY, fields=("name",), on_erase=Erase.BLANK, because=_("The unit stays"))
hold(EmailAddress, agent_field="user", purpose=ACCOUNT, fields=("email", "verified"), on_erase=Erase.DELETE)
hold(Authenticator, agent_field="user", purpose=ACCOUNT, fields=("type", "created_at", "last_used_at"), on_erase=Erase.DELETE)
hold(UserProfile, agent_field="user", purpose=ACCOUNT, fields=("preferred_language",), on_erase=Erase.DELETE)
hold(
    Submission,
    agent_field="agent_id",
    purpose=_("Forms already sent: doing once what is asked twice"),
    fields=("sent_at", "result_url"),
    on_erase=Erase.DELETE,
    retention=_("Seven days"),
)
hold(
    ModelLogEntry,
    agent_field="user",
    purpose=JOURNAL,
    fields=("action", "label", "timestamp"),
    on_erase=Erase.KEEP,
    because=_("The journal stands, without the name"),
)
hold(
    PageLogEntry,
    agent_field="user",
    purpose=JOURNAL,
    fields=("action", "label", "timestamp"),
    on_erase=Erase.KEEP,
    because=_("The journal stands, without the name"),
)
for draft in ("wagtailcore.APIToken", "wagtailadmin.EditingSession", "wagtailadmin.FormState"):
    hold(
        apps.get_model(draft),
        agent_field="user",
        purpose=_("The back office: editing pages"),
        fields=(),
        on_erase=Erase.DELETE,
    )
