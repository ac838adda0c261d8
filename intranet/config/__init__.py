"""The Celery application is loaded with the settings, so that a task sent by a web process finds its broker."""

from intranet.config.celery import app as celery_app

__all__ = ["celery_app"]
