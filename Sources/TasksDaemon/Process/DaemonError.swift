/// Why a command or the daemon ends, with the exit code of sysexits(3).
struct DaemonError: Error, CustomStringConvertible {
  enum Code: Int32 {
    case failure = 1
    case usage = 64
    case unavailable = 69
    case cannotCreate = 73
    case tryAgain = 75
    /// Of sysexits: not allowed to ask the daemon.
    case noPermission = 77
    case configuration = 78
  }

  let code: Code
  let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
