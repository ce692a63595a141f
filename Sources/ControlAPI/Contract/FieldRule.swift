import TaskModel

/// One member that a request may have: its name, what values fit, and whether it must be there.
public struct FieldRule: Sendable {
  public let name: String
  public let isRequired: Bool
  let kind: FieldKind

  init(_ name: String, _ kind: FieldKind, isRequired: Bool = false) {
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
  }

  /// What the field takes, for error messages and help: `a whole number from 0 to 9`.
  public var expectation: String { kind.expectation }
}
