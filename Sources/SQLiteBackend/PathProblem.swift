import Glibc
import TaskModel

/// What is wrong with the path of a database, where it can be said better than SQLite's "unable to open database file".
struct PathProblem {
  let error: BackendError

  init?(_ path: String) {
    if path == ":memory:" || path.hasPrefix("file:") { return nil }
    if path.isEmpty || path.utf8.contains(0) {
      error = Self.problem(path, "a path must have at least one character and no zero byte")
      return
    }
    var information = stat()
    if stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR {
      error = Self.problem(path, "it is a directory; name a file in it, such as \(path)/tasksd.db")
      return
    }
    let directory = Self.directory(of: path)
    if stat(directory, &information) != 0 {
      error =
        errno == ENOENT
        ? Self.problem(path, "the directory \(directory) does not exist; create it")
        : Self.problem(path, "the directory \(directory) cannot be entered: \(String(cString: strerror(errno)))")
    } else if information.st_mode & S_IFMT != S_IFDIR {
      error = Self.problem(path, "\(directory) is not a directory")
    } else {
      return nil
    }
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func problem(_ path: String, _ reason: String) -> BackendError {
    BackendError(.unavailable, attempted: "open", place: path, reason: reason)
  }
}
