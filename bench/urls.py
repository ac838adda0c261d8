"""The product's addresses, and the bare page that everything is compared with."""

from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

PAGE = """<!doctype html><title>bare</title><ul>{% for pk, name in rows %}<li>{{ pk }} {{ name }}</li>{% endfor %}</ul>"""


def bare(request):
    """One query over an indexed table, one short template: what Django costs by itself, signed in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, last_name FROM directory_agent WHERE is_active AND erased_at IS NULL ORDER BY last_name, first_name, id LIMIT 20"
        )
        rows = cursor.fetchall()
    return HttpResponse(engines["django"].from_string(PAGE).render({"rows": rows, "user": request.user.pk}))


urlpatterns = [path("bench/bare/", bare), path("", include("intranet.config.urls"))]
