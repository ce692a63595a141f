"""Remote control and events of a worker called one@interop."""
import os
import threading
import time

from celery import Celery
from celery.result import AsyncResult

from app import BROKER, add, app, hold, identity, now, slow, shell_sleeps
from support import Gate, T, WORKER, raises, until

NODE = "one@interop"
control = app.control
inspect = app.control.inspect(timeout=T, destination=[NODE])


def _said(reply):
    assert reply and list(reply) == [NODE], reply
    return reply[NODE]


def _ordered(method, **arguments):
    replies = control.broadcast(method, arguments=arguments, destination=[NODE], reply=True, timeout=T)
    assert len(replies) == 1, replies
    return _said(replies[0])


def _counted():
    return _said(inspect.stats())["total"]


def ping():
    assert _said(inspect.ping()) == {"ok": "pong"}
    assert control.ping(timeout=2) == [{NODE: {"ok": "pong"}}]


def ping_by_pattern():
    assert app.control.inspect(timeout=2, pattern="one@*").ping() == {NODE: {"ok": "pong"}}
    assert app.control.inspect(timeout=2, pattern="(one|two)@.*", matcher="pcre").ping() == {NODE: {"ok": "pong"}}
    assert app.control.inspect(timeout=0.3, pattern="two@*").ping() in (None, {})


def others_are_meant():
    assert control.broadcast("ping", destination=["two@interop"], reply=True, timeout=0.3) == []


def broadcasts_of_other_databases_are_ignored():
    other = Celery(broker=os.environ["INTEROP_OTHER_BROKER"])
    assert other.control.ping(timeout=0.3) == []
    other.control.shutdown()
    assert _said(inspect.ping()) == {"ok": "pong"}


def active():
    gate = Gate("active")
    result = hold.delay("active", [1])
    gate.wait_for(result.id)
    try:
        [found] = [request for request in _said(inspect.active()) if request["id"] == result.id]
        assert found["name"] == found["type"] == "demo.hold" and found["hostname"] == NODE, found
        assert found["args"] == ["active", [1]] and found["kwargs"] == {}, found
        assert abs(found["time_start"] - time.time()) < 60, found
        assert found["delivery_info"]["routing_key"] == "celery" and found["worker_pid"] > 0, found
        assert found["acknowledged"] in (True, False)
        [found] = [request for request in _said(inspect.active(safe=True)) if request["id"] == result.id]
        assert found["args"] in ("('active', [1])", "['active', [1]]", ["active", [1]]), found
        state, found = _said(inspect.query_task(result.id))[result.id]
        assert state == "active" and found["id"] == result.id
    finally:
        gate.open()
    assert result.get(timeout=T) == [1]


def scheduled():
    result = now.apply_async((), countdown=3600, priority=6)
    found = until(lambda: [entry for entry in _said(inspect.scheduled()) if entry["request"]["id"] == result.id])
    assert found[0]["eta"].startswith("20") and found[0]["request"]["name"] == "demo.now", found
    result.revoke()


def reserved():
    assert isinstance(_said(inspect.reserved()), list)


def registered():
    names = [line.split(" ")[0] for line in _said(inspect.registered())]
    assert names == sorted(names) and {"demo.add", "demo.shell", "demo.record"} <= set(names), names
    assert not any(name.startswith("celery.") for name in names), names


def stats():
    before = _counted().get("demo.add", 0)
    assert add.delay(1, 1).get(timeout=T) == 2
    until(lambda: _counted()["demo.add"] == before + 1)
    said = _said(inspect.stats())
    assert said["pool"]["max-concurrency"] == 2 and said["pid"] > 0 and said["uptime"] >= 0, said
    assert isinstance(said["pool"]["processes"], list) and said["prefetch_count"] >= 1, said
    assert said["broker"]["transport"] == "redis" and said["broker"]["hostname"] == "127.0.0.1", said
    assert said["broker"]["virtual_host"] == BROKER.rpartition("/")[2], said
    assert str(int(said["clock"])) == said["clock"] and said["rusage"]["maxrss"] > 0, said


