"""What waits for administrators in the pages that a site cannot be without."""

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.translation import gettext as _

from intranet import roles
from intranet.directory.models import Agent
from intranet.home import ME, Task, waiting
from intranet.shell.models import AccessibilityPage, TextPage


@waiting(Group.objects.filter(user=ME, name=roles.Role.ADMINISTRATOR.value))
def statements_to_complete(agent: Agent):
    """The legal texts where something only the administration knows is still to be written, in one line."""
    lacking = [page for page in TextPage.objects.live().order_by("path") if page.has_gaps]
    lacking += AccessibilityPage.objects.live().filter(contact="").only("title")
    if lacking:
        yield Task(
            area="",
            eyebrow=_("Before you open the site"),
            title=_("The legal texts are to be completed"),
            detail=_("Still to be written: {pages}.").format(pages=", ".join(page.title for page in lacking)),
            url=reverse("wagtailadmin_pages:edit", args=[lacking[0].pk]),
            action=_("Complete"),
        )
