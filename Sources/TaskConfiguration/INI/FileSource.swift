/// The files the configuration speaks of. The reader of configuration touches no disk itself.
package protocol FileSource: Sendable {
  /// Absolute; relative paths begin here.
  var currentDirectory: String { get }

  /// The whole content of a file.
  func bytes(of path: String) throws(FileReadError) -> [UInt8]

  /// What stands at a path, links followed.
  func kind(of path: String) -> FileKind
}
