"""The first page of the area: what is open now, then the ideas."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from ideas.forms.proposals import IdeaFilter
from ideas.models import Idea, Phase
from ideas.permissions.problems import can_group
from ideas.views.proposals import found_ideas
from intranet.base.pages import paginate_keys
from intranet.base.spreadsheets import CHUNK, csv_answer


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is open now first (collection, vote, reading), then the ideas, narrowed by what the address says."""
    form = IdeaFilter(request.GET, agent=request.user)
    page = paginate_keys(request, found_ideas(request, form), Idea.objects.with_line())
    if request.htmx and not request.htmx.boosted:
        return render(request, "ideas/_idea_list.html", {"form": form, "page": page})
    context = {"form": form, "page": page, "phases": Phase.objects.of_writing(request.user), "may_group": can_group(request.user)}
    return render(request, "ideas/index.html", context)


@require_safe
def ideas_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV. No count of votes, before or after."""
    form = IdeaFilter(request.GET, agent=request.user)
    header = [
        _("Published on"),
        _("Idea"),
        _("Campaign"),
        _("State"),
        _("Authors"),
        _("What it would change"),
        _("What it would cost"),
        _("Address"),
    ]
    rows = (
        [
            localdate(i.published_at).isoformat() if i.published_at else "",
            i.title,
            i.campaign.name,
            i.get_status_display(),
            ", ".join(a.agent.name for a in i.authors),
            i.current_version.expected_effect,
            i.current_version.get_cost_band_display(),
            request.build_absolute_uri(i.get_absolute_url()),
        ]
        for i in found_ideas(request, form).with_line().iterator(chunk_size=CHUNK)
    )
    return csv_answer(pgettext("file name", "ideas"), header, rows)
