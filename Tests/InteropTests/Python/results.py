"""What a client does with results."""
from celery import group
from celery.result import AsyncResult, GroupResult, ResultSet, allow_join_result

from app import add, app, echo, fail, hold, ignore, now, parent, progress, reject, shell, shell_fails
from support import Gate, T, WORKER, raises, until


def a_result_is_read_again_and_again():
    result = add.delay(1, 1)
    assert result.get(timeout=T) == result.get(timeout=T) == AsyncResult(result.id, app=app).get(timeout=T) == 2
    assert result.ready() and result.successful() and result.result == 2
    assert result.date_done is not None


def a_result_is_forgotten():
    result = add.delay(1, 1)
    result.get(timeout=T)
    result.forget()
    assert AsyncResult(result.id, app=app).state == "PENDING"


def a_commands_result():
    result = shell.delay("Ada")
    assert result.get(timeout=T) == "hello Ada" and result.state == "SUCCESS"
    result.forget()
    assert AsyncResult(result.id, app=app).state == "PENDING"


def a_commands_failure():
    result = shell_fails.delay()
    with raises("Exception") as seen:
        result.get(timeout=T)
    assert "3" in str(seen.caught), seen.caught
    assert "out of paper" in result.traceback, result.traceback
    assert result.state == "FAILURE"


def a_failure_has_a_traceback():
    result = fail.delay("bad")
    with raises("ValueError"):
        result.get(timeout=T)
    if WORKER == "python":  # Swift errors carry no place
        assert "bad" in result.traceback, result.traceback


def propagation_can_be_turned_off():
    assert isinstance(fail.delay("bad").get(timeout=T, propagate=False), ValueError)


def a_result_set():
    results = ResultSet([add.delay(number, 0) for number in range(10)])
    assert results.get(timeout=T) == list(range(10))
    assert results.successful() and results.completed_count() == 10
    results.forget()
    assert {AsyncResult(result.id, app=app).state for result in results.results} == {"PENDING"}


def results_come_as_they_are_done():
    results = ResultSet([add.delay(number, 0) for number in range(10)])
    assert sorted(found["result"] for _, found in results.iter_native(timeout=T)) == list(range(10))


def a_callback_per_result():
    seen = {}
    results = group(add.s(number, 0) for number in range(5))()
    results.get(timeout=T, callback=lambda id_, value: seen.update({id_: value}))
    assert sorted(seen.values()) == list(range(5))


def a_group_is_saved_and_restored():
    result = group(add.s(number, 1) for number in range(3))()
    result.save()
    again = GroupResult.restore(result.id, app=app)
    assert again.get(timeout=T) == [1, 2, 3]
    again.delete()
    assert GroupResult.restore(result.id, app=app) is None


def children_are_known():
    result = parent.delay(5)
    assert result.get(timeout=T) == 5
    assert len(result.children) == 1
    assert result.children[0].get(timeout=T) == 6


def links_are_children():
    result = add.apply_async((1, 2), link=add.s(10))
    assert result.get(timeout=T) == 3
    assert [child.get(timeout=T) for child in result.children] == [13]
    assert [value for _, value in result.collect()] == [3, 13]


def several_links_are_a_group_of_children():
    result = add.apply_async((1, 2), link=[add.s(10), add.s(20)])
    assert result.get(timeout=T) == 3
    [child] = result.children
    assert isinstance(child, GroupResult) and sorted(child.get(timeout=T)) == [13, 23]


def a_started_task_is_seen():
    gate = Gate("started")
    result = hold.delay("started", "through")
    gate.wait_for(result.id)
    until(lambda: result.state == "STARTED")
    assert result.info["pid"] > 0 and "@" in result.info["hostname"], result.info
    gate.open()
    assert result.get(timeout=T) == "through"


def progress_is_seen():
    gate = Gate("progress")
    result = progress.delay("progress")
    gate.wait_for(result.id)
    until(lambda: result.state == "PROGRESS")
    assert result.info == {"done": 3, "total": 10}
    gate.open()
    assert result.get(timeout=T) == "all"


def one_who_waits_is_woken():
    gate = Gate("woken")
    result = hold.delay("woken", 42)
    gate.wait_for(result.id)
    promised = []
    result.then(lambda done: promised.append(done.result))
    gate.open()
    assert result.get(timeout=T) == 42
    until(lambda: promised == [42])


def a_revoked_task_is_not_run():
    result = now.apply_async(countdown=1)
    result.revoke()
    with raises("TaskRevokedError"):
        result.get(timeout=T)
    assert result.state == "REVOKED"


def ignore_and_reject_end_a_run():
    ignored, rejected = ignore.delay(), reject.delay()
    with raises("Exception" if WORKER != "python" else "Reject"):
        rejected.get(timeout=T)
    assert add.delay(1, 1).get(timeout=T) == 2
    assert AsyncResult(ignored.id, app=app).state in ("PENDING", "STARTED")


def details_are_kept():
    result = echo.apply_async(([1, {"a": None}],), queue="other")
    result.get(timeout=T)
    assert result.name == "demo.echo", result.name
    assert result.args == [[1, {"a": None}]] and result.kwargs == {}
    assert result.queue == "other" and "@" in result.worker and result.retries == 0


def a_task_may_wait_for_another_client():
    with allow_join_result():
        assert add.delay(1, 1).get(timeout=T, interval=0.1, on_interval=lambda: None) == 2