def conf():
    said = _said(inspect.conf())
    assert isinstance(said, dict) and said, said


def report():
    assert _said(inspect.report())["ok"].strip()


def queues():
    said = {queue["name"]: queue for queue in _said(inspect.active_queues())}
    assert set(said) == {"celery", "other"}, said
    assert said["celery"]["exchange"]["name"] and said["celery"]["exchange"]["type"] == "direct"
    assert said["celery"]["routing_key"] == "celery" and said["celery"]["durable"] is True


def the_clock_goes_forward():
    first = _said(inspect.clock())["clock"]
    assert _said(inspect.clock())["clock"] > first


def hello():
    assert _said(inspect.hello("two@interop"))["clock"] > 0
    revoked = _said(inspect.hello("two@interop", revoked={}))["revoked"]
    assert isinstance(revoked, (dict, list)), revoked


def memory():
    assert isinstance(_said(inspect.memsample()), (str, type(None)))


def revoke():
    result = now.apply_async(countdown=3600)
    result.revoke()
    with raises("TaskRevokedError"):
        result.get(timeout=T)
    until(lambda: result.id in _said(inspect.revoked()))


def revoke_several_before_they_arrive():
    ids = [f"revoked-{number}" for number in range(3)]
    assert "flagged as revoked" in _ordered("revoke", task_id=ids)["ok"]
    for result in [add.apply_async((1, 1), task_id=id_) for id_ in ids]:
        with raises("TaskRevokedError"):
            result.get(timeout=T)


def terminate():
    for task, arguments in (slow, (60,)), (shell_sleeps, ()):
        result = task.apply_async(arguments)
        until(lambda: any(request["id"] == result.id for request in _said(inspect.active())))
        result.revoke(terminate=True)
        with raises("TaskRevokedError"):
            result.get(timeout=T)
        assert result.state == "REVOKED"


def revoke_by_stamps():
    result = identity.s()
    result.stamp(tenant="gone")
    assert "flagged as revoked" in _ordered("revoke_by_stamped_headers", headers={"tenant": ["gone"]})["ok"]
    with raises("TaskRevokedError"):
        result.apply_async().get(timeout=T)
    other = identity.s()
    other.stamp(tenant="stays")
    assert other.apply_async().get(timeout=T)["id"]


def rate_limit():
    assert _ordered("rate_limit", task_name="demo.now", rate_limit="2/s") == {"ok": "new rate limit set successfully"}
    ran = sorted(result.get(timeout=T) for result in [now.delay() for _ in range(4)])
    assert ran[-1] - ran[0] >= 1.4, ran
    assert _ordered("rate_limit", task_name="demo.now", rate_limit=0) == {"ok": "rate limit disabled successfully"}
    ran = sorted(result.get(timeout=T) for result in [now.delay() for _ in range(20)])
    assert ran[-1] - ran[0] < 9, ran
    assert _ordered("rate_limit", task_name="demo.nobody", rate_limit="1/s") == {"error": "unknown task"}
    assert "Invalid rate limit string" in _ordered("rate_limit", task_name="demo.now", rate_limit="often")["error"]


def time_limit():
    assert _ordered("time_limit", task_name="demo.slow", hard=1, soft=None) == {"ok": "time limits set successfully"}
    if WORKER != "python":  # it heeds them after a restart only
        with raises("TimeLimitExceeded"):
            slow.delay(60).get(timeout=T)
    assert _ordered("time_limit", task_name="demo.slow", hard=100, soft=None)["ok"]
    assert _ordered("time_limit", task_name="demo.nobody", hard=1) == {"error": "unknown task"}


def the_pool_grows_and_shrinks():
    def size():
        pool = _said(inspect.stats())["pool"]
        return len(pool["processes"]) if WORKER == "python" else pool["max-concurrency"]

    assert _ordered("pool_grow", n=1) == {"ok": "pool will grow"}
    until(lambda: size() == 3)
    assert _ordered("pool_shrink", n=1) == {"ok": "pool will shrink"}
    until(lambda: size() == 2)


