import CeleryWire
import ControlAPI
import TaskModel
import Worker

/// Answers remote control in Celery's reply shapes. The files beside this one hold one kind of command each; what the
/// control socket can do, too, is done by its desk.
struct RemoteDesk: Sendable {
  let parts: DaemonParts
  let clock: RemoteClock
  let heart: Heart

  var desk: ControlDesk { ControlDesk(parts: parts) }

  /// Does what is asked for. What only looks at this process or steers it is done on return, so that commands take effect
  /// in the order in which they came.
  func answer(_ request: RemoteRequest) -> RemoteAnswer {
    do {
      guard let command = RemoteCommand(method: request.method) else {
        throw PythonException("KeyError", request.method)
      }
      try command.signature.check(request.arguments)
      return try answer(command, request.arguments)
    } catch {
      return .value(Self.record(of: error))
    }
  }

  /// The value of an answer, with errors as values.
  static func value(of work: @Sendable () async throws -> JSONValue) async -> JSONValue {
    do { return try await work() } catch { return record(of: error) }
  }

  private static func record(of error: any Error) -> JSONValue {
    switch error {
    case let exception as PythonException: ["error": .string(exception.repr)]
    case let problem as ControlProblem: ["error": .string(problem.detail)]
    default: ["error": .string("\(error)")]
    }
  }

  private func answer(_ command: RemoteCommand, _ arguments: JSONObject) throws -> RemoteAnswer {
    switch command {
    case .ping: .ok("pong")
    case .active: active(arguments)
    case .reserved: reserved()
    case .scheduled: scheduled()
    case .revoked: revoked()
    case .registered: registered(arguments)
    case .queryTask: try queryTask(arguments)
    case .stats: stats()
    case .conf: .value(.object(conf(arguments)))
    case .report: .ok(report)
    case .activeQueues: .value(activeQueues)
    case .clock: .value(["clock": .integer(clock.value)])
    case .memsample: .value(JSONValue(MemorySample.current?.text))
    case .memdump: .value(.string("- rss: \(MemorySample.current?.text ?? "(unknown)").\n"))
    case .objgraph: throw PythonException("ImportError", "Requires the objgraph library")
    case .hello: try hello(arguments)
    case .revoke: try revoke(arguments)
    case .terminate: try terminate(arguments)
    case .revokeByStampedHeaders: try revokeByStampedHeaders(arguments)
    case .rateLimit: try rateLimit(arguments)
    case .timeLimit: try timeLimit(arguments)
    case .addConsumer: try addConsumer(arguments)
    case .cancelConsumer: try cancelConsumer(arguments)
    case .poolGrow: try poolGrow(arguments)
    case .poolShrink: try poolShrink(arguments)
    case .poolRestart: throw PythonException("ValueError", "Pool restarts not enabled")
    case .autoscale: throw PythonException("ValueError", "Autoscale not enabled")
    case .enableEvents: setEvents(true)
    case .disableEvents: setEvents(false)
    case .heartbeat: heartbeat()
    // Elections are never started: one without a second voter ends a Python worker.
    case .election: .value(.null)
    case .shutdown: shutdown()
    case .queues, .schedule, .dead: inspection(command.rawValue, arguments)
    case .pause, .resume, .loglevel: control(command.rawValue, arguments)
    }
  }
}
