public import TaskModel

/// Why a request was not answered: a problem document (RFC 9457).
public struct ControlProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public var kind: Kind
  /// What is wrong with this request, and what would be right.
  public var detail: String
  /// Further members, such as `suggestion` (the nearest known name) and `argument` (the field that is wrong).
  public var extensions: JSONObject

  public init(_ kind: Kind, _ detail: String, extensions: JSONObject = JSONObject()) {
    self.kind = kind
    self.detail = detail
    self.extensions = extensions
  }

  /// A problem with one field of a request.
  public init(_ kind: Kind, _ detail: String, argument: String, suggestion: String? = nil) {
    self.init(kind, detail, extensions: ["argument": .string(argument)])
    if let suggestion { extensions["suggestion"] = .string(suggestion) }
  }

  /// The HTTP status.
  public var status: Int { kind.status }
  public var argument: String? { extensions["argument"]?.stringValue }
  public var suggestion: String? { extensions["suggestion"]?.stringValue }

  public var description: String { detail.isEmpty ? kind.title : detail }
}
