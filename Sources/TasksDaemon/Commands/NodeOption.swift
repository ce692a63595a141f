import ArgumentParser
import TaskModel

/// Which nodes of the fleet are meant.
struct NodeOption: ParsableArguments {
  @Option(
    name: .customLong("node"),
    help: ArgumentHelp("Another node, such as celery@web2, or all; may be repeated.", valueName: "name"))
  var nodes: [String] = []

  /// With the daemon itself: the time for other nodes comes on top.
  var patience: Duration? { nodes.isEmpty ? nil : .seconds(10) }

  /// The request with its nodes and how long they are waited for.
  func added(to request: JSONObject, _ client: ClientOptions) -> JSONObject {
    if nodes.isEmpty { return request }
    var request = request
    request["node"] = .array(nodes.map(JSONValue.string))
    if let seconds = client.givenTimeout { request["timeout"] = .double(seconds) }
    return request
  }

  /// Prints what each node says. Throws 1 when one of them answered with an error, or did not answer.
  func show(_ reply: JSONValue, json: Bool, _ line: (String, JSONValue) -> String) throws(DaemonError) {
    let answers = reply.objectValue ?? [:]
    if json { Terminal.print(json: reply) }
    for (node, answer) in answers where !json {
      Terminal.print(answer["error"]?.stringValue.map { "\(node): \($0)" } ?? line(node, answer))
    }
    if answers.contains(where: { $0.value["error"]?.stringValue != nil }) { throw DaemonError(.failure, "") }
  }
}
