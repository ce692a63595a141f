/// A setting is missing or not of the kind asked for.
public struct SettingError: Error, Hashable, Sendable, CustomStringConvertible {
  public let key: String
  public let problem: String

  public var description: String { "the setting \(key) \(problem)" }
}
