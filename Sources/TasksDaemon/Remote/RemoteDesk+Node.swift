import CeleryWire
import ControlAPI
import Glibc
import TaskModel
import Worker

/// The node itself.
extension RemoteDesk {
  /// Another worker that starts asks for what is revoked and for the clock, and tells what it knows itself. Answered with
  /// null to oneself.
  func hello(_ arguments: JSONObject) throws -> RemoteAnswer {
    if arguments["from_node"]?.stringValue == desk.node { return .value(.null) }
    let told = try taskIDs(arguments["revoked"])
    parts.worker?.revoke(told)
    return .later {
      let known = try await revocations()
      let all = known + told.filter { !Set(known).contains($0) }
      if all.count > known.count { try await remember(told) }
      return [
        "revoked": .array(all.map { .string($0.rawValue) }), "clock": .integer(clock.forward()),
      ]
    }
  }

  func heartbeat() -> RemoteAnswer {
    .later {
      await heart.beatOnRequest()
      return .null
    }
  }

  func conf(_ arguments: JSONObject) -> JSONObject {
    ConfigurationView.conf(parts.configuration, withDefaults: arguments["with_defaults"]?.isTrue ?? false)
  }

  /// Sorted names with attributes; see ``ControlDesk/registered(_:withBuiltIns:)``.
  func registered(_ arguments: JSONObject) -> RemoteAnswer {
    let items = arguments["taskinfoitems"]?.arrayValue?.compactMap(\.stringValue) ?? []
    return .value(.array(desk.registered(items, withBuiltIns: arguments["builtins"]?.isTrue ?? false)))
  }

  func stats() -> RemoteAnswer {
    var stats = desk.stats()
    stats["clock"] = .string(String(clock.value))
    return .value(.object(stats))
  }

  /// Celery's text for bug reports, of this daemon.
  var report: String {
    var system = utsname()
    uname(&system)
    let kernel = withUnsafeBytes(of: &system.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    let machine = withUnsafeBytes(of: &system.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    var lines = [
      "", "software -> tasksd:\(Version.text)", "platform -> system:Linux arch:\(machine)",
      "            kernel version:\(kernel) imp:Swift",
      "settings -> transport:\(parts.brokerKind) broker:\(parts.brokerPlace)", "",
    ]
    lines += conf([:]).map { "\($0.key): \(PythonRepr.text($0.value))" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Celery's queues, each with its exchange; ours are all direct and lasting.
  var activeQueues: JSONValue {
    .array(
      (parts.worker?.snapshot.queues ?? []).map { queue in
        let name = JSONValue.string(queue.rawValue)
        return [
          "name": name,
          "exchange": [
            "name": name, "type": "direct", "arguments": .null, "durable": true, "passive": false, "auto_delete": false,
            "delivery_mode": .null, "no_declare": false,
          ],
          "routing_key": name, "queue_arguments": .null, "binding_arguments": .null, "consumer_arguments": .null,
          "durable": true, "exclusive": false, "auto_delete": false, "no_ack": false, "alias": .null, "bindings": [],
          "no_declare": .null, "expires": .null, "message_ttl": .null, "max_length": .null, "max_length_bytes": .null,
          "max_priority": .null,
        ]
      })
  }

  func shutdown() -> RemoteAnswer {
    parts.shutdown()
    return .none
  }
}
