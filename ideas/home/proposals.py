"""What waits: invitations to write an idea. What I did: wrote ideas. On the home page: what my ideas became."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ideas.models import Idea, IdeaAuthor
from intranet.base.panels import panel
from intranet.directory.models import Agent
from intranet.directory.querysets import name_at
from intranet.home import ME, Deed, Task, deeds, waiting

SHOWN = 2


@waiting(IdeaAuthor.objects.filter(agent=ME, state="invited"))
def invitations(agent: Agent) -> Iterator[Task]:
    """The invitations to write an idea that `agent` did not answer."""
    shown = ("idea__public_id", "idea__current_version__title", "idea__campaign__name", *name_at("invited_by"))
    found = IdeaAuthor.objects.waiting_for(agent).select_related("idea__current_version", "idea__campaign", "invited_by").only(*shown)
    for each in found.order_by("-invited_at")[:SHOWN]:
        who = each.invited_by.name if each.invited_by else ""
        yield Task(
            area="ideas",
            eyebrow=_("{name} invites you to write an idea").format(name=who) if who else _("You are invited to write an idea"),
            title=each.idea.title,
            detail=each.idea.campaign.name,
            url=each.idea.get_absolute_url(),
            action=_("Answer"),
        )


@deeds(IdeaAuthor.objects.filter(agent=ME, state="accepted"))
def ideas_written(agent: Agent) -> Iterator[Deed]:
    """The ideas of which `agent` is an author."""
    for idea in Idea.objects.authored_by(agent).published().with_words().newest_first()[:50]:
        yield Deed(area="ideas", at=idea.published_at, title=idea.title, url=idea.get_absolute_url(), kind=_("Wrote an idea"))


@panel("home", order=20)
def what_became_of_my_ideas(viewer: Agent, subject):
    """The thread of the latest idea that the viewer writes, and where the others before it stand."""
    ideas = list(Idea.objects.authored_by(viewer).published().exclude(status="merged").with_words().newest_first()[:SHOWN])
    return ("ideas/_my_ideas.html", {"latest": ideas[0], "others": ideas[1:]}) if ideas else None


@panel("profile", order=40)
def ideas_of(viewer: Agent, person: Agent):
    """The published ideas that a colleague writes. Never the problems that they reported."""
    found = Idea.objects.published().authored_by(person).exclude(status="merged").newest_first()
    ideas = list(found.with_words().only("public_id", "status", "campaign__name", "current_version__title")[:5])
    return ("ideas/_ideas_of.html", {"ideas": ideas, "person": person}) if ideas else None
