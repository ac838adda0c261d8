"""What is promised is kept: once, in time, with its error kept when it cannot be."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from intranet.base import clock
from intranet.jobs import outbox
from intranet.jobs.models import Job
from tests.sample.models import Effect

pytestmark = pytest.mark.engines
NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)


def numbers():
    return sorted(Effect.objects.values_list("number", flat=True))


def test_promise_when_its_transaction_is_undone_then_nothing_is_left(db, drain):
    with transaction.atomic():
        outbox.promise("sample.count", number=1)
        transaction.set_rollback(True)
    assert not Job.objects.filter(name="sample.count").exists()
    drain()
    assert numbers() == []


def test_promise_when_no_job_has_the_name_then_it_is_refused(db):
    with pytest.raises(LookupError):
        outbox.promise("sample.nonexistent")


def test_promise_when_made_twice_with_a_key_then_it_is_kept_once(db, drain):
    for _each in range(2):
        outbox.promise("sample.count", key="once", number=1)
    drain()
    outbox.promise("sample.count", key="once", number=1)
    drain()
    assert numbers() == [1]


def test_promise_when_made_for_later_then_it_waits(db, quiet):
    with time_machine.travel(NOON, tick=False):
        outbox.promise("sample.count", number=1, run_after=clock.now() + timedelta(hours=1))
        assert outbox.drain() == 0
    with time_machine.travel(NOON + timedelta(hours=1, seconds=1), tick=False):
        assert outbox.drain() == 1
    assert numbers() == [1]


def test_job_when_it_fails_then_it_is_tried_with_longer_waits_and_given_up_with_its_error(db, quiet):
    waits = []
    with time_machine.travel(NOON, tick=False) as now:
        outbox.promise("sample.fail", number=1)
        for _each in range(outbox.MAX_ATTEMPTS):
            assert outbox.drain() == 0
            failed = Job.objects.get(name="sample.fail")
            waits.append(failed.run_after - clock.now())
            assert outbox.drain() == 0, "not before its wait is over"
            now.move_to(failed.run_after + timedelta(seconds=1))
        assert waits == sorted(waits)
        assert waits[0] < timedelta(minutes=1) < timedelta(minutes=30) < waits[-1]
        failed.refresh_from_db()
        assert failed.gave_up_at is not None
        assert "the reason of the failure" in failed.last_error
        now.move_to(NOON + timedelta(days=2))
        assert outbox.drain() == 0
        assert Job.objects.get(pk=failed.pk).attempts == outbox.MAX_ATTEMPTS
    assert numbers() == [], "what a failing job wrote is undone"


def test_job_when_one_fails_then_the_others_are_kept(db, quiet):
    for number in (1, 2):
        outbox.promise("sample.count", number=number)
        outbox.promise("sample.fail", number=number)
    assert outbox.drain() == 2
    assert numbers() == [1, 2]


def test_job_when_the_product_no_longer_has_it_then_it_fails_and_says_so(db, quiet):
    Job.objects.create(name="gone.job", run_after=clock.now())
    assert outbox.drain() == 0
    assert "gone.job" in Job.objects.get(name="gone.job").last_error


def test_job_when_every_drain_that_takes_it_dies_then_it_is_given_up(db, quiet, monkeypatch):
    def killed(taken):
        raise SystemExit

    with time_machine.travel(NOON, tick=False) as now:
        outbox.promise("sample.count", number=1)
        with monkeypatch.context() as deadly:
            deadly.setattr(outbox, "_run", killed)
            for _each in range(outbox.MAX_ATTEMPTS):
                with pytest.raises(SystemExit):
                    outbox.drain()
                now.shift(outbox.LEASE + timedelta(seconds=1))
        assert outbox.drain() == 0
        job = Job.objects.get(name="sample.count")
    assert job.gave_up_at is not None
    assert job.last_error == outbox.DIED
    assert numbers() == []


def test_job_when_its_lease_went_to_another_drain_then_the_first_does_not_mark_it(db, quiet):
    with time_machine.travel(NOON, tick=False) as now:
        outbox.promise("sample.count", number=1)
        late = outbox._take()
        now.shift(outbox.LEASE + timedelta(seconds=1))
        assert outbox.drain() == 1
        assert outbox._run(late) == 0
    assert numbers() == [1]


def test_failure_when_its_lease_went_to_another_drain_then_it_does_not_put_the_job_back(db, quiet):
    with time_machine.travel(NOON, tick=False) as now:
        outbox.promise("sample.fail", number=1)
        late = outbox._take()
        now.shift(outbox.LEASE + timedelta(seconds=1))
        other = outbox._take()
        outbox._run(late)
        assert Job.objects.get(pk=other.pk).leased_until is not None


def test_outside_job_when_kept_then_it_runs_outside_a_transaction(transactional_db, quiet, monkeypatch):
    inside = []
    monkeypatch.setitem(outbox._registry, "sample.outside", lambda number: inside.append(connection.in_atomic_block))
    outbox.promise("sample.outside", number=1)
    assert outbox.drain() == 1
    assert inside == [False]


def test_drains_when_several_run_at_once_then_each_job_is_done_once(all_tables, quiet):
    for number in range(60):
        outbox.promise("sample.count", number=number, seconds=0.002)
    start = threading.Barrier(4)
    kept = []

    def drain():
        try:
            start.wait()
            kept.append(outbox.drain())
        finally:
            connection.close()

    threads = [threading.Thread(target=drain) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(kept) == 60
    assert numbers() == list(range(60))


def test_clock_when_drained_often_then_it_is_wound_once_a_period(db, monkeypatch):
    monkeypatch.setattr(outbox, "_clocks", [outbox.Clock("sample.tick", timedelta(minutes=60))])
    monkeypatch.setitem(outbox._registry, "sample.tick", lambda: Effect.objects.create(number=0))
    with time_machine.travel(NOON, tick=False) as now:
        for minute in range(0, 180, 10):
            now.move_to(NOON + timedelta(minutes=minute))
            outbox.drain()
    assert numbers() == [0, 0, 0]


def test_done_when_long_ago_then_it_is_forgotten_and_what_waits_is_not(db, quiet):
    with time_machine.travel(NOON, tick=False) as now:
        outbox.promise("sample.count", number=1)
        outbox.drain()
        outbox.promise("sample.count", number=2, run_after=NOON + timedelta(days=90))
        now.shift(outbox.KEEP_DONE + timedelta(days=1))
        outbox.forget_done()
    assert [j.arguments["number"] for j in Job.objects.filter(name="sample.count")] == [2]


def test_drain_forever_when_the_database_fails_then_it_goes_on(db, monkeypatch, caplog):
    answers = iter([OSError("the disk is full"), 0, KeyboardInterrupt()])

    def drain():
        answer = next(answers)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    monkeypatch.setattr(outbox, "drain", drain)
    monkeypatch.setattr(outbox, "PAUSE", 0)
    monkeypatch.setattr(outbox, "close_old_connections", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        outbox.drain_forever()
    assert [r.message for r in caplog.records] == ["drain_failed"]
