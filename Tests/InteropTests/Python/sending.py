"""Every way a client sends a task, and what of it reaches the worker."""
import math
import time
import uuid
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from celery import signature

from app import add, app, echo, fail, give_up, identity, ignored, now, path, retry, shell, shell_named, xsum
from support import T, WORKER, raises, until


def delay():
    assert add.delay(2, 3).get(timeout=T) == 5


def delay_with_names():
    assert add.delay(2, y=3).get(timeout=T) == 5
    assert add.delay(y=1, x=2).get(timeout=T) == 3


def defaults_stand_for_what_is_missing():
    assert add.delay(2).get(timeout=T) == 2
    assert echo.delay().get(timeout=T) is None


def apply_async_both_forms():
    assert add.apply_async((2, 3)).get(timeout=T) == 5
    assert add.apply_async(args=[2], kwargs={"y": 4}).get(timeout=T) == 6
    assert add.apply_async(kwargs={"x": 1, "y": 1}).get(timeout=T) == 2


def send_task_by_name():
    assert app.send_task("demo.add", args=[1], kwargs={"y": 2}).get(timeout=T) == 3


def a_signature_is_sent():
    assert add.s(1, 2).delay().get(timeout=T) == 3
    assert add.si(1, 2).apply_async().get(timeout=T) == 3
    assert signature("demo.add", args=(1,)).apply_async((5,)).get(timeout=T) == 6


def a_command_is_a_task():
    assert shell.delay("Ada").get(timeout=T) == "hello Ada"
    assert shell_named.delay(name="it's $HOME; żółw 🐢").get(timeout=T) == "hello it's $HOME; żółw 🐢"


def a_hundred_at_once():
    results = [add.delay(number, 1) for number in range(100)]
    assert [result.get(timeout=T) for result in results] == list(range(1, 101))


def every_json_value_returns():
    values = [
        None, True, False, 0, -1, 1.5, 2**53 + 1, 2**70, -(2**70), 1e300, -0.0, "", "żółw 🐢 \u2028 \x00 \\ \"'", [], {},
        [[], [[]]], {"": {"a": [1, {"b": None}]}}, "x" * 100_000,
    ]
    results = [echo.delay(value) for value in values]
    for value, result in zip(values, results):
        got = result.get(timeout=T)
        assert got == value and type(got) is type(value), f"{value!r} came back as {got!r}"
    assert math.copysign(1, echo.delay(-0.0).get(timeout=T)) == -1


def numbers_that_are_not_json_arrive():
    for value in math.inf, -math.inf, math.nan:
        result = echo.delay(value)
        if WORKER == "python":
            assert repr(result.get(timeout=T)) == repr(value)
        else:  # results of ours are JSON
            with raises("ResultEncodingError"):
                result.get(timeout=T)


def kombus_extension_types_return():
    values = [
        datetime(2031, 3, 4, 5, 6, 7, 89000), datetime(2031, 3, 4, 5, 6, 7, 89000, tzinfo=timezone.utc),
        date(2031, 3, 4), uuid.uuid4(), Decimal("12.3400"), b"bytes", b"\xff\xfe",
        {"at": datetime(2031, 3, 4, tzinfo=timezone.utc), "of": [Decimal("1")]},
    ]
    for value in values:
        assert echo.delay(value).get(timeout=T) == value, value


def every_compression_is_read():
    for name in "gzip", "bzip2", "lzma":
        assert echo.apply_async(("x" * 1000,), compression=name).get(timeout=T) == "x" * 1000, name


def protocol_1_is_read():
    with _settings(task_protocol=1):
        result = app.send_task("demo.add", args=[20], kwargs={"y": 2}, headers={"not": "kept"})
    assert result.get(timeout=T) == 22


@contextmanager
def _settings(**changes):
    """What only a new connection heeds."""
    before = {name: app.conf[name] for name in changes}
    app.conf.update(changes)
    app.__dict__.pop("amqp", None)
    try:
        yield
    finally:
        app.conf.update(before)
        app.__dict__.pop("amqp", None)


