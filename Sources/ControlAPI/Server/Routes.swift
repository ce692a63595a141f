import HTTPTypes
import HummingbirdCore
import TaskModel

/// All paths of the control socket; described for others in `docs/control-api.yaml`.
extension RouteTable {
  init(_ control: any DaemonControl, _ stop: StopSignal) {
    routes =
      Self.inspection(control) + Self.tasks(control, stop) + Self.deadLetters(control) + Self.lamp(control)
      + [Route(.get, "/v1/events") { try EventResponse(control, stop, $0).response }]
  }

  private static func inspection(_ control: any DaemonControl) -> [Route] {
    [
      Route(.get, "/v1/inspect/{what}") { request in
        let what = try known(InspectName.self, request.capture("what"), "inspect")
        return try await json(control.inspect(what.rawValue, parameters: request.query(FieldRules(what.parameters))))
      },
      Route(.post, "/v1/control/{command}") { request in
        let command = try known(ControlCommand.self, request.capture("command"), "control command")
        let arguments = try await request.body(FieldRules(command.arguments))
        return try await json(control.control(command.rawValue, arguments: arguments))
      },
      Route(.get, "/v1/schedule") { request in
        try await json(control.schedule(request.query(FieldRules(RequestFields.schedule))))
      },
      Route(.post, "/v1/reload") { request in
        _ = try await request.body(.none)
        return try await json(control.reload())
      },
    ]
  }

  private static func tasks(_ control: any DaemonControl, _ stop: StopSignal) -> [Route] {
    [
      Route(.post, "/v1/tasks") { request in
        let reply = try await control.send(request.body(RequestFields.callRules))
        return Answer(reply, status: .accepted).response
      },
      Route(.get, "/v1/tasks/{id}") { request in
        let query = try request.query(FieldRules(RequestFields.result))
        let id = TaskID(request.capture("id"))
        guard let seconds = query["wait"]?.doubleValue, seconds > 0 else {
          return try await json(control.result(of: id, waiting: nil))
        }
        let wait = LongPoll(duration: Duration(saturatingSeconds: seconds), stop: stop)
        return try await wait.response(to: request.request) { duration throws(ControlProblem) in
          try await control.result(of: id, waiting: duration)
        }
      },
      Route(.get, "/v1/tasks/{id}/why") { request in
        _ = try request.query(.none)
        return try await json(control.why(TaskID(request.capture("id"))))
      },
      Route(.delete, "/v1/tasks/{id}") { request in
        _ = try request.query(.none)
        return try await json(control.forget(TaskID(request.capture("id"))))
      },
      Route(.post, "/v1/purge") { request in
        let queues = try await request.body(FieldRules(RequestFields.purge))["queues"]?.arrayValue
        return try await json(control.purge(queues?.compactMap(\.stringValue).map { QueueName($0) }))
      },
    ]
  }

  private static func deadLetters(_ control: any DaemonControl) -> [Route] {
    [
      Route(.get, "/v1/dead") { request in
        try await json(control.deadLetters(request.query(FieldRules(RequestFields.deadLetters))))
      },
      Route(.post, "/v1/dead/replay") { request in
        try await json(control.replayDeadLetters(choice(request, RequestFields.deadLetterReplayRules)))
      },
      Route(.post, "/v1/dead/drop") { request in
        try await json(control.dropDeadLetters(choice(request, RequestFields.deadLetterChoiceRules)))
      },
      Route(.get, "/v1/dead/{number}") { request in
        _ = try request.query(.none)
        let text = request.capture("number")
        guard let number = Int64(text), number >= 0 else {
          throw ControlProblem(
            .invalidArgument, "a dead letter has a number from 0, such as /v1/dead/17, not '\(text.prefix(64))'",
            argument: "number")
        }
        return try await json(control.deadLetter(number))
      },
    ]
  }

  private static func lamp(_ control: any DaemonControl) -> [Route] {
    [
      Route(.get, "/health") { _ in health(await control.health(), \.isHealthy, .unhealthy) },
      Route(.get, "/ready") { _ in health(await control.health(), \.isReady, .notReady) },
      Route(.get, "/metrics") { _ in
        Answer(text: await control.metrics(), mediaType: "text/plain; version=0.0.4; charset=utf-8").response
      },
    ]
  }

  private static func json(_ value: JSONValue) -> Response { Answer(value).response }

  private static func health(
    _ health: Health, _ isGood: (Health) -> Bool, _ kind: ControlProblem.Kind
  ) -> Response {
    let members: JSONObject = [
      "healthy": .bool(health.isHealthy), "ready": .bool(health.isReady), "text": .string(health.text),
    ]
    return isGood(health)
      ? Answer(.object(members)).response
      : Answer(ControlProblem(kind, health.text, extensions: members)).response
  }

  private static func known<Name: RawRepresentable<String> & CaseIterable>(
    _: Name.Type, _ text: String, _ whatItIs: String
  ) throws(ControlProblem) -> Name {
    if let name = Name(rawValue: text) { return name }
    let names = Name.allCases.map(\.rawValue)
    var problem = ControlProblem(
      .unknownName, "'\(text.prefix(64))' is no \(whatItIs); there are \(names.joined(separator: ", "))")
    if let nearest = nearestName(to: text, among: names) { problem.extensions["suggestion"] = .string(nearest) }
    throw problem
  }

  /// Which dead letters: never all of them for want of a word.
  private static func choice(_ request: ControlRequest, _ rules: FieldRules) async throws -> JSONObject {
    let choice = try await request.body(rules)
    let isMade = choice["all"]?.boolValue == true || choice.contains { $0.key != "all" && $0.key != "to" }
    if isMade { return choice }
    throw ControlProblem(
      .invalidArgument, "say which: \"numbers\": [17, 18], a filter such as \"task\": \"send_*\", or \"all\": true",
      argument: "numbers")
  }
}
