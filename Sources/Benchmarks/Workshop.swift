import Glibc
import SQLiteBackend
import TaskModel
import Tasks
import WorkerThreads

/// A directory of its own for one round, and what is needed to make stores and daemons in it.
struct Workshop: Sendable {
  let directory: String
  let clock: SystemClock
  let timer: SystemClock
  private let chosenDaemon: String?

  init(in parent: String, tasksd: String?) throws {
    var template = Array("\(parent)/tasksd-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw BenchError.system("cannot make a directory in \(parent)") }
    directory = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    clock = try SystemClock(.realtime)
    timer = try SystemClock(.monotonic)
    chosenDaemon = tasksd
  }

  func path(_ name: String) -> String { "\(directory)/\(name)" }

  /// The store of the round; a daemon started with ``configuration()`` uses the same file.
  func store() throws -> SQLiteBackend { try SQLiteBackend(path: path("tasksd.db"), clock: clock) }

  func queue(_ store: SQLiteBackend) -> TaskQueue {
    TaskQueue(broker: store, results: store, clock: clock, origin: "bench@localhost")
  }

  /// A configuration like the one for development, without entries and tasks. Returns its path.
  func configuration(_ more: String = "") throws -> String {
    let text = """
      [tasksd]
      state_directory = %(here)s
      control_socket = %(here)s/control.sock
      log_format = text
      \(more)
      """
    return try write(Array(text.utf8), to: "tasksd.ini")
  }

  /// The same for a daemon on Redis.
  func configuration(_ server: RedisProcess, _ more: String = "") throws -> String {
    try configuration("broker_url = \(server.url)\n\(more)")
  }

  /// Returns the file's path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = path(name)
    guard let stream = fopen(file, "w") else { throw BenchError.system("cannot write \(file)") }
    defer { fclose(stream) }
    guard fwrite(bytes, 1, bytes.count, stream) == bytes.count else { throw BenchError.system("cannot write \(file)") }
    return file
  }

  var controlSocket: String { path("control.sock") }

  /// The program that is measured: `tasksd` beside this one unless another was named.
  func daemon() throws -> String {
    let file = try chosenDaemon ?? Self.ownPath().replacing("tasksd-bench", with: "tasksd")
    guard access(file, X_OK) == 0 else {
      throw BenchError("\(file) is not there: build it first (swift build -c release --product tasksd)")
    }
    return file
  }

  static func ownPath() throws -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { throw BenchError.system("cannot read /proc/self/exe") }
    return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  func pause(_ duration: Duration) async throws { try await timer.sleep(until: timer.now + duration) }

  /// Removes the directory, in which there are files only.
  func remove() {
    guard let stream = opendir(directory) else { return }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { unlink(path(name)) }
    }
    closedir(stream)
    rmdir(directory)
  }
}
