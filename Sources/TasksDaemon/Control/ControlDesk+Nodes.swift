import ControlAPI
import TaskModel

/// Questions and commands for other nodes than this one, which come with the field `node`.
extension ControlDesk {
  /// The answers of all nodes that are meant, this one's among them; nil when only this one is.
  func askOthers(_ name: String, _ fields: JSONObject) async throws(ControlProblem) -> JSONValue? {
    guard let nodes = fields["node"]?.arrayValue?.compactMap(\.stringValue), !nodes.isEmpty else { return nil }
    let isAll = nodes.contains("all")
    var own = fields
    for field in ["node", "timeout"] { own[field] = nil }
    var answers = JSONObject()
    if !isAll || parts.canAsk {
      let others = nodes.filter { $0 != node }
      if isAll || !others.isEmpty {
        let question = RemoteQuestion(
          method: name, arguments: Self.remoteArguments(name, own), nodes: isAll ? nil : others,
          patience: Duration(saturatingSeconds: fields["timeout"]?.doubleValue ?? RequestFields.standardNodeWait))
        answers = try await ask(question, others)
      }
    }
    // Of all, this one has heard it the same way.
    guard !isAll || answers[node] == nil, isAll || nodes.contains(node) else { return .object(answers) }
    let reply =
      InspectName(rawValue: name) != nil
      ? try await inspect(name, parameters: own) : try await control(name, arguments: own)
    for (node, value) in reply.objectValue ?? [:] { answers[node] = value }
    return .object(answers)
  }

  private func ask(_ question: RemoteQuestion, _ others: [String]) async throws(ControlProblem) -> JSONObject {
    let answers: JSONObject?
    do throws(BackendError) { answers = try await parts.ask(question) } catch {
      throw ControlProblem(error.isTransient ? .unavailable : .failed, error.description)
    }
    if let answers { return answers }
    let reason =
      parts.brokerKind == "redis"
      ? "this process hears no remote control; ask a daemon that runs a worker with remote control on"
      : "nodes reach each other over Redis, and the broker here is \(parts.brokerKind); ask each by its --socket"
    throw ControlProblem(
      .refused, "\(others.joined(separator: ", ")) cannot be asked from \(node): \(reason)", argument: "node")
  }

  /// What differs in Celery's names.
  private static func remoteArguments(_ name: String, _ fields: JSONObject) -> JSONObject {
    var arguments = fields
    if name == InspectName.queryTask.rawValue {
      arguments["ids"] = arguments["id"]
      arguments["id"] = nil
    }
    return arguments
  }
}
