import Glibc

/// Finds the file of a program, and says what is wrong with one that cannot be run.
enum Program {
  /// A name with a `/` is a path, relative to `directory`; any other is looked for in `searchPath` (as in `PATH`).
  static func find(_ name: String, searchPath: String?, directory: String?) throws(CommandProblem) -> String {
    if name.utf8.contains(UInt8(ascii: "/")) {
      try check(name.hasPrefix("/") ? name : "\(directory ?? ".")/\(name)")
      return name
    }
    var near: CommandProblem?
    for folder in (searchPath ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":") {
      let path = "\(folder)/\(name)"
      do {
        try check(path)
        return path
      } catch {
        if access(path, F_OK) == 0, near == nil { near = error }
      }
    }
    if let near { throw near }
    throw CommandProblem("program '\(name)' is in no directory of PATH (\(searchPath ?? ""))")
  }

  static func check(_ path: String) throws(CommandProblem) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { throw CommandProblem("program '\(path)' does not exist") }
      throw .system("program '\(path)' cannot be looked at", errno)
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw CommandProblem("'\(path)' is a directory, not a program")
    case S_IFREG: break
    default: throw CommandProblem("'\(path)' is not a file that can be run")
    }
    guard status.st_mode & 0o111 != 0 else {
      throw CommandProblem("program '\(path)' is not executable; chmod +x makes it so")
    }
  }

  static func check(directory path: String) throws(CommandProblem) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { throw CommandProblem("directory '\(path)' does not exist") }
      throw .system("directory '\(path)' cannot be looked at", errno)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw CommandProblem("'\(path)' is not a directory") }
  }

  /// Why exec refused a file that is there.
  static func refusal(_ path: String, _ error: CInt, as user: String?) -> CommandProblem {
    switch error {
    case ENOENT: CommandProblem("program '\(path)' cannot start: its interpreter\(interpreter(path)) does not exist")
    case ENOEXEC:
      CommandProblem(
        "'\(path)' is neither a program for this machine nor a script that begins with #! and its interpreter")
    case EACCES:
      CommandProblem("\(user.map { "user '\($0)'" } ?? "the daemon's user") may not execute '\(path)'")
    case E2BIG:
      CommandProblem("arguments and environment of '\(path)' are larger than Linux allows; let the command read stdin")
    case ENOMEM: CommandProblem("program '\(path)' cannot start: not enough memory, or too small a memory limit")
    case EAGAIN: CommandProblem("program '\(path)' cannot start: the limit on processes is reached")
    default: .system("program '\(path)' cannot start", error)
    }
  }

  private static func interpreter(_ path: String) -> String {
    let number = open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return "" }
    let file = Descriptor(number)
    var start = [UInt8](repeating: 0, count: 256)
    let count = read(file.number, &start, start.count)
    guard count > 2, start.starts(with: "#!".utf8) else { return "" }
    let line = start.prefix(count).dropFirst(2).prefix { $0 != 0x0A }
    return " '\(String(decoding: line, as: UTF8.self).split(separator: " ").first ?? "")'"
  }
}
