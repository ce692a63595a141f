/// Why bytes are no message that can be run: the field, what is wrong with it, what would be right. Shown with the
/// dead letter.
public struct UnreadableReason: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
