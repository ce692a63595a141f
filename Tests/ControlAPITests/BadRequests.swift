/// Wrong requests of every sort.
enum BadRequests {
  static let tables = ["paths": paths, "queries": queries, "bodies": bodies]

  static let paths = [
    Refusal("GET", "/", "", 404, "unknown-path", "the nearest are"),
    Refusal("GET", "/helth", "", 404, "unknown-path", "nearest are /health"),
    Refusal("GET", "/v1/inspct/active", "", 404, "unknown-path", "nearest are /v1/inspect/{what}"),
    Refusal("GET", "/v1/inspect/actve", "", 404, "unknown-name", "\"suggestion\":\"active\""),
    Refusal("GET", "/v1/inspect/%2e%2e", "", 404, "unknown-name", "'..' is no inspect"),
    Refusal("POST", "/v1/control/revok", "", 404, "unknown-name", "\"suggestion\":\"revoke\""),
    Refusal("GET", "/v1/tasks", "", 405, "wrong-method", "but POST"),
    Refusal("PUT", "/v1/tasks/1", "", 405, "wrong-method", "but GET, DELETE, HEAD"),
    Refusal("DELETE", "/health", "", 405, "wrong-method", "but GET, HEAD"),
    Refusal("GET", "/v1/dead/drop", "", 400, "invalid-argument", "not 'drop'"),
    Refusal("GET", "/v1/dead/-1", "", 400, "invalid-argument", "not '-1'"),
    Refusal("GET", "/v1/dead/99999999999999999999", "", 400, "invalid-argument", "a number from 0"),
    Refusal("GET", "/v1/tasks/%zz", "", 400, "bad-request", "percent sign"),
    Refusal("GET", "/v1/tasks/%ff", "", 400, "bad-request", "UTF-8"),
    Refusal("GET", "/v1/tasks/1?wait=%", "", 400, "bad-request", "percent sign"),
  ]

  static let queries = [
    Refusal("GET", "/v1/inspect/active?limt=3", "", 400, "invalid-argument", "\"suggestion\":\"limit\""),
    Refusal("GET", "/v1/inspect/ping?limit=3", "", 400, "invalid-argument", "known are node, timeout"),
    Refusal(
      "GET", "/v1/inspect/active?limit=0", "", 400, "invalid-argument", "'limit' is 0, not a whole number from 1"),
    Refusal("GET", "/v1/inspect/active?limit=x", "", 400, "invalid-argument", "not a whole number"),
    Refusal("GET", "/v1/inspect/active?limit=1&limit=2", "", 400, "invalid-argument", "more than once"),
    Refusal("GET", "/v1/inspect/query_task", "", 400, "invalid-argument", "'id' is missing"),
    Refusal("GET", "/v1/inspect/query_task?id=", "", 400, "invalid-argument", "strings that are not empty"),
    Refusal("GET", "/v1/inspect/conf?with_defaults=maybe", "", 400, "invalid-argument", "true or false"),
    Refusal("GET", "/v1/tasks/1?wait=soon", "", 400, "invalid-argument", "from 0 to 3600"),
    Refusal("GET", "/v1/tasks/1?wait=-1", "", 400, "invalid-argument", "from 0 to 3600"),
    Refusal("GET", "/v1/tasks/1?wait=nan", "", 400, "invalid-argument", "from 0 to 3600"),
    Refusal("GET", "/v1/tasks/1?wait=1e999", "", 400, "invalid-argument", "from 0 to 3600"),
    Refusal("GET", "/v1/events?x=1", "", 400, "invalid-argument", "'x' is not a field"),
    Refusal("DELETE", "/v1/tasks/1?now=1", "", 400, "invalid-argument", "'now' is not a field"),
  ]

