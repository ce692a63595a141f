package import TaskModel

/// The events of a worker itself.
extension CeleryEvent {
  package enum WorkerPhase: String, Sendable { case online, heartbeat, offline }

  /// What a worker says of its software.
  package struct Software: Sendable, Hashable {
    package var identity: String
    package var version: String
    package var system: String

    package init(identity: String, version: String, system: String) {
      self.identity = identity
      self.version = version
      self.system = system
    }

    var fields: JSONObject {
      ["sw_ident": .string(identity), "sw_ver": .string(version), "sw_sys": .string(system)]
    }
  }

  /// - Parameters:
  ///   - interval: between heartbeats; twice as long without one and listeners take the worker for dead.
  ///   - processed: tasks that were run since the start.
  ///   - load: averages over 1, 5 and 15 minutes.
  package static func worker(
    _ phase: WorkerPhase, interval: Duration, active: Int, processed: Int, load: [Double], software: Software,
    at now: Timestamp
  ) -> CeleryEvent {
    let fields: JSONObject = [
      "freq": .double(interval.inSeconds), "active": .integer(Int64(active)), "processed": .integer(Int64(processed)),
      "loadavg": .array(load.map(JSONValue.double)),
    ]
    return CeleryEvent("worker-\(phase.rawValue)", at: now, fields.merging(software.fields))
  }

  /// The answer to the command `heartbeat`, with which Flower asks for a sign of life.
  package static func requestedHeartbeat(software: Software, at now: Timestamp) -> CeleryEvent {
    CeleryEvent("worker-heartbeat", at: now, (["freq": 5] as JSONObject).merging(software.fields))
  }
}
