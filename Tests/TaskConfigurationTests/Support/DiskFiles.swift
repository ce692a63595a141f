import Foundation
import TaskConfiguration

/// The machine's own files.
struct DiskFiles: FileSource {
  var currentDirectory: String { FileManager.default.currentDirectoryPath }

  func bytes(of path: String) throws(FileReadError) -> [UInt8] {
    switch kind(of: path) {
    case .missing: throw .missing
    case .directory: throw .isDirectory
    case .file, .inaccessible: break
    }
    guard let data = FileManager.default.contents(atPath: path) else { throw .permissionDenied }
    return Array(data)
  }

  func kind(of path: String) -> FileKind {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return .missing }
    return isDirectory.boolValue ? .directory : .file(isExecutable: FileManager.default.isExecutableFile(atPath: path))
  }
}
