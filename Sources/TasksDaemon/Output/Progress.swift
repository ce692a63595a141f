import Glibc
import Synchronization
import TaskModel

/// Says on standard error what a command waits for, once that takes more than a second; on a terminal only.
enum Progress {
  static func during<Result: Sendable, Failure: Error>(
    _ what: String, on timer: any WallClock, _ body: () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    guard isatty(STDERR_FILENO) == 1 else { return try await body() }
    let start = timer.now
    let shown = Mutex(false)
    let ticker = Task {
      while !Task.isCancelled {
        do { try await timer.sleep(until: timer.now + .seconds(1)) } catch { return }
        shown.withLock { $0 = true }
        write("\r\(what) … \(text(timer.now - start)) ")
      }
    }
    defer {
      ticker.cancel()
      if shown.withLock({ $0 }) { write("\r\u{1B}[K") }
    }
    return try await body()
  }

  private static func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
