import Beat
import ControlAPI
import TaskModel
import Tasks
import Worker

/// Answers the control socket: turns what was asked into calls on the parts, and their answers into Celery's reply shapes.
/// The files beside this one hold one kind of question each.
struct ControlDesk: DaemonControl {
  let parts: DaemonParts

  var node: String { parts.node.name }

  /// Replies are by node, as Celery's are.
  func byNode(_ reply: JSONValue) -> JSONValue { .object(JSONObject([(node, reply)])) }

  func inspect(_ what: String, parameters: JSONObject) async throws(ControlProblem) -> JSONValue {
    if let remote = try await askOthers(what, parameters) { return remote }
    return switch InspectName(rawValue: what) {
    case .ping: byNode(["ok": "pong"])
    case .active: byNode(.array(active(parameters)))
    case .reserved: byNode(.array(reserved(parameters)))
    case .scheduled: byNode(.array(try await scheduled(parameters)))
    case .registered: byNode(.array(registered()))
    case .revoked: byNode(.array(try await revoked()))
    case .stats: byNode(.object(stats()))
    case .conf:
      byNode(
        .object(
          ConfigurationView.conf(parts.configuration, withDefaults: parameters["with_defaults"]?.boolValue ?? false)))
    case .queues: byNode(.object(try await queues()))
    case .schedule: byNode(try await schedule(parameters))
    case .dead: byNode(try await deadLetters(parameters))
    case .queryTask: byNode(.object(try await queryTask(parameters)))
    case nil: throw ControlProblem(.unknownName, "there is nothing called '\(what)' to inspect")
    }
  }

  private func revoked() async throws(ControlProblem) -> [JSONValue] {
    try await store { store throws(BackendError) in try await store.revocations() }.map { .string($0.rawValue) }
  }

  /// Calls the store and turns its error into a problem document.
  func store<Result: Sendable>(
    _ body: (any Backend) async throws(BackendError) -> Result
  ) async throws(ControlProblem) -> Result {
    do throws(BackendError) { return try await body(parts.backend) } catch {
      throw ControlProblem(error.isTransient ? .unavailable : .failed, error.description)
    }
  }

  func reload() async throws(ControlProblem) -> JSONValue {
    do { return ["ok": .string(try await parts.reload())] } catch {
      throw ControlProblem(.refused, "\(error)", extensions: ["kept": "the configuration in force stays"])
    }
  }

  func events() -> AsyncStream<JSONObject> { parts.hub.listen() }

  func health() -> Health { parts.health() }

  func metrics() -> String { Metrics(parts: parts).text }
}
