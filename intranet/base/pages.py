"""Long lists, a page at a time."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 15  # a row of a list is about a dozen elements: fifteen keep a page light


def paginate(request: HttpRequest, queryset, *, per_page: int = PAGE_SIZE) -> Page:
    """The page of `queryset` that `?page=` asks for; the nearest one when it asks for nonsense."""
    return Paginator(queryset, per_page).get_page(request.GET.get("page"))


def paginate_keys(request: HttpRequest, ordered: QuerySet, rows: QuerySet, *, per_page: int = PAGE_SIZE) -> Page:
    """The same for a list that is long and wide: keys alone are put in order, then the page's rows are read among `rows`."""
    page = paginate(request, ordered.values_list("pk", flat=True), per_page=per_page)
    keys = list(page.object_list)
    found = rows.in_bulk(keys)
    page.object_list = [found[key] for key in keys if key in found]
    return page
