/// Why a time zone cannot be used: which, and what is wrong with its data.
public struct ZoneError: Error, Hashable, Sendable, CustomStringConvertible {
  public let zone: String
  public let reason: String

  public init(zone: String, reason: String) {
    self.zone = zone
    self.reason = reason
  }

  public var description: String { "time zone '\(zone)': \(reason)" }
}
