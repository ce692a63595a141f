import CSpawn

/// How a process ended.
enum ExitStatus: Sendable, Hashable, CustomStringConvertible {
  case exited(Int)
  case killed(signal: CInt)

  static let temporaryFailure = ExitStatus.exited(75)

  /// From the status of waitpid(2).
  init(waitStatus: CInt) {
    let signal = waitStatus & 0x7F
    self = signal == 0 ? .exited(Int((waitStatus >> 8) & 0xFF)) : .killed(signal: signal)
  }

  var description: String {
    switch self {
    case .exited(let code): "exit code \(code)"
    case .killed(let signal): "killed by \(Self.name(signal))"
    }
  }

  static func name(_ signal: CInt) -> String {
    guard let name = cspawn_signal_name(signal) else { return "signal \(signal)" }
    return "SIG" + String(cString: name)
  }
}
