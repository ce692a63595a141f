import ControlAPI
import TaskModel

/// What Celery has no command for, with the names and fields of the control socket.
extension RemoteDesk {
  func inspection(_ name: String, _ arguments: JSONObject) -> RemoteAnswer {
    .later {
      let parameters = try InspectName(rawValue: name)?.checked(arguments) ?? [:]
      return Self.own(try await desk.inspect(name, parameters: parameters), of: desk.node)
    }
  }

  func control(_ name: String, _ arguments: JSONObject) -> RemoteAnswer {
    .later {
      let arguments = try ControlCommand(rawValue: name)?.checked(arguments) ?? [:]
      return Self.own(try await desk.control(name, arguments: arguments), of: desk.node)
    }
  }

  private static func own(_ reply: JSONValue, of node: String) -> JSONValue { reply[node] ?? reply }
}
