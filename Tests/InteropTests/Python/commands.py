"""The `celery` command, as an operator types it; the worker is called one@interop."""
import contextlib
import io
import json

from celery.bin.celery import celery

from app import add, app, now
from support import T, until

NODE = "one@interop"


def _celery(*words):
    """What the command printed. Any exit code but 0 is an error."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            celery.main(["-A", "app", *words], standalone_mode=False)
    except SystemExit as end:
        assert not end.code, f"{words}: exit {end.code}\n{printed.getvalue()}"
    return printed.getvalue()


def _inspect(*words):
    """The one node's answer."""
    said = json.loads(_celery("inspect", "--json", "--timeout", str(T), "--destination", NODE, *words))
    assert list(said) == [NODE], said
    return said[NODE]


def _control(*words):
    return _celery("control", "--timeout", str(T), "--destination", NODE, *words)


def status():
    said = _celery("status", "--timeout", "2")
    assert NODE in said and "1 node online" in said, said


def inspect_for_people():
    said = _celery("inspect", "--timeout", "2", "ping")
    assert f"{NODE}: OK" in said and "pong" in said, said


def inspect_for_programs():
    assert _inspect("ping") == {"ok": "pong"}
    assert isinstance(_inspect("active"), list)
    assert isinstance(_inspect("reserved"), list)
    assert isinstance(_inspect("revoked"), list)
    assert "demo.add" in " ".join(_inspect("registered"))
    assert _inspect("stats")["pool"]["max-concurrency"] == 2
    assert {queue["name"] for queue in _inspect("active_queues")} == {"celery", "other"}
    assert isinstance(_inspect("conf"), dict)
    assert "ok" in _inspect("report")
    assert _inspect("clock")["clock"] > 0
    result = now.apply_async(countdown=3600)
    until(lambda: any(entry["request"]["id"] == result.id for entry in _inspect("scheduled")))
    state, _ = _inspect("query_task", result.id)[result.id]
    assert state in ("scheduled", "reserved"), state
    result.revoke()


def every_inspection_can_be_read():
    for words in ("active",), ("scheduled",), ("registered",), ("stats",), ("conf",), ("active_queues",), ("memsample",):
        said = _celery("inspect", "--timeout", str(T), "--destination", NODE, *words)
        assert f"{NODE}: OK" in said, said


def control():
    assert "new rate limit set successfully" in _control("rate_limit", "demo.add", "1000/s")
    assert "rate limit" in _control("rate_limit", "demo.add", "0")
    assert "time limits set successfully" in _control("time_limit", "demo.add", "100", "200")
    assert "events" in _control("enable_events")
    assert "events" in _control("disable_events")
    assert "add consumer third" in _control("add_consumer", "third")
    assert "no longer consuming from third" in _control("cancel_consumer", "third")
    assert "pool will grow" in _control("pool_grow", "1")
    assert "pool will shrink" in _control("pool_shrink", "1")
    assert "flagged as revoked" in _control("revoke", "never-sent")


def call_and_result():
    id_ = _celery("call", "demo.add", "--args", "[1, 2]").strip()
    assert app.AsyncResult(id_).get(timeout=T) == 3
    assert _celery("result", id_).strip() == "3"


def purge():
    for priority in 0, 5, 9:
        add.apply_async((1, 1), queue="nobody-takes-this", priority=priority)
    said = _celery("purge", "--force", "--queues", "nobody-takes-this")
    assert "Purged 3 messages" in said, said