def countdown_and_eta_in_any_zone_are_kept():
    started = time.time()
    moment = datetime.now(timezone.utc) + timedelta(seconds=1)
    sent = {
        "countdown": now.apply_async(countdown=1),
        "utc": now.apply_async(eta=moment),
        "Tokyo": now.apply_async(eta=moment.astimezone(ZoneInfo("Asia/Tokyo"))),
        "New York": now.apply_async(eta=moment.astimezone(ZoneInfo("America/New_York"))),
        "naive": now.apply_async(eta=moment.replace(tzinfo=None)),
        "past": now.apply_async(eta=moment - timedelta(hours=5)),
    }
    ran = {name: result.get(timeout=T) for name, result in sent.items()}
    assert ran.pop("past") <= min(ran.values()), ran
    for name, when in ran.items():
        assert when >= started + 0.999, f"{name} ran {when - started} s after it was sent"


def what_has_expired_is_not_run():
    results = [
        add.apply_async((1, 1), expires=-1),
        add.apply_async((1, 1), expires=datetime.now(timezone.utc) - timedelta(hours=1)),
        add.apply_async((1, 1), countdown=1, expires=0.5),
    ]
    for result in results:
        with raises("TaskRevokedError"):
            result.get(timeout=T)
        assert result.state == "REVOKED"
    assert add.apply_async((1, 1), expires=600).get(timeout=T) == 2


def a_queue_is_named():
    assert identity.apply_async(queue="other").get(timeout=T)["queue"] == "other"
    assert identity.delay().get(timeout=T)["queue"] == "celery"


def a_route_is_configured():
    with _settings(task_routes={"demo.identity": {"queue": "other", "priority": 3}}):
        assert identity.delay().get(timeout=T)["queue"] == "other"


def every_priority_is_served():
    results = [add.apply_async((number, 0), priority=number) for number in range(10)]
    assert [result.get(timeout=T) for result in results] == list(range(10))


def headers_reach_the_task():
    assert identity.apply_async(headers={"x-tenant": "acme"}).get(timeout=T)["tenant"] == "acme"


def the_id_is_the_senders():
    result = identity.apply_async(task_id="my-own id/1")
    said = result.get(timeout=T)
    assert said["id"] == said["root"] == "my-own id/1" == result.id
    assert said["parent"] is None and said["group"] is None


def a_retry_is_run_again():
    result = retry.delay(2)
    assert result.get(timeout=T) == 2
    assert result.state == "SUCCESS"


def a_retry_waits_for_its_countdown():
    started = time.time()
    assert retry.delay(1, countdown=1).get(timeout=T) == 1
    assert time.time() - started >= 0.999


def retries_come_to_an_end():
    result = give_up.delay()
    with raises("ValueError" if WORKER == "python" else "Exception") as seen:
        result.get(timeout=T)
    assert "not today" in str(seen.caught) or type(seen.caught).__name__ == "MaxRetriesExceededError", seen.caught
    assert result.state == "FAILURE"


def a_failure_is_raised_here():
    result = fail.delay("bad value")
    with raises("ValueError") as seen:
        result.get(timeout=T)
    assert seen.caught.args == ("bad value",)
    assert result.state == "FAILURE" and result.failed() and not result.successful()
    assert isinstance(result.result, ValueError)


def an_unknown_task_is_told():
    result = app.send_task("demo.nobody")
    with raises("NotRegistered"):
        result.get(timeout=T)


def wrong_arguments_are_told():
    for result in (
        app.send_task("demo.add", args=[1, 2, 3]), app.send_task("demo.add"),
        app.send_task("demo.add", args=[1], kwargs={"z": 1}),
    ):
        with raises("TypeError" if WORKER == "python" else "ArgumentError"):
            result.get(timeout=T)


def results_nobody_wants_are_not_kept():
    kept = add.apply_async((1, 1), ignore_result=True)
    declared = ignored.delay("ran-unseen")
    until(lambda: open(path("ran-unseen"), "a+").tell() > 0)
    assert add.delay(1, 1).get(timeout=T) == 2
    assert app.backend.get(app.backend.get_key_for_task(kept.id)) is None
    assert app.backend.get(app.backend.get_key_for_task(declared.id)) is None


def time_limits_hold():
    for limits in ({"time_limit": 1}, {"soft_time_limit": 1}):
        result = app.send_task("demo.slow", args=[30], **limits)
        with raises("TimeLimitExceeded" if "time_limit" in limits else "SoftTimeLimitExceeded"):
            result.get(timeout=T)


def sums_of_many_values():
    assert xsum.delay(list(range(1000))).get(timeout=T) == 499500
