import HTTPTypes
import HummingbirdCore
import NIOCore
import TaskModel

/// A request on its way to a route's handler.
struct ControlRequest: Sendable {
  let request: Request
  let target: RequestTarget
  /// What stands in the path for the template's names.
  let captures: [String: String]
  let limits: ControlLimits
  let budget: BodyBudget

  func capture(_ name: String) -> String { captures[name] ?? "" }

  func query(_ rules: FieldRules) throws(ControlProblem) -> JSONObject { try rules.checked(target.query) }

  /// The body's object; an empty body is an empty object.
  func body(_ rules: FieldRules) async throws -> JSONObject {
    _ = try query(.none)
    let bytes = try await bytes()
    guard bytes.contains(where: { !$0.isSpace }) else { return try rules.checked(JSONObject()) }
    let value = try Self.parse(bytes)
    guard let object = value.objectValue else {
      throw ControlProblem(.invalidArgument, "the body is \(value.kind), not an object")
    }
    return try rules.checked(object)
  }

  private static func parse(_ bytes: [UInt8]) throws(ControlProblem) -> JSONValue {
    do throws(JSONError) {
      return try JSONParser.parse(bytes)
    } catch {
      var place = JSONObject()
      if let line = error.line, let column = error.column, let offset = error.offset {
        place = ["line": .integer(Int64(line)), "column": .integer(Int64(column)), "offset": .integer(Int64(offset))]
      }
      throw ControlProblem(.badJSON, error.description, extensions: place)
    }
  }

  private func bytes() async throws -> [UInt8] {
    let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    guard announced <= limits.body else { throw tooLarge }
    var bytes: [UInt8] = []
    defer { budget.giveBack(bytes.count) }
    bytes.reserveCapacity(min(announced, 1 << 16))
    for try await part in request.body {
      guard part.readableBytes <= limits.body - bytes.count else { throw tooLarge }
      guard budget.take(part.readableBytes) else {
        throw ControlProblem(.overloaded, "too many large requests at one time; try again")
      }
      bytes.append(contentsOf: part.readableBytesView)
    }
    return bytes
  }

  private var tooLarge: ControlProblem {
    ControlProblem(
      .bodyTooLarge,
      "the body is larger than the limit of \(limits.body) bytes; put large data in a file or database and send its name",
      extensions: ["limit": .integer(Int64(limits.body))])
  }
}

extension UInt8 {
  /// White space between JSON's tokens.
  fileprivate var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
