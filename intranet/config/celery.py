"""Celery, used only when `CELERY_BROKER_URL` is set: workers drain the outbox, beat pings the drain.

`celery -A intranet.config.celery worker` and `celery -A intranet.config.celery beat`.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.config.settings.production")

app = Celery("traverse")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
