"""Wagtail's background work goes through the outbox."""

import pytest
from django.db import transaction
from wagtail.models import Page

from intranet.jobs.models import Job
from tests.sample.models import Effect
from tests.sample.tasks import library_work

pytestmark = pytest.mark.engines


def test_task_when_enqueued_then_it_is_a_promise_of_the_same_transaction(quiet, drain):
    with transaction.atomic():
        library_work.enqueue(21, double=True)
        assert Job.objects.filter(name="jobs.library_task").count() == 1
    assert not Effect.objects.exists()
    drain()
    assert [e.number for e in Effect.objects.all()] == [42]


def test_task_when_its_transaction_is_undone_then_it_is_not_kept(db, drain):
    with transaction.atomic():
        library_work.enqueue(1)
        transaction.set_rollback(True)
    drain()
    assert not Effect.objects.exists()


def test_page_when_it_is_published_then_wagtail_s_own_tasks_are_promises_that_are_kept(db, drain, django_capture_on_commit_callbacks):
    home = Page.objects.filter(depth=2).first()
    with django_capture_on_commit_callbacks(execute=True):
        home.add_child(instance=Page(title="Une page", slug="une-page"))
    promised = Job.objects.filter(name="jobs.library_task")
    assert {j.arguments["module"].split(".")[0] for j in promised} <= {"wagtail", "modelsearch"}
    assert promised.exists()
    drain()
    assert not promised.filter(done_at=None).exists()
