"""The Celery application of the interoperability tests, as client and as worker.

Every task has a twin of the same name and meaning in Tests/InteropApplication, so that either side can run all of them.

Environment: INTEROP_BROKER (a redis:// URL), INTEROP_RESULTS (another one, where results have their own), INTEROP_SITE (the directory of the test's files), INTEROP_CONF (a JSON object
of further settings).
"""
import ctypes
import json
import os
import signal
import subprocess
import time

from celery import Celery
from celery.signals import worker_process_init

BROKER = os.environ["INTEROP_BROKER"]
SITE = os.environ["INTEROP_SITE"]

app = Celery("interop", broker=BROKER, backend=os.environ.get("INTEROP_RESULTS", BROKER))
app.conf.update(
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
    worker_prefetch_multiplier=1,
    timezone="UTC",
)
app.conf.update(json.loads(os.environ.get("INTEROP_CONF", "{}")))


@worker_process_init.connect
def die_with_the_worker(**_):
    """A worker that is killed takes its children along, as the end of a machine does."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def path(name):
    return os.path.join(SITE, name)


def note(ledger, *words):
    """Adds a line to a file that all processes of a test share; one write, so lines never mix."""
    descriptor = os.open(path(ledger), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, (" ".join(str(word) for word in words) + "\n").encode())
    finally:
        os.close(descriptor)


@app.task(name="demo.add")
def add(x, y=0):
    return x + y


@app.task(name="demo.xsum")
def xsum(numbers):
    return sum(numbers)


@app.task(name="demo.echo")
def echo(value=None):
    return value


@app.task(name="demo.now")
def now():
    """Unix seconds."""
    return time.time()


@app.task(name="demo.fail")
def fail(message="no reason"):
    raise ValueError(message)


@app.task(name="demo.hold", bind=True)
def hold(self, gate, value=None):
    """Waits until a byte comes through the fifo `gate`. Says when it begins."""
    note("held", self.request.id)
    with open(path(gate), "rb", buffering=0) as fifo:
        fifo.read(1)
    return value


@app.task(name="demo.slow")
def slow(seconds):
    time.sleep(seconds)
    return seconds


@app.task(name="demo.retry", bind=True, max_retries=5)
def retry(self, times, countdown=0.5):
    """Succeeds at the retry number `times`, and returns that.

    Not at once by default, unlike its twin: Celery's worker sends the retry before it writes RETRY, and reads whether SUCCESS
    is there in a step of its own (celery/backends/base.py, _store_result). A retry that is done in between stays RETRY.
    """
    if self.request.retries < times:
        raise self.retry(countdown=countdown)
    return self.request.retries


@app.task(name="demo.give_up", bind=True, max_retries=1)
def give_up(self):
    raise self.retry(exc=ValueError("not today"), countdown=0.5)


@app.task(name="demo.crash")
def crash():
    os._exit(3)


@app.task(name="demo.record")
def record(ledger, item, seconds=0, gate=None):
    """What chaos is counted by: one line when a run begins, one when it ends, each with the worker's process."""
    note(ledger, "begin", item, os.getppid(), "python")
    if gate:
        with open(path(gate), "rb", buffering=0) as fifo:
            fifo.read(1)
    time.sleep(seconds)
    note(ledger, "end", item, os.getppid(), "python")
    return item


@app.task(name="demo.parent", bind=True)
def parent(self, x):
    add.delay(x, 1)
    return x


@app.task(name="demo.progress", bind=True)
def progress(self, gate):
    self.update_state(state="PROGRESS", meta={"done": 3, "total": 10})
    note("held", self.request.id)
    with open(path(gate), "rb", buffering=0) as fifo:
        fifo.read(1)
    return "all"


@app.task(name="demo.replace", bind=True)
def replace(self, x):
    raise self.replace(add.si(x, 1))


@app.task(name="demo.replace_with_chain", bind=True)
def replace_with_chain(self, x):
    raise self.replace(add.si(x, 1) | add.s(10))


@app.task(name="demo.replace_with_group", bind=True)
def replace_with_group(self, x):
    from celery import group
    raise self.replace(group(add.si(x, 1), add.si(x, 2)))


@app.task(name="demo.identity", bind=True)
def identity(self, _=None):
    """What the message says of itself."""
    request = self.request
    return {
        "id": request.id, "root": request.root_id, "parent": request.parent_id, "group": request.group,
        "retries": request.retries, "stamps": request.stamps or {}, "tenant": (request.headers or {}).get("x-tenant"),
        "queue": request.delivery_info["routing_key"],
    }


@app.task(name="demo.ignored", ignore_result=True)
def ignored(ledger):
    note(ledger, "ran")
    return "nobody asks"


@app.task(name="demo.errback")
def errback(task_id):
    return task_id


@app.task(name="demo.ignore", bind=True)
def ignore(self):
    from celery.exceptions import Ignore
    raise Ignore()


@app.task(name="demo.reject", bind=True, acks_late=True)
def reject(self):
    from celery.exceptions import Reject
    raise Reject("not mine", requeue=False)


@app.task(name="demo.shell")
def shell(name):
    """In the Swift application this is a command of its configuration."""
    return subprocess.run(["echo", "hello", name], capture_output=True, text=True, check=True).stdout.strip()


@app.task(name="demo.shell_named")
def shell_named(*, name):
    return shell(name)


@app.task(name="demo.shell_fails")
def shell_fails():
    raise RuntimeError("status 3: out of paper")


@app.task(name="demo.shell_sleeps")
def shell_sleeps():
    subprocess.run(["sleep", "60"], check=True)
