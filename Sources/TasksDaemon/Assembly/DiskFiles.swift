import Glibc
import TaskConfiguration

/// The files of this machine, for the reader of configuration.
struct DiskFiles: FileSource {
  var currentDirectory: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }

  func bytes(of path: String) throws(FileReadError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.error(errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw Self.error(errno) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  private static func error(_ code: Int32) -> FileReadError {
    switch code {
    case ENOENT, ENOTDIR: .missing
    case EISDIR: .isDirectory
    case EACCES, EPERM: .permissionDenied
    default: .other(systemText(code))
    }
  }

  func kind(of path: String) -> FileKind {
    var status = stat()
    guard stat(path, &status) == 0 else { return errno == EACCES ? .inaccessible : .missing }
    if status.st_mode & S_IFMT == S_IFDIR { return .directory }
    return .file(isExecutable: access(path, X_OK) == 0)
  }
}
