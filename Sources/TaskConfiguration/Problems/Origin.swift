/// Where a value was said.
package enum Origin: Hashable, Sendable, CustomStringConvertible {
  case file(SourceLocation)
  /// In an environment variable of this name.
  case environment(String)
  /// By a flag of the command line, such as `--concurrency`.
  case commandLine(String)
  case builtIn

  package var description: String {
    switch self {
    case .file(let location): location.description
    case .environment(let name): "environment variable \(name)"
    case .commandLine(let flag): "command line \(flag)"
    case .builtIn: "default"
    }
  }
}
