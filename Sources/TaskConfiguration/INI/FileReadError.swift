/// Why a file could not be read.
package enum FileReadError: Error, Hashable, Sendable, CustomStringConvertible {
  case missing
  case isDirectory
  case permissionDenied
  /// Anything else, in the system's words.
  case other(String)

  package var description: String {
    switch self {
    case .missing: "the file does not exist"
    case .isDirectory: "this is a directory, not a file"
    case .permissionDenied: "no permission to read the file"
    case .other(let text): "the file cannot be read: \(text)"
    }
  }
}
