public import FoundationEssentials
import TaskModel

/// The application's settings by name: text, read-only. The typed readers give nil where a setting is missing or empty, and
/// throw where it is there but not of the kind asked for.
public struct Settings: Sendable, Hashable {
  private let values: [String: String]

  public init(_ values: [String: String] = [:]) { self.values = values }

  /// The text of a setting.
  public subscript(key: String) -> String? { values[key] }

  /// All names, sorted.
  public var keys: [String] { values.keys.sorted() }

  public func string(_ key: String, default text: String) -> String { values[key] ?? text }

  /// The text of a setting that must be there.
  public func require(_ key: String) throws(SettingError) -> String {
    guard let text = values[key] else { throw SettingError(key: key, problem: "is missing") }
    return text
  }

  public func integer(_ key: String) throws(SettingError) -> Int? {
    try read(key, "a whole number") { Int($0) }
  }

  public func double(_ key: String) throws(SettingError) -> Double? {
    try read(key, "a number") { Double($0).flatMap { $0.isFinite ? $0 : nil } }
  }

  /// `true yes on 1` or `false no off 0`, in any case; no other text is ever true or false.
  public func bool(_ key: String) throws(SettingError) -> Bool? {
    try read(key, "true, yes, on, 1 or false, no, off, 0") { text in
      switch text.lowercased() {
      case "true", "yes", "on", "1": true
      case "false", "no", "off", "0": false
      default: nil
      }
    }
  }

  /// A number of seconds, not negative.
  public func duration(_ key: String) throws(SettingError) -> Duration? {
    try read(key, "a number of seconds") { text in
      Double(text).flatMap { $0.isFinite && $0 >= 0 ? Duration(saturatingSeconds: $0) : nil }
    }
  }

  /// An absolute URL.
  public func url(_ key: String) throws(SettingError) -> URL? {
    try read(key, "a URL such as https://example.test") { text in
      URL(string: text).flatMap { $0.scheme != nil ? $0 : nil }
    }
  }

  /// Words separated by white space or line ends.
  public func list(_ key: String) -> [String] {
    (values[key] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
  }

  private func read<Value>(
    _ key: String, _ expected: String, _ parse: (String) -> Value?
  ) throws(SettingError) -> Value? {
    guard let text = values[key]?.trimmed, !text.isEmpty else { return nil }
    guard let value = parse(text) else {
      throw SettingError(key: key, problem: "is '\(text)', expected \(expected)")
    }
    return value
  }
}

extension String {
  fileprivate var trimmed: String {
    let end = lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex
    return String(self[..<end].drop { $0.isWhitespace })
  }
}
