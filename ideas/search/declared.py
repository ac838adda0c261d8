"""What is findable in this area."""

from django.utils.translation import gettext_lazy as _

from ideas.models import Campaign, Idea, Problem, RecurringProblem
from intranet.base.text import excerpt, plain
from intranet.search.door import Document, Source, register

register(
    Source(
        kind="problem",
        model=Problem,
        label=_("Problems"),
        area="ideas",
        everyone=Problem.objects.published,
        # Never the author: a hidden name must not be findable, and a named one has a profile.
        document=lambda p: Document(p.title, body=f"{p.body}\n{p.consequence}", labels=(p.category.name, p.service.name)),
        detail=lambda p: f"{p.service.name} · {excerpt(p.body, 110)}",
        related=("service", "category"),
    )
)
register(
    Source(
        kind="recurring",
        model=RecurringProblem,
        label=_("Recurring problems"),
        area="ideas",
        everyone=RecurringProblem.objects.confirmed,
        document=lambda r: Document(r.title, body=r.summary, weight=1.2),
        detail=lambda r: excerpt(r.summary, 140),
    )
)
register(
    Source(
        kind="idea",
        model=Idea,
        label=_("Ideas"),
        area="ideas",
        everyone=Idea.objects.published,
        document=lambda i: Document(
            i.title,
            body=f"{plain(i.current_version.proposal)}\n{i.current_version.expected_effect}\n{i.current_version.beneficiaries}",
            weight=1.1,
        ),
        detail=lambda i: f"{i.campaign.name} · {excerpt(i.current_version.expected_effect, 110)}",
        related=("current_version", "campaign"),
    )
)
register(
    Source(
        kind="campaign",
        model=Campaign,
        label=_("Campaigns"),
        area="ideas",
        everyone=Campaign.objects.published,
        document=lambda c: Document(c.name, body=f"{c.question}\n{plain(c.why)}", labels=(c.question,)),
        detail=lambda c: c.question,
    )
)
