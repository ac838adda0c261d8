"""Long lists, a page at a time."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PAGE_SIZE = 20


def paginate(request: HttpRequest, queryset, *, per_page: int = PAGE_SIZE) -> Page:
    """The page of `queryset` that `?page=` asks for; the nearest one when it asks for nonsense."""
    return Paginator(queryset, per_page).get_page(request.GET.get("page"))
