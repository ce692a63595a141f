import CeleryWire
import TaskModel

/// The signal that a request names for ending a task.
///
/// Threads know no signals, and commands are ended in our own order (TERM, then KILL): the name is only checked, so that a
/// mistake is told.
enum SignalName {
  private static let known: Set<String> = [
    "ABRT", "ALRM", "BUS", "CHLD", "CONT", "FPE", "HUP", "ILL", "INT", "KILL", "PIPE", "PROF", "QUIT", "SEGV", "STOP",
    "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ",
  ]

  /// A name with or without `SIG`, or a number. Throws Python's error for what is none.
  static func check(_ signal: JSONValue?) throws(PythonException) {
    guard let signal, signal.isTrue else { return }
    if let number = signal.integerValue, (1...64).contains(number) { return }
    guard let text = signal.stringValue, text == text.uppercased() else {
      throw PythonException("TypeError", "signal name must be uppercase string.")
    }
    let name = text.hasPrefix("SIG") ? String(text.dropFirst(3)) : text
    guard known.contains(name) else {
      throw PythonException("AttributeError", "module 'signal' has no attribute 'SIG\(name)'")
    }
  }
}
