import Glibc
import Systemd
import TaskModel

/// Where a command writes: results to standard output, everything else to standard error.
enum Terminal {
  static func print(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }
  static func note(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// Says why the program ends; in the journal, each line of it is an error (sd-daemon(3)).
  static func fail(_ text: String) {
    let level = JournalConnection.hasStandardError ? "<3>" : ""
    note(text.split(separator: "\n", omittingEmptySubsequences: false).map { level + $0 }.joined(separator: "\n"))
  }

  static func print(json value: JSONValue) { print(value.description) }

  static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// Asks on the terminal; anything but yes is no.
  static func confirms(_ question: String) -> Bool {
    write("\(question) [y/N] ", to: STDERR_FILENO)
    let answer = readLine()?.lowercased() ?? ""
    return answer == "y" || answer == "yes"
  }

  private static func write(_ text: String, to descriptor: Int32) {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return }
      written += count
    }
  }
}