def a_queue_is_added_and_cancelled():
    result = identity.apply_async(queue="third")
    assert _ordered("add_consumer", queue="third")["ok"]
    assert result.get(timeout=T)["queue"] == "third"
    assert "third" in {queue["name"] for queue in _said(inspect.active_queues())}
    assert _ordered("cancel_consumer", queue="third") == {"ok": "no longer consuming from third"}
    until(lambda: "third" not in {queue["name"] for queue in _said(inspect.active_queues())})


def what_cannot_be_done_is_told():
    assert _ordered("no_such_command") == {"error": "KeyError('no_such_command')"}
    assert "TypeError" in _ordered("rate_limit", nonsense=1)["error"]
    assert "Autoscale not enabled" in _ordered("autoscale", max=2, min=1)["error"]
    assert "Pool restarts not enabled" in _ordered("pool_restart")["error"]


def events():
    assert "events" in _ordered("enable_events")["ok"]
    seen, listening, ended = [], threading.Event(), threading.Event()

    class Ended(Exception):
        pass

    def take(event):
        seen.append(event)
        if ended.is_set():
            raise Ended

    def follow():
        with app.connection() as connection:
            receiver = app.events.Receiver(connection, handlers={"*": take})
            listening.set()
            try:
                receiver.capture(limit=None, timeout=None, wakeup=True)
            except Ended:
                pass

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    listening.wait(T)
    # `wakeup` asks for a heartbeat: once it is there, everything is.
    until(lambda: any(event["type"] == "worker-heartbeat" for event in seen))
    good = add.delay(2, 3)
    assert good.get(timeout=T) == 5
    bad = app.send_task("demo.fail", args=["bad"])
    with raises("ValueError"):
        bad.get(timeout=T)
    again = app.send_task("demo.retry", args=[1])
    assert again.get(timeout=T) == 1
    gone = add.apply_async((1, 1), expires=-1)
    with raises("TaskRevokedError"):
        gone.get(timeout=T)

    def of(result):
        return {event["type"]: event for event in list(seen) if event.get("uuid") == result.id}

    until(lambda: "task-succeeded" in of(good) and "task-failed" in of(bad) and "task-revoked" in of(gone))
    until(lambda: "task-succeeded" in of(again))
    until(lambda: any("loadavg" in event for event in seen))
    ended.set()
    control.heartbeat(destination=[NODE])
    thread.join(T)
    said = of(good)
    assert {"task-received", "task-started", "task-succeeded"} <= set(said), said
    assert said["task-received"]["name"] == "demo.add" and said["task-received"]["args"] in ("(2, 3)", "[2, 3]"), said
    assert said["task-succeeded"]["result"] == "5" and said["task-succeeded"]["runtime"] >= 0, said
    for event in said.values():
        assert event["hostname"] == NODE and isinstance(event["timestamp"], float) and event["clock"] > 0, event
        assert isinstance(event["pid"], int) and "utcoffset" in event, event
    failed = of(bad)["task-failed"]
    assert failed["exception"] == "ValueError('bad')", failed
    assert WORKER != "python" or "bad" in failed["traceback"], failed
    assert "task-retried" in of(again), of(again)
    assert of(gone)["task-revoked"]["expired"] is True, of(gone)
    beat = next(event for event in seen if "loadavg" in event)
    assert beat["hostname"] == NODE and beat["freq"] > 0 and len(beat["loadavg"]) == 3, beat
    assert isinstance(beat["active"], int) and isinstance(beat["processed"], int) and beat["sw_ident"], beat
    assert "events" in _ordered("disable_events")["ok"]


def purge_takes_what_waits():
    ids = [add.apply_async((1, 1), queue="nobody-takes-this", priority=priority).id for priority in (0, 3, 9)]
    app.amqp.queues.select_add("nobody-takes-this")
    try:
        assert control.purge() == 3
    finally:
        app.amqp.queues.deselect("nobody-takes-this")
    assert {AsyncResult(id_, app=app).state for id_ in ids} == {"PENDING"}
