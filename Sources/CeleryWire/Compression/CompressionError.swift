/// What cannot be packed or unpacked, and why.
public struct CompressionError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
