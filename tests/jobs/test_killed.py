"""kill -9 of whatever drains loses nothing and doubles nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from celery import Celery
from django.conf import settings as django_settings
from django.db import connection, transaction

from intranet.config import celery_app
from intranet.jobs import outbox
from intranet.jobs.models import Job
from tests.processes import nobody_else_is_connected, wait_until
from tests.sample.models import Effect

JOBS = 80
KILLS = 6
REDIS = os.environ.get("TRAVERSE_TEST_REDIS", "")


def environment(**more):
    """The environment of a process that works on this test's database, with a lease of two seconds."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        url = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    test = {"DJANGO_SETTINGS_MODULE": "intranet.config.settings.test", "DATABASE_URL": url, "TRAVERSE_TEST_LEASE": "2"}
    return {**os.environ, "CELERY_BROKER_URL": "", **test, **more}


@contextmanager
def running(command, log, **more):
    """A process with its children, killed at the end without warning."""
    process = subprocess.Popen(
        [sys.executable, *command], cwd=django_settings.BASE_DIR, env=environment(**more), stdout=log, stderr=log, start_new_session=True
    )
    try:
        yield process
        assert process.poll() is None, "it died by itself"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        wait_until(nobody_else_is_connected, 30, "the database still works for the dead")


def done():
    return Effect.objects.count()


def promise_all():
    """The promises of the test, and one of each nature: within the database, and to the outside."""
    Job.objects.all().delete()
    with transaction.atomic():
        for number in range(JOBS):
            outbox.promise("sample.count", number=number, seconds=0.03)


def assert_each_once():
    assert sorted(Effect.objects.values_list("number", flat=True)) == list(range(JOBS))
    assert not Job.objects.filter(name="sample.count", done_at=None).exists()


def kill_again_and_again(start):
    """Start what drains, let it work for a moment, kill it; at the end let it finish."""
    chance = random.Random(9)
    for _each in range(KILLS):
        before = done()
        with start():
            wait_until(lambda start=before: done() > start, 60, "nothing was done")
            time.sleep(chance.uniform(0, 0.15))
    assert done() < JOBS, "there was nothing left to lose"
    with start():
        wait_until(lambda: not Job.objects.filter(name="sample.count", done_at=None).exists(), 120, "it never ended")
    assert Job.objects.filter(attempts__gt=1).exists(), "no kill fell within a job"


@pytest.mark.engines
def test_drain_when_killed_again_and_again_then_each_job_is_done_once(all_tables, tmp_path):
    promise_all()
    with (tmp_path / "log").open("w") as log:
        kill_again_and_again(lambda: running(["manage.py", "drain", "--forever"], log))
    assert_each_once()


@pytest.fixture
def broker():
    """The address of an empty Redis database for one test."""
    if not REDIS:
        pytest.skip("no Redis: TRAVERSE_TEST_REDIS is not set")
    url = urlunsplit(urlsplit(REDIS)._replace(path="/9"))
    with redis.from_url(url) as queue:
        queue.flushdb()
        yield url
        queue.flushdb()


@pytest.mark.redis
@pytest.mark.engines
def test_worker_when_killed_again_and_again_then_each_job_is_done_once(all_tables, tmp_path, broker):
    command = ["-m", "celery", "-A", "intranet.config.celery", "worker", "-c", "2", "--without-mingle", "--without-gossip"]
    beat = Celery(broker=broker)

    def start():
        for _each in range(2):
            beat.send_task("intranet.jobs.tasks.drain")
        return running(command, log, CELERY_BROKER_URL=broker)

    promise_all()
    with (tmp_path / "log").open("w") as log:
        kill_again_and_again(start)
    assert_each_once()


PROMISE = """
import django, time
django.setup()
from django.db import transaction
from intranet.jobs import outbox
started = time.monotonic()
with transaction.atomic():
    for number in range(5):
        outbox.promise("sample.count", number=number)
print(time.monotonic() - started)
"""


def promise_elsewhere(broker):
    """Promise five things in one transaction of another process, whose broker is `broker`. Returns the seconds that it took."""
    done = subprocess.run(
        [sys.executable, "-c", PROMISE], env=environment(CELERY_BROKER_URL=broker), capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


@pytest.mark.redis
def test_promise_when_a_broker_is_there_then_a_worker_is_woken_once_for_a_transaction(all_tables, broker):
    promise_elsewhere(broker)
    assert Job.objects.filter(name="sample.count").count() == 5
    with redis.from_url(broker) as queue:
        assert queue.llen("celery") == 1


@pytest.mark.redis
def test_promise_when_the_broker_is_down_then_the_act_succeeds_soon(all_tables):
    assert promise_elsewhere("redis://127.0.0.1:9/0") < 5  # nothing listens there
    assert Job.objects.filter(name="sample.count").count() == 5


def test_beat_when_it_ticks_then_it_names_a_task_that_exists():
    celery_app.loader.import_default_modules()
    assert {each["task"] for each in django_settings.CELERY_BEAT_SCHEDULE.values()} <= set(celery_app.tasks)
