"""What scenarios have in common."""
import os
import time
from contextlib import contextmanager

from celery.result import AsyncResult

from app import SITE, app, path

# Only what is broken ever takes this long.
T = float(os.environ.get("INTEROP_TIMEOUT", "30"))
WORKER = os.environ.get("INTEROP_WORKER", "python")


def value(task_id):
    """The result of a task that somebody else sends, under an id chosen here."""
    return AsyncResult(task_id, app=app).get(timeout=T)


@contextmanager
def raises(name):
    """The block raises an exception of this class name; `.caught` of what is given is that."""
    class Seen:
        caught = None

    seen = Seen()
    try:
        yield seen
    except Exception as error:
        names = [kind.__name__ for kind in type(error).__mro__]
        assert name in names, f"{error!r} is no {name}"
        seen.caught = error
    else:
        raise AssertionError(f"nothing was raised where {name} should have been")


def until(condition):
    """What nothing tells of: looked at again and again, for as long as only a defect takes."""
    deadline = time.monotonic() + T
    while not (found := condition()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)
    return found


class Gate:
    """A fifo at which tasks wait: each byte written lets one go on."""

    def __init__(self, name):
        self.name = name
        os.mkfifo(path(name), 0o600)
        self.descriptor = os.open(path(name), os.O_RDWR)

    def open(self):
        os.write(self.descriptor, b"x")

    def wait_for(self, task_id):
        """Until the task stands at the gate."""
        until(lambda: os.path.exists(path("held")) and task_id in open(path("held")).read())
