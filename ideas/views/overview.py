"""The first page of the area."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def index(request: HttpRequest) -> HttpResponse:
    """What is open now, then the ideas."""
    return render(request, "ideas/index.html")
