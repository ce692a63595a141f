"""Workflows, as Celery's documentation has them."""
from celery import chain, chord, group
from celery.canvas import Signature
from celery.result import AsyncResult, GroupResult
from celery.utils import uuid

from app import (
    add, app, echo, errback, fail, identity, replace, replace_with_chain, replace_with_group, retry, shell, shell_fails,
    xsum,
)
from support import T, WORKER, raises, until, value


def link():
    after = uuid()
    assert add.apply_async((1, 2), link=add.s(10).set(task_id=after)).get(timeout=T) == 3
    assert value(after) == 13


def several_links():
    first, second = uuid(), uuid()
    add.apply_async((1, 2), link=[add.s(10).set(task_id=first), echo.si("alone").set(task_id=second)])
    assert value(first) == 13
    assert value(second) == "alone"


def a_link_knows_its_relatives():
    after = uuid()
    result = add.apply_async((1, 2), link=identity.s().set(task_id=after))
    said = value(after)
    assert said["parent"] == result.id and said["root"] == result.id, said


def links_of_links():
    last = uuid()
    add.apply_async((1, 2), link=add.s(10).set(link=add.s(100).set(task_id=last)))
    assert value(last) == 113


def link_error():
    after = uuid()
    result = fail.apply_async(("oh",), link_error=errback.s().set(task_id=after))
    assert value(after) == result.id
    with raises("ValueError"):
        result.get(timeout=T)


def a_link_is_not_run_after_a_failure():
    after, error = uuid(), uuid()
    fail.apply_async(("oh",), link=echo.s().set(task_id=after), link_error=errback.s().set(task_id=error))
    value(error)
    assert AsyncResult(after, app=app).state == "PENDING"


def a_link_after_a_retry():
    after = uuid()
    retry.apply_async((1,), link=add.s(10).set(task_id=after))
    assert value(after) == 11


def a_command_in_a_chain():
    assert chain(shell.si("Ada"), echo.s())().get(timeout=T) == "hello Ada"
    assert chain(echo.s("Bob"), shell.s())().get(timeout=T) == "hello Bob"


def a_commands_links():
    after, error = uuid(), uuid()
    shell.apply_async(("Ada",), link=echo.s().set(task_id=after))
    assert value(after) == "hello Ada"
    result = shell_fails.apply_async(link_error=errback.s().set(task_id=error))
    assert value(error) == result.id


def chain_of_three():
    result = chain(add.s(1, 2), add.s(3), add.s(4))()
    assert result.get(timeout=T) == 10
    assert result.parent.get(timeout=T) == 6
    assert result.parent.parent.get(timeout=T) == 3


def chain_with_the_pipe():
    assert (add.s(1, 2) | add.s(3) | add.si(7, 1)).apply_async().get(timeout=T) == 8


def a_long_chain():
    assert chain(add.s(0, 1), *[add.s(1)] * 30)().get(timeout=T) == 31


def chains_know_their_root():
    result = chain(identity.s(), identity.s(), identity.s())()
    said = result.get(timeout=T)
    first = result.parent.parent.id
    assert said["root"] == first and said["parent"] == result.parent.id


def a_chain_breaks_where_it_fails():
    result = chain(add.s(1, 1), fail.si("broken"), add.s(1))()
    with raises("ValueError"):
        result.get(timeout=T)
    assert result.parent.state == "FAILURE" and result.parent.parent.get(timeout=T) == 2


def a_chains_link_error():
    after = uuid()
    result = chain(add.s(1, 1), fail.si("broken"), add.s(1)).apply_async(link_error=errback.s().set(task_id=after))
    assert value(after) == result.parent.id


def a_chain_over_queues():
    result = chain(identity.s().set(queue="other"), echo.s())()
    assert result.get(timeout=T)["queue"] == "other"


def group_of_three():
    result = group(add.s(number, number) for number in range(3))()
    assert isinstance(result, GroupResult)
    assert result.get(timeout=T) == [0, 2, 4]
    assert result.successful() and result.completed_count() == 3


def group_of_one_and_of_none():
    assert group([add.s(1, 1)])().get(timeout=T) == [2]
    assert group([])().get(timeout=T) == []


def groups_in_a_group():
    assert group(group(add.s(1, 1), add.s(2, 2)), add.s(3, 3))().get(timeout=T) == [2, 4, 6]


def a_group_of_chains():
    result = group(chain(add.s(1, 1), add.s(1)), chain(add.s(2, 2), add.s(2)))()
    assert result.get(timeout=T) == [3, 6]


def a_group_with_a_failing_member():
    result = group(add.s(1, 1), fail.s("oh"))()
    with raises("ValueError"):
        result.get(timeout=T)
    until(lambda: result.ready())
    assert result.failed() and result.completed_count() == 1


def members_of_a_group_know_it():
    result = group(identity.s(), identity.s())()
    assert {said["group"] for said in result.get(timeout=T)} == {result.id}


def chord_of_three():
    assert chord([add.s(number, number) for number in range(3)], xsum.s())().get(timeout=T) == 6


def a_chords_results_have_its_order():
    header = [echo.s(number) for number in range(20)]
    assert chord(header, echo.s())().get(timeout=T) == list(range(20))


def chord_of_one_and_of_none():
    assert chord([add.s(1, 1)], xsum.s())().get(timeout=T) == 2
    assert chord([], xsum.s())().get(timeout=T) == 0


def a_chord_with_an_immutable_body():
    assert chord([add.s(1, 1), add.s(2, 2)], echo.si("done"))().get(timeout=T) == "done"


