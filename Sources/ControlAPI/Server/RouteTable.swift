import HTTPTypes
import TaskModel

/// Finds the route of a request, or says what would be right.
struct RouteTable: Sendable {
  let routes: [Route]

  func route(
    _ method: HTTPRequest.Method, _ path: [String]
  ) throws(ControlProblem) -> (route: Route, captures: [String: String]) {
    let asked: HTTPRequest.Method = method == .head ? .get : method
    var other: [HTTPRequest.Method] = []
    for route in routes {
      guard let captures = route.captures(in: path) else { continue }
      if route.method == asked { return (route, captures) }
      other.append(route.method)
    }
    guard other.isEmpty else { throw wrongMethod(method, path, other) }
    throw unknownPath(path)
  }

  private func wrongMethod(
    _ method: HTTPRequest.Method, _ path: [String], _ other: [HTTPRequest.Method]
  ) -> ControlProblem {
    var allowed = other.map(\.rawValue)
    if other.contains(.get) { allowed.append("HEAD") }
    return ControlProblem(
      .wrongMethod, "\(Self.shown(path)) has no \(method.rawValue), but \(allowed.joined(separator: ", "))",
      extensions: ["allow": .array(allowed.map(JSONValue.string))])
  }

  private func unknownPath(_ path: [String]) -> ControlProblem {
    let ranked = routes.map { ($0.template, $0.distance(to: path)) }.sorted { $0.1 < $1.1 }
    var nearest: [String] = []
    for (template, _) in ranked where !nearest.contains(template) { nearest.append(template) }
    let shown = nearest.prefix(3)
    return ControlProblem(
      .unknownPath, "\(Self.shown(path)) does not exist; the nearest are \(shown.joined(separator: ", "))",
      extensions: [
        "suggestion": JSONValue(shown.first), "nearest": .array(shown.map(JSONValue.string)),
      ])
  }

  private static func shown(_ path: [String]) -> String {
    let text = "/" + path.joined(separator: "/")
    return text.utf8.count <= 200 ? text : text.prefix(200) + "…"
  }
}
