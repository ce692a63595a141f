"""Flower's pages and its API, on the unix socket flower.sock; the worker is called one@interop."""
import http.client
import json
import os
import socket
from urllib.parse import quote, urlencode

from app import add, app, fail, path, slow
from support import T, WORKER, raises, until

NODE = "one@interop"


class _Connection(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(T)
        until(lambda: os.path.exists(path("flower.sock")))
        self.sock.connect(path("flower.sock"))


def _ask(method, address, body=None, **query):
    connection = _Connection("flower")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    if query:
        address += "?" + urlencode(query)
    connection.request(method, address, body=body, headers=form)
    response = connection.getresponse()
    return response.status, response.read().decode()


def _page(address, **query):
    status, text = _ask("GET", address, **query)
    assert status == 200, f"{address}: {status}\n{text[:2000]}"
    return text


def _api(address, **query):
    return json.loads(_page(f"/api/{address}", **query))


def _order(address, body=None, **query):
    status, text = _ask("POST", f"/api/{address}", body=body, **query)
    assert status == 200, f"{address}: {status}\n{text[:2000]}"
    return json.loads(text)


def the_worker_is_listed():
    until(lambda: NODE in _api("workers", refresh=True))
    said = _api("workers", workername=NODE)[NODE]
    assert said["stats"]["pool"]["max-concurrency"] == 2, said
    assert "demo.add" in " ".join(said["registered"]), said
    assert {queue["name"] for queue in said["active_queues"]} == {"celery", "other"}, said
    until(lambda: _api("workers", status=True).get(NODE) is True)
    assert NODE in _page("/workers") and NODE in _page("/")


def the_workers_page():
    # Flower gives the worker a second to answer.
    until(lambda: _ask("GET", f"/worker/{quote(NODE)}")[0] == 200)
    text = _page(f"/worker/{quote(NODE)}")
    for word in "redis", "demo.add", "celery", "other", "Max concurrency", "Worker PID", "maxrss", "Prefetch Count":
        assert word in text, f"{word} is not on the worker's page"


def tasks_are_followed():
    good, bad = add.delay(2, 3), fail.delay("bad")
    assert good.get(timeout=T) == 5
    with raises("ValueError"):
        bad.get(timeout=T)
    # Events are sent once Flower has asked for them.
    def seen():
        again = add.delay(2, 3)
        again.get(timeout=T)
        return until_or_none(again.id)

    def until_or_none(id_):
        status, text = _ask("GET", f"/api/task/info/{id_}")
        task = json.loads(text) if status == 200 else {}
        # Without a name Flower has begun to listen in the middle of it.
        return task if task.get("state") == "SUCCESS" and task["name"] else None

    said = until(seen)
    assert said["name"] == "demo.add" and said["result"] == "5" and said["worker"] == NODE, said
    assert said["runtime"] >= 0 and said["received"] and said["started"], said
    assert said["args"] in ("(2, 3)", "[2, 3]"), said
    assert any(task["name"] == "demo.add" for task in _api("tasks").values())
    assert "demo.add" in _api("task/types")["task-types"]
    assert said["uuid"] in _page(f"/task/{said['uuid']}")
    _page("/tasks")
    failed = fail.delay("worse")
    with raises("ValueError"):
        failed.get(timeout=T)
    until(lambda: _ask("GET", f"/api/task/info/{failed.id}")[0] == 200)
    said = until(lambda: (lambda task: task if task["state"] == "FAILURE" else None)(_api(f"task/info/{failed.id}")))
    assert said["exception"] == "ValueError('worse')", said
    assert WORKER != "python" or "worse" in said["traceback"], said


def the_task_table():
    columns = ["name", "uuid", "state", "args", "kwargs", "result", "received", "started", "runtime", "worker"]
    query = {"draw": 1, "start": 0, "length": 10, "search[value]": "", "order[0][column]": 0, "order[0][dir]": "asc"}
    for number, column in enumerate(columns):
        query[f"columns[{number}][data]"] = column
    said = json.loads(_page("/tasks/datatable", **query))
    assert said["recordsTotal"] > 0 and said["data"], said


def the_broker_page():
    add.apply_async((1, 1), countdown=3600)
    assert "celery" in _page("/broker")
    lengths = {queue["name"]: queue["messages"] for queue in _api("queues/length")["active_queues"]}
    assert {"celery", "other"} <= set(lengths), lengths


def results_are_read():
    result = add.delay(20, 2)
    result.get(timeout=T)
    said = _api(f"task/result/{result.id}")
    assert said["state"] == "SUCCESS" and said["result"] == 22, said


def a_task_is_sent():
    said = _order("task/async-apply/demo.add", body=json.dumps({"args": [1, 2]}))
    assert app.AsyncResult(said["task-id"]).get(timeout=T) == 3


def the_buttons():
    assert "message" in _order(f"worker/pool/grow/{NODE}", n=1)
    assert "message" in _order(f"worker/pool/shrink/{NODE}", n=1)
    assert "message" in _order(f"worker/queue/add-consumer/{NODE}", queue="third")
    assert "message" in _order(f"worker/queue/cancel-consumer/{NODE}", queue="third")
    assert "message" in _order("task/rate-limit/demo.add", workername=NODE, ratelimit="1000/s")
    assert "message" in _order("task/timeout/demo.add", workername=NODE, hard=100, soft=50)


def a_task_is_terminated():
    result = slow.delay(60)
    until(lambda: any(
        request["id"] == result.id
        for request in (app.control.inspect(timeout=T, destination=[NODE]).active() or {}).get(NODE, [])))
    _order(f"task/revoke/{result.id}", terminate=True)
    with raises("TaskRevokedError"):
        result.get(timeout=T)


def metrics_and_health():
    assert _page("/healthcheck") == "OK"
    text = _page("/metrics")
    assert f'flower_events_total{{task="demo.add",type="task-succeeded",worker="{NODE}"}}' in text, text[:3000]
    assert f'flower_worker_online{{worker="{NODE}"}} 1.0' in text
