import CeleryWire
import TaskModel
import Testing

@testable import TaskConfiguration
@testable import TasksDaemon

@Suite("Answers to remote control") struct RemoteReplyTests {
  struct Exchange: Sendable, CustomTestStringConvertible {
    let method: String
    var arguments: JSONValue = [:]
    let reply: JSONValue

    var testDescription: String { "\(method) \(arguments)" }
  }

  /// As a Celery 5.7 worker answered.
  static let exchanges: [Exchange] = [
    Exchange(method: "ping", reply: ["ok": "pong"]),
    Exchange(method: "ping", arguments: ["more": 1], reply: ["ok": "pong"]),
    Exchange(method: "active", arguments: ["safe": nil], reply: []), Exchange(method: "dump_active", reply: []),
    Exchange(method: "reserved", reply: []), Exchange(method: "dump_reserved", reply: []),
    Exchange(method: "scheduled", reply: []), Exchange(method: "dump_schedule", reply: []),
    Exchange(method: "revoked", reply: []), Exchange(method: "dump_revoked", reply: []),
    Exchange(
      method: "registered", arguments: ["taskinfoitems": []], reply: ["demo.add", "demo.sleep [rate_limit=6/m]"]),
    Exchange(
      method: "registered", arguments: ["taskinfoitems": nil, "builtins": true],
      reply: ["celery.ping", "demo.add", "demo.sleep [rate_limit=6/m]"]),
    Exchange(
      method: "registered", arguments: ["taskinfoitems": ["rate_limit", "max_retries", "__class__"]],
      reply: ["demo.add [max_retries=0]", "demo.sleep [rate_limit=6/m max_retries=3]"]),
    Exchange(method: "dump_tasks", reply: ["demo.add", "demo.sleep [rate_limit=6/m]"]),
    Exchange(method: "query_task", arguments: ["ids": ["unknown-id"]], reply: [:]),
    Exchange(method: "query_task", arguments: ["ids": "unknown-id"], reply: [:]),
    Exchange(
      method: "active_queues",
      reply: [
        [
          "name": "celery",
          "exchange": [
            "name": "celery", "type": "direct", "arguments": nil, "durable": true, "passive": false,
            "auto_delete": false, "delivery_mode": nil, "no_declare": false,
          ], "routing_key": "celery", "queue_arguments": nil, "binding_arguments": nil, "consumer_arguments": nil,
          "durable": true, "exclusive": false, "auto_delete": false, "no_ack": false, "alias": nil, "bindings": [],
          "no_declare": nil, "expires": nil, "message_ttl": nil, "max_length": nil, "max_length_bytes": nil,
          "max_priority": nil,
        ]
      ]),
    Exchange(method: "clock", reply: ["clock": 2]),
    Exchange(
      method: "objgraph", arguments: ["num": 200, "max_depth": 10, "type": "Request"],
      reply: ["error": "ImportError('Requires the objgraph library')"]),
    Exchange(method: "hello", arguments: ["from_node": "celery@here", "revoked": []], reply: nil),
    Exchange(
      method: "hello", arguments: ["from_node": "w2@there", "revoked": ["old"]],
      reply: ["revoked": ["old"], "clock": 3]),
    Exchange(
      method: "hello", arguments: ["from_node": "w2@there", "revoked": nil], reply: ["revoked": [], "clock": 3]),
    Exchange(
      method: "revoke", arguments: ["task_id": "a-1", "terminate": false, "signal": "SIGTERM"],
      reply: ["ok": "tasks {'a-1'} flagged as revoked"]),
    Exchange(
      method: "revoke", arguments: ["task_id": ["id-2", "id-1"]],
      reply: ["ok": "tasks {'id-2', 'id-1'} flagged as revoked"]),
    Exchange(method: "revoke", arguments: ["task_id": []], reply: ["ok": "tasks set() flagged as revoked"]),
    Exchange(
      method: "revoke", arguments: ["task_id": "x", "terminate": true, "signal": "SIGTERM"],
      reply: ["ok": "terminate: tasks unknown"]),
    Exchange(
      method: "terminate", arguments: ["signal": "KILL", "task_id": "no-such-id"],
      reply: ["ok": "terminate: tasks unknown"]),
    Exchange(
      method: "terminate", arguments: ["signal": "kill", "task_id": "x"],
      reply: ["error": "TypeError('signal name must be uppercase string.')"]),
    Exchange(
      method: "terminate", arguments: ["signal": "FOO", "task_id": "x"],
      reply: ["error": #"AttributeError("module 'signal' has no attribute 'SIGFOO'")"#]),
    Exchange(
      method: "rate_limit", arguments: ["task_name": "demo.add", "rate_limit": "100/m"],
      reply: ["ok": "new rate limit set successfully"]),
    Exchange(
      method: "rate_limit", arguments: ["task_name": "demo.add", "rate_limit": 0],
      reply: ["ok": "rate limit disabled successfully"]),
    Exchange(
      method: "rate_limit", arguments: ["task_name": "demo.add", "rate_limit": "9/x"], reply: ["error": "KeyError('x')"]
    ),
    Exchange(
      method: "rate_limit", arguments: ["task_name": "demo.add", "rate_limit": "x"],
      reply: ["error": #"Invalid rate limit string: ValueError("could not convert string to float: 'x'")"#]),
    Exchange(
      method: "rate_limit", arguments: ["task_name": "demo.not_here", "rate_limit": "1/s"],
      reply: ["error": "unknown task"]),
    Exchange(
      method: "revoke_by_stamped_headers",
      arguments: ["headers": ["tenant": ["acme"]], "terminate": false, "signal": "SIGTERM"],
      reply: ["ok": "headers {'tenant': ['acme']} flagged as revoked, but not terminated"]),
    Exchange(
      method: "revoke_by_stamped_headers", arguments: ["headers": ["tenant=acme"]],
      reply: ["ok": "headers {'tenant': 'acme'} flagged as revoked, but not terminated"]),
    Exchange(
      method: "revoke_by_stamped_headers", arguments: ["headers": ["tenant": "acme"], "terminate": true],
      reply: ["ok": "headers {'tenant': 'acme'} were not terminated"]),
    Exchange(
      method: "revoke_by_stamped_headers", arguments: ["headers": ["tenant"]],
      reply: ["error": "IndexError('list index out of range')"]),
    Exchange(
      method: "time_limit", arguments: ["task_name": "demo.add", "hard": 120, "soft": 60],
      reply: ["ok": "time limits set successfully"]),
    Exchange(
      method: "time_limit", arguments: ["task_name": "demo.add", "hard": nil, "soft": nil],
      reply: ["ok": "time limits set successfully"]),
    Exchange(
      method: "time_limit", arguments: ["task_name": "demo.not_here", "hard": nil, "soft": 60],
      reply: ["error": "unknown task"]),
    Exchange(method: "time_limit", reply: ["error": "unknown task"]),
    Exchange(
      method: "add_consumer",
      arguments: ["queue": "reports", "exchange": nil, "exchange_type": "direct", "routing_key": nil],
      reply: ["ok": "add consumer reports"]),
    Exchange(
      method: "cancel_consumer", arguments: ["queue": "reports"], reply: ["ok": "no longer consuming from reports"]),
    Exchange(method: "pool_grow", arguments: ["n": 1], reply: ["ok": "pool will grow"]),
    Exchange(method: "pool_shrink", arguments: ["n": 1], reply: ["ok": "pool will shrink"]),
    Exchange(
      method: "pool_restart", arguments: ["modules": nil, "reload": false, "reloader": nil],
      reply: ["error": "ValueError('Pool restarts not enabled')"]),
    Exchange(
      method: "autoscale", arguments: ["max": 4, "min": 1], reply: ["error": "ValueError('Autoscale not enabled')"]),
    Exchange(method: "enable_events", reply: ["ok": "task events enabled"]),
    Exchange(method: "disable_events", reply: ["ok": "task events already disabled"]),
    Exchange(method: "heartbeat", reply: nil),
    Exchange(method: "election", arguments: ["id": "e", "topic": "task", "action": [:]], reply: nil),
    Exchange(method: "no_such_command", reply: ["error": "KeyError('no_such_command')"]),
    Exchange(method: "it's", reply: ["error": #"KeyError("it's")"#]),
    Exchange(
      method: "rate_limit", arguments: ["task_name": "demo.add"],
      reply: ["error": #"TypeError("rate_limit() missing 1 required positional argument: 'rate_limit'")"#]),
    Exchange(
      method: "rate_limit",
      reply: [
        "error": #"TypeError("rate_limit() missing 2 required positional arguments: 'task_name' and 'rate_limit'")"#
      ]),
    Exchange(
      method: "enable_events", arguments: ["x": 1],
      reply: ["error": #"TypeError("enable_events() got an unexpected keyword argument 'x'")"#]),
    Exchange(method: "dump_active", arguments: ["safe": true], reply: []),
  ]

  private func site() throws -> RemoteSite {
    try RemoteSite(tasks: [
      TestTask(
        "demo.sleep",
        options: TaskOptions(retry: .fixed(attempts: 4, pause: .zero), rateLimit: RateLimit(6, per: .minute))),
      TestTask("demo.add"), TestTask("celery.ping"),
    ])
  }

  @Test("answers are those of a Celery worker", arguments: exchanges)
  func answersAreThoseOfACeleryWorker(_ exchange: Exchange) async throws {
    let site = try site()
    #expect(try await site.ask(exchange.method, exchange.arguments) == exchange.reply)
    await site.stop()
  }

  @Test func statsHaveAllThatACeleryWorkersHave() async throws {
    let site = try site()
    let stats = try await site.ask("stats")
    let members: [String: [String]] = [
      "": ["total", "pid", "clock", "uptime", "pool", "broker", "prefetch_count", "rusage"],
      "pool": [
        "implementation", "max-concurrency", "processes", "max-tasks-per-child", "put-guarded-by-semaphore", "timeouts",
        "writes",
      ],
      "broker": [
        "hostname", "userid", "virtual_host", "port", "insist", "ssl", "transport", "connect_timeout",
        "transport_options", "login_method", "uri_prefix", "heartbeat", "failover_strategy", "alternates",
        "credential_provider",
      ],
      "rusage": [
        "utime", "stime", "maxrss", "ixrss", "idrss", "isrss", "minflt", "majflt", "nswap", "inblock", "oublock",
        "msgsnd", "msgrcv", "nsignals", "nvcsw", "nivcsw",
      ],
    ]
    for (part, names) in members {
      let object = part.isEmpty ? stats : try #require(stats[part])
      for name in names { #expect(object[name] != nil, "\(part).\(name)") }
    }
    #expect(stats["clock"] == "2")
    #expect(stats["total"]?.objectValue != nil)
    await site.stop()
  }

  @Test func theBrokerIsShownWithoutItsPassword() async throws {
    let site = try RemoteSite { configuration in
      configuration.options.brokerURL = .redis(
        RedisAddress(
          endpoint: .tcp(.init(name: "redis.example", port: 6390)), user: "u", password: "geheim",
          database: 3))
    }
    let broker = try #require(try await site.ask("stats")["broker"])
    #expect(broker["hostname"] == "redis.example")
    #expect(broker["port"] == 6390)
    #expect(broker["virtual_host"] == "3")
    #expect(broker["userid"] == "u")
    for method in ["stats", "conf", "report"] {
      let answer = try await site.ask(method, method == "conf" ? ["with_defaults": true] : [:])
      #expect(!answer.description.contains("geheim"))
    }
    await site.stop()
  }

  @Test func memoryAndReportAreTexts() async throws {
    let site = try site()
    #expect(try await site.ask("memsample").stringValue?.hasSuffix("MB") == true)
    #expect(try await site.ask("memdump", ["samples": 10]).stringValue?.hasPrefix("- rss: ") == true)
    #expect(try await site.ask("report")["ok"]?.stringValue?.contains("software -> tasksd:") == true)
    #expect(try await site.ask("conf", ["with_defaults": true])["worker_concurrency"] != nil)
    await site.stop()
  }

  @Test func theReplyGoesBackWithItsTicketAndALaterClock() async throws {
    let site = try site()
    site.channel.hear(
      [
        "method": "ping", "ticket": "t-1", "destination": ["celery@here"],
        "reply_to": ["exchange": "reply.celery.pidbox", "routing_key": "oid"],
      ], clock: 75)
    var replies = site.channel.replies.makeAsyncIterator()
    let reply = try #require(await replies.next())
    #expect(reply.headers == ["ticket": "t-1", "clock": 77])
    #expect(reply.address.exchange == "reply.celery.pidbox")
    #expect(reply.address.routingKey == "oid")
    await site.stop()
  }
}
