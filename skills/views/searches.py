"""My searches: kept, renamed, watched, removed."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intranet.base.addresses import identifier
from intranet.base.forms import bind
from intranet.base.posting import button, form_page
from skills import actions, forms
from skills.models import SavedSearch
from skills.search.address import query_of, read_criteria
from skills.search.describe import describe


@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """The searches that I keep, each with what it looks for; the one just removed may be put back."""
    mine = SavedSearch.objects.visible_to(request.user)
    rows = []
    for each in mine.kept():
        criteria = read_criteria(QueryDict(each.query))
        rows.append((each, describe(criteria), query_of(criteria) == each.query))
    removed = mine.exclude(removed_at=None).filter(public_id=identifier(request.GET.get("removed"))).first()
    return render(request, "skills/searches.html", {"rows": rows, "removed": removed})


def save(request: HttpRequest) -> HttpResponse:
    """Keep the search that the address describes."""
    criteria = read_criteria(request.GET)
    if criteria.is_empty:
        return redirect("skills:people")
    query = query_of(criteria)
    form = bind(request, forms.SearchForm, initial={"name": describe(criteria)[:120]})

    def act(data: dict) -> str:
        actions.save_search(agent=request.user, query=query, **data)
        return reverse("skills:searches")

    context = {"what": describe(criteria), "back_url": f"{reverse('skills:people')}?{query}", "search": None}
    return form_page(request, form, act, "skills/search_form.html", context, done=_("Your search is kept."))


def change(request: HttpRequest, public_id) -> HttpResponse:
    """Rename a search, be told or not."""
    search = get_object_or_404(SavedSearch.objects.visible_to(request.user).kept(), public_id=public_id)
    form = bind(request, forms.SearchForm, initial={"name": search.name, "is_told": search.is_told})

    def act(data: dict) -> str:
        actions.change_search(agent=request.user, search=search, **data)
        return reverse("skills:searches")

    context = {"what": describe(read_criteria(QueryDict(search.query))), "back_url": reverse("skills:searches"), "search": search}
    return form_page(request, form, act, "skills/search_form.html", context, done=_("Your search is up to date."))


@require_POST
def remove(request: HttpRequest, public_id) -> HttpResponse:
    """Remove a search; the next page offers to undo."""
    search = get_object_or_404(SavedSearch.objects.visible_to(request.user), public_id=public_id)
    return button(
        request,
        lambda: actions.remove_search(agent=request.user, search=search),
        f"{reverse('skills:searches')}?removed={search.public_id}",
    )


@require_POST
def restore(request: HttpRequest, public_id) -> HttpResponse:
    """Undo a removal."""
    search = get_object_or_404(SavedSearch.objects.visible_to(request.user), public_id=public_id)
    return button(
        request,
        lambda: actions.restore_search(agent=request.user, search=search),
        reverse("skills:searches"),
        done=_("“{name}” is back in your searches.").format(name=search.name),
    )
