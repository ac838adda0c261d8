"""The product's addresses, and the bare page that everything is compared with."""

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from intranet.directory.models import Agent

PAGE = engines["django"].from_string(
    """<!doctype html><title>bare</title>
    <ul>{% for agent in agents %}<li><a href="{{ agent.get_absolute_url }}">{{ agent.name }}</a></li>{% endfor %}</ul>"""
)


def bare(request):
    """One query of twenty rows over the directory, one template: what an ordinary Django page costs by itself, signed in."""
    agents = Agent.objects.filter(is_active=True, erased_at=None).order_by("last_name", "first_name", "id")[:20]
    return HttpResponse(PAGE.render({"agents": agents}, request))


urlpatterns = [path("bench/bare/", bare), path("", include("intranet.config.urls"))]
