"""HTTP only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def index(request: HttpRequest) -> HttpResponse:
    """The first page of the area."""
    return render(request, "pilots/index.html")
