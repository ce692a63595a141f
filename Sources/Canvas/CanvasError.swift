/// A workflow that cannot be read or run: where in it, and what would be right.
public struct CanvasError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Such as `chain[2].kwargs.tasks[0].args`; empty for the signature as a whole.
  public let path: String
  public let message: String

  public init(path: String = "", message: String) {
    self.path = path
    self.message = message
  }

  /// The same, seen from further out.
  func inside(_ outer: String) -> CanvasError {
    let separator = path.isEmpty || path.hasPrefix("[") ? "" : "."
    return CanvasError(path: outer + separator + path, message: message)
  }

  public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