def a_chord_with_commands():
    assert chord([shell.si("a"), shell.si("b")], echo.s())().get(timeout=T) == ["hello a", "hello b"]


def a_chord_with_retries():
    assert chord([retry.s(1), retry.s(2)], xsum.s())().get(timeout=T) == 3


def a_chord_whose_member_fails():
    result = chord([add.s(1, 1), fail.s("member")], xsum.s())()
    with raises("ChordError") as seen:
        value(result.id)
    assert "member" in str(seen.caught), seen.caught


def a_chord_with_an_unknown_member():
    if WORKER == "python":
        return  # the body waits for ever there
    result = chord([add.s(1, 1), app.signature("demo.nobody")], xsum.s())()
    with raises("ChordError"):
        value(result.id)


def a_chords_link_error():
    after = uuid()
    body = xsum.s().on_error(errback.s().set(task_id=after))
    result = chord([add.s(1, 1), fail.s("member")], body)()
    assert value(after) in {result.id, *(child.id for child in result.parent.results)}


def a_chord_whose_body_fails():
    result = chord([add.s(1, 1), add.s(2, 2)], fail.si("body"))()
    with raises("ValueError"):
        result.get(timeout=T)


def a_chord_in_a_chain():
    result = (add.s(1, 1) | group(add.s(10), add.s(20)) | xsum.s() | add.s(5))()
    assert result.get(timeout=T) == 39


def a_chain_as_a_chords_body():
    assert chord([add.s(1, 1), add.s(2, 2)], xsum.s() | add.s(7))().get(timeout=T) == 13


def chains_in_a_chords_header():
    assert chord([add.s(1, 1) | add.s(2), add.s(3, 3)], xsum.s() | add.s(7))().get(timeout=T) == 17


def a_group_as_a_chords_body():
    result = (group(add.s(1, 1), add.s(2, 2)) | group(xsum.s(), echo.s()))()
    assert result.get(timeout=T) == [6, [2, 4]]


def a_chord_in_a_chord():
    inner = chord([add.s(1, 1), add.s(2, 2)], xsum.s())
    assert chord([inner, add.s(3, 3)], xsum.s())().get(timeout=T) == 12


def a_group_in_a_chords_header():
    assert chord(group(add.s(1, 1), group(add.s(2, 2), add.s(3, 3))), xsum.s())().get(timeout=T) == 12


def two_chords_in_a_chain():
    flow = group(add.s(1, 1), add.s(2, 2)) | xsum.s() | group(add.s(10), add.s(20)) | xsum.s()
    assert flow().get(timeout=T) == 42


def a_chain_that_ends_in_a_group():
    assert (add.s(1, 1) | group(add.s(10), add.s(20)))().get(timeout=T) == [12, 22]


def a_chain_after_a_failing_chord():
    result = (group(add.s(1, 1), fail.si("member")) | xsum.s() | add.s(5))()
    with raises("Exception"):
        result.get(timeout=T)


def chunks():
    result = add.chunks(zip(range(4), range(4)), 2)()
    assert result.get(timeout=T) == [[0, 2], [4, 6]]


def chunks_as_a_group():
    assert add.chunks(zip(range(4), range(4)), 2).group().apply_async().get(timeout=T) == [[0, 2], [4, 6]]


def map_and_starmap():
    assert xsum.map([[1, 2], [3, 4]]).apply_async().get(timeout=T) == [3, 7]
    assert add.starmap([(1, 2), (3, 4)]).apply_async().get(timeout=T) == [3, 7]


def a_task_replaced_by_another():
    result = replace.delay(3)
    assert result.get(timeout=T) == 4


def a_task_replaced_by_a_chain():
    assert replace_with_chain.delay(3).get(timeout=T) == 14


def a_task_replaced_by_a_group():
    assert chain(replace_with_group.si(3), xsum.s())().get(timeout=T) == 9


def a_replaced_task_in_a_chain():
    assert chain(replace.s(3), add.s(10))().get(timeout=T) == 14


def a_replaced_task_in_a_chord():
    assert chord([replace.s(3), add.s(1, 1)], xsum.s())().get(timeout=T) == 6


def stamps():
    signature: Signature = identity.s()
    signature.stamp(tenant="acme")
    assert signature.apply_async().get(timeout=T)["stamps"]["tenant"] in ("acme", ["acme"])


def stamps_go_on_in_a_chain():
    flow = chain(echo.s(1), identity.s())
    flow.stamp(tenant="acme")
    assert flow.apply_async().get(timeout=T)["stamps"]["tenant"] in ("acme", ["acme"])


def stamps_go_on_in_a_chord():
    flow = chord([identity.s(), identity.s()], echo.s())
    flow.stamp(tenant="acme")
    for said in flow.apply_async().get(timeout=T):
        assert said["stamps"]["tenant"] in ("acme", ["acme"])


def celerys_own_tasks():
    assert app.send_task("celery.accumulate", args=[1, 2, 3]).get(timeout=T) == [1, 2, 3]
    assert app.send_task("celery.backend_cleanup").get(timeout=T) is None
    task = dict(add.s())
    assert app.send_task("celery.starmap", kwargs={"task": task, "it": [[1, 2]]}).get(timeout=T) == [3]
    assert app.send_task("celery.map", kwargs={"task": dict(xsum.s()), "it": [[1, 2]]}).get(timeout=T) == [3]
    assert app.send_task("celery.chunks", kwargs={"task": task, "it": [[1, 2]], "n": 1}) is not None
