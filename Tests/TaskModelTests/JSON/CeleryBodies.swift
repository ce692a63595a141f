/// Message bodies as Celery 5.7 put them on a queue, to the byte.
enum CeleryBodies {
  static let chain = #"""
    [[1, 2], {}, {"callbacks": null, "errbacks": null, "chain": [{"task": "demo.add", "args": [4], \#
    "kwargs": {}, "options": {"task_id": "b2d1182b-a9bd-4d8b-8f43-f6f22dfc59b8", "reply_to": \#
    "9843ee01-3d97-3654-acf4-d526bf14fb4f"}, "subtask_type": null, "immutable": false}, {"task": \#
    "demo.add", "args": [3], "kwargs": {}, "options": {"task_id": \#
    "f26fe8bf-8d06-4c11-9dc3-ecb7a72194c0", "reply_to": "9843ee01-3d97-3654-acf4-d526bf14fb4f"}, \#
    "subtask_type": null, "immutable": false}], "chord": null}]
    """#

  static let chordInChain = #"""
    [[1, 1], {}, {"callbacks": null, "errbacks": null, "chain": [{"task": "demo.add", "args": [5], \#
    "kwargs": {}, "options": {"task_id": "30582743-08fc-40ef-9447-c2134da0aa59", "reply_to": \#
    "9843ee01-3d97-3654-acf4-d526bf14fb4f"}, "subtask_type": null, "immutable": false}, {"task": \#
    "celery.chord", "args": [], "kwargs": {"kwargs": {}, "header": {"task": "celery.group", "args": [], \#
    "kwargs": {"tasks": [{"task": "demo.add", "args": [10], "kwargs": {}, "options": {"task_id": \#
    "3f40e489-f452-4439-a6ae-68aaf32d3b42", "reply_to": "9843ee01-3d97-3654-acf4-d526bf14fb4f", \#
    "group_index": 0}, "subtask_type": null, "immutable": false}, {"task": "demo.add", "args": [20], \#
    "kwargs": {}, "options": {"task_id": "6bef1991-c2cb-482a-bdfd-2215a396ecb1", "reply_to": \#
    "9843ee01-3d97-3654-acf4-d526bf14fb4f", "group_index": 1}, "subtask_type": null, "immutable": \#
    false}]}, "options": {"task_id": "1059ac83-1de7-4341-bbec-7435b4a55281", "root_id": null, \#
    "parent_id": null}, "subtask_type": "group", "immutable": false}, "body": {"task": "demo.xsum", \#
    "args": [], "kwargs": {}, "options": {"task_id": "04666933-d57c-429b-a551-9a09ed6093b4", \#
    "reply_to": "9843ee01-3d97-3654-acf4-d526bf14fb4f"}, "subtask_type": null, "immutable": false}}, \#
    "options": {"task_id": "1059ac83-1de7-4341-bbec-7435b4a55281"}, "subtask_type": "chord", \#
    "immutable": false}], "chord": null}]
    """#

  static let jsonNumbers = #"""
    [[], {"inf": Infinity, "ninf": -Infinity, "nan": NaN, "big": 1180591620717411303424, "exp": 1e+300, \#
    "whole": 1.0, "zero": -0.0}, {"callbacks": null, "errbacks": null, "chain": null, "chord": null}]
    """#

  static let jsonTypes = #"""
    [[], {"naive": {"__type__": "datetime", "__value__": "2031-03-04T05:06:07.089000"}, "utc": \#
    {"__type__": "datetime", "__value__": "2031-03-04T05:06:07.089000+00:00"}, "berlin": {"__type__": \#
    "datetime", "__value__": "2031-03-04T05:06:07.089000+01:00"}, "date": {"__type__": "date", \#
    "__value__": "2031-03-04"}, "time": {"__type__": "time", "__value__": "05:06:07.089000"}, "uuid": \#
    {"__type__": "uuid", "__value__": {"hex": "00000000000000000000000000000005"}}, "decimal": \#
    {"__type__": "decimal", "__value__": "12.3400"}, "utf8": {"__type__": "bytes", "__value__": \#
    "text"}, "binary": {"__type__": "base64", "__value__": "/wAB"}, "tuple": [1, 2], "nested": {"d": \#
    [{"__type__": "decimal", "__value__": "1"}]}}, {"callbacks": null, "errbacks": null, "chain": null, \#
    "chord": null}]
    """#

  static let link = #"""
    [[2, 2], {}, {"callbacks": [{"task": "demo.add", "args": [8], "kwargs": {}, "options": {}, \#
    "subtask_type": null, "immutable": false}, {"task": "demo.echo", "args": ["immutable"], "kwargs": \#
    {}, "options": {}, "subtask_type": null, "immutable": true}], "errbacks": [{"task": \#
    "demo.new_errback", "args": [], "kwargs": {}, "options": {}, "subtask_type": null, "immutable": \#
    false}, {"task": "demo.old_errback", "args": [], "kwargs": {}, "options": {}, "subtask_type": null, \#
    "immutable": false}], "chain": null, "chord": null}]
    """#

  static let protocol1EtaLink = #"""
    {"task": "demo.add", "id": "224e231b-7ef2-4691-b84d-263e6bf59ccd", "args": [2, 2], "kwargs": {}, \#
    "group": null, "group_index": null, "retries": 0, "eta": "2026-11-22T12:42:00.850900+00:00", \#
    "expires": "2026-11-22T12:52:00.850900+00:00", "utc": true, "callbacks": [{"task": "demo.add", \#
    "args": [1], "kwargs": {}, "options": {}, "subtask_type": null, "immutable": false}], "errbacks": \#
    [{"task": "demo.old_errback", "args": [], "kwargs": {}, "options": {}, "subtask_type": null, \#
    "immutable": false}], "timelimit": [null, null], "taskset": null, "chord": null}
    """#

  static let sendTaskByName = #"""
    [[1], {"a": null}, {"callbacks": null, "errbacks": null, "chain": null, "chord": null}]
    """#

  static let unicode = #"""
    [["\u017c\u00f3\u0142w \ud83d\udc22", "it's"], {"k": "\u00fc"}, {"callbacks": null, "errbacks": \#
    null, "chain": null, "chord": null}]
    """#

  static let all = [chain, chordInChain, jsonNumbers, jsonTypes, link, protocol1EtaLink, sendTaskByName, unicode]
}
