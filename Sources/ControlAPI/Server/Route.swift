import HTTPTypes
import HummingbirdCore
import TaskModel

/// One method of one path, and what it does.
struct Route: Sendable {
  typealias Handler = @Sendable (ControlRequest) async throws -> Response

  enum Segment: Hashable {
    case literal(String)
    case capture(String)
  }

  let method: HTTPRequest.Method
  /// As in the API's description: `/v1/tasks/{id}`.
  let template: String
  /// As in `GET /health`.
  var operation: String { "\(method.rawValue) \(template)" }
  let segments: [Segment]
  let handler: Handler

  init(_ method: HTTPRequest.Method, _ template: String, _ handler: @escaping Handler) {
    self.method = method
    self.template = template
    self.handler = handler
    segments = template.split(separator: "/").map { part in
      part.hasPrefix("{") ? .capture(String(part.dropFirst().dropLast())) : .literal(String(part))
    }
  }

  /// What the names of the template stand for in this path; nil if the path is another.
  func captures(in path: [String]) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var captures: [String: String] = [:]
    for (segment, part) in zip(segments, path) {
      switch segment {
      case .literal(let text): guard text == part else { return nil }
      case .capture(let name): captures[name] = part
      }
    }
    return captures
  }

  /// Edits between the path and this template, its names standing for anything.
  func distance(to path: [String]) -> Int {
    let count = max(path.count, segments.count)
    return (0..<count).reduce(0) { sum, index in
      guard index < path.count, index < segments.count else { return sum + 4 }
      switch segments[index] {
      case .capture: return sum
      case .literal(let text): return sum + editDistance(Array(text), Array(path[index].prefix(64)))
      }
    }
  }
}
