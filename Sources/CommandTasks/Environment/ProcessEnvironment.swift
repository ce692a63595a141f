import Glibc

/// The environment this process was started with.
public enum ProcessEnvironment {
  /// A copy of the environment as it stands. Bytes that are no UTF-8 are repaired.
  public static var current: [String: String] {
    var variables: [String: String] = [:]
    var entry: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
    while let text = entry.pointee {
      let pair = String(cString: text)
      if let split = pair.firstIndex(of: "="), split != pair.startIndex {
        variables[String(pair[..<split])] = String(pair[pair.index(after: split)...])
      }
      entry += 1
    }
    return variables
  }
}