  static let bodies = [
    Refusal("POST", "/v1/tasks", "{", 400, "bad-json", "\"column\":2"),
    Refusal("POST", "/v1/tasks", "{\n \"name\": ping}", 400, "bad-json", "line 2, column 10"),
    Refusal("POST", "/v1/tasks", "name=ping", 400, "bad-json", "column 1"),
    Refusal("POST", "/v1/tasks", "{\"name\":\"ping\",\"args\":[NaN]}", 400, "bad-json", "NaN"),
    Refusal("POST", "/v1/tasks", String(repeating: "[", count: 100_000), 400, "bad-json", "nested deeper"),
    Refusal("POST", "/v1/tasks", "[1]", 400, "invalid-argument", "the body is an array, not an object"),
    Refusal("POST", "/v1/tasks", "", 400, "invalid-argument", "'name' is missing"),
    Refusal("POST", "/v1/tasks", "{\"name\":null}", 400, "invalid-argument", "'name' is missing"),
    Refusal("POST", "/v1/tasks", "{\"name\":\"\"}", 400, "invalid-argument", "not empty"),
    Refusal("POST", "/v1/tasks", "{\"name\":7}", 400, "invalid-argument", "'name' is 7, not a string"),
    Refusal("POST", "/v1/tasks", "{\"name\":\"p\",\"arg\":[]}", 400, "invalid-argument", "\"suggestion\":\"args\""),
    Refusal("POST", "/v1/tasks", "{\"name\":\"p\",\"args\":{\"a\":1}}", 400, "invalid-argument", "not an array"),
    Refusal("POST", "/v1/tasks", "{\"name\":\"p\",\"kwargs\":[]}", 400, "invalid-argument", "not an object"),
    Refusal("POST", "/v1/tasks", "{\"name\":\"p\",\"countdown\":\"5\"}", 400, "invalid-argument", "not a number"),
    Refusal("POST", "/v1/tasks", "{\"name\":\"p\",\"countdown\":-1}", 400, "invalid-argument", "a number from 0"),
    Refusal("POST", "/v1/tasks", "{\"name\":\"p\",\"eta\":\"tomorrow\"}", 400, "invalid-argument", "a time such as"),
    Refusal("POST", "/v1/tasks", "{\"name\":\"p\",\"expires\":true}", 400, "invalid-argument", "number of seconds"),
    Refusal("POST", "/v1/tasks", "{\"name\":\"p\",\"priority\":10}", 400, "invalid-argument", "from 0 to 9"),
    Refusal("POST", "/v1/tasks", "{\"name\":\"p\",\"priority\":1e300}", 400, "invalid-argument", "from 0 to 9"),
    Refusal("POST", "/v1/tasks", "{\"name\":\"p\",\"force\":1}", 400, "invalid-argument", "true or false"),
    Refusal(
      "POST", "/v1/tasks", "{\"name\":\"p\",\"countdown\":1,\"eta\":\"2031-01-01\"}", 400, "invalid-argument",
      "exclude each other"),
    Refusal("POST", "/v1/tasks?name=p", "{\"name\":\"p\"}", 400, "invalid-argument", "'name' is not a field"),
    Refusal("POST", "/v1/control/revoke", "{}", 400, "invalid-argument", "'task_id' is missing"),
    Refusal("POST", "/v1/control/revoke", "{\"task_id\":[\"\"]}", 400, "invalid-argument", "none of them empty"),
    Refusal("POST", "/v1/control/pool_grow", "{\"n\":0}", 400, "invalid-argument", "from 1 to 10000"),
    Refusal("POST", "/v1/control/shutdown", "{\"now\":true}", 400, "invalid-argument", "known are node, timeout"),
    Refusal("POST", "/v1/purge", "{\"queues\":\"celery\"}", 400, "invalid-argument", "an array of strings"),
    Refusal("POST", "/v1/purge", "{\"queue\":[\"celery\"]}", 400, "invalid-argument", "\"suggestion\":\"queues\""),
    Refusal("POST", "/v1/dead/replay", "{}", 400, "invalid-argument", "say which"),
    Refusal("POST", "/v1/dead/replay", "{\"to\":\"slow\"}", 400, "invalid-argument", "say which"),
    Refusal("POST", "/v1/dead/drop", "{\"all\":true,\"to\":\"slow\"}", 400, "invalid-argument", "'to' is not a field"),
    Refusal("POST", "/v1/dead/drop", "{\"all\":true,\"task\":\"x\"}", 400, "invalid-argument", "exclude"),
    Refusal("GET", "/v1/dead?died_before=yesterday", "", 400, "invalid-argument", "a time such as"),
    Refusal("GET", "/v1/tasks/17/why?x=1", "", 400, "invalid-argument", "'x' is not a field"),
    Refusal("POST", "/v1/dead/drop", "{\"all\":false}", 400, "invalid-argument", "say which"),
    Refusal("POST", "/v1/dead/drop", "{\"numbers\":[1.5]}", 400, "invalid-argument", "whole numbers"),
    Refusal("POST", "/v1/dead/drop", "{\"numbers\":[1],\"all\":true}", 400, "invalid-argument", "exclude"),
    Refusal("POST", "/v1/reload", "{\"config\":\"/etc/x\"}", 400, "invalid-argument", "there are none here"),
  ]

  /// Bytes that are no request.
  static let garbage = [
    Garbage("control characters", "\u{1}\u{2}\u{3}\r\n\r\n", 400, "bad-request"),
    Garbage("another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n", 400, "bad-request"),
    Garbage("no version", "GET /health\r\n\r\n", 400, "bad-request"),
    Garbage("no path", "GET  HTTP/1.1\r\n\r\n", 400, "bad-request"),
    Garbage("a version to come", "GET /health HTTP/9.9\r\n\r\n", 400, "bad-request"),
    Garbage("a header without colon", "GET /health HTTP/1.1\r\nBad Header\r\n\r\n", 400, "bad-request"),
    Garbage("a negative length", "POST /v1/tasks HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400, "bad-request"),
    Garbage(
      "a length beyond 64 bits", "POST /v1/tasks HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 400,
      "bad-request"),
    Garbage(
      "a bad chunk", "POST /v1/tasks HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "bad-request"),
    Garbage(
      "two lengths",
      "POST /v1/tasks HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400,
      "bad-request"),
    Garbage(
      "a huge header", "GET /health HTTP/1.1\r\nX: " + String(repeating: "x", count: 20_000) + "\r\n\r\n", 431,
      "headers-too-large"),
    Garbage(
      "a huge path", "GET /" + String(repeating: "x", count: 200_000) + " HTTP/1.1\r\n\r\n", 431, "headers-too-large"),
    Garbage(
      "many headers", "GET /health HTTP/1.1\r\n" + (0..<200).map { "X-\($0): y\r\n" }.joined() + "\r\n", 431,
      "headers-too-large"),
  ]
}
