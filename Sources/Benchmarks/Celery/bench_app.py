"""Celery's side of the measurements: `celery -A bench_app worker`, and a client: `python bench_app.py COMMAND …`.

The broker is in REDIS_URL. Results are ignored by those tasks whose messages say so.
"""
import json
import os
import sys
import time
from datetime import datetime, timedelta, timezone

from celery import Celery

app = Celery("bench", broker=os.environ["REDIS_URL"], backend=os.environ["REDIS_URL"])


@app.task(name="bench.no_op")
def no_op(number):
    return number


@app.task(name="bench.start_time")
def start_time(number):
    return time.monotonic_ns()


@app.task(name="bench.blocking_sleep")
def blocking_sleep(number):
    time.sleep(0.05)


@app.task(name="bench.async_sleep")
def async_sleep(number):
    time.sleep(0.05)


def fill(count, task=no_op, **options):
    with app.producer_pool.acquire(block=True) as producer:
        for number in range(int(count)):
            task.apply_async((number,), producer=producer, **options)


def stored(count):
    fill(count)


def ignored(count):
    fill(count, ignore_result=True)


def deferred(count):
    fill(count, countdown=86_400)


def blocking(count):
    fill(count, task=blocking_sleep)


def asynchronous(count):
    fill(count, task=async_sleep)


def paced(count, per_second):
    """Sends `count` tasks at an even pace, and prints when each was sent."""
    period = 1_000_000_000 // int(per_second)
    sent = {}
    with app.producer_pool.acquire(block=True) as producer:
        due = time.monotonic_ns()
        for number in range(int(count)):
            while (left := due - time.monotonic_ns()) > 0:
                time.sleep(left / 1e9)
            before = time.monotonic_ns()
            sent[start_time.apply_async((number,), producer=producer).id] = before
            due += period
    print(json.dumps(sent), flush=True)


def etas(count, per_second):
    """Sends `count` tasks that are due one after the other from two seconds on, and prints when."""
    due = {}
    first = time.time_ns() // 1000 + 2_000_000
    with app.producer_pool.acquire(block=True) as producer:
        for number in range(int(count)):
            moment = first + number * 1_000_000 // int(per_second)
            eta = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=moment)
            due[start_time.apply_async((number,), producer=producer, eta=eta).id] = moment * 1000
    print(json.dumps(due), flush=True)


if __name__ == "__main__":
    commands = [stored, ignored, deferred, blocking, asynchronous, paced, etas]
    {command.__name__: command for command in commands}[sys.argv[1]](*sys.argv[2:])
