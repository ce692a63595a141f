/// The files the configuration speaks of. The reader of configuration touches no disk itself.
package protocol FileSource: Sendable {
  /// Absolute; relative paths begin here.
  var currentDirectory: String { get }

  /// The whole content of a file.
  func bytes(of path: String) throws(FileReadError) -> [UInt8]

  /// What stands at a path, links followed.
  func kind(of path: String) -> FileKind
}

/// What stands at a path.
package enum FileKind: Hashable, Sendable {
  case missing
  case directory
  case file(isExecutable: Bool)
  /// It cannot be looked at, for lack of permission on the way.
  case inaccessible
}

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
