/// Words that must not stand in our code, with the few files that have a reason.
struct ForbiddenText: CustomStringConvertible {
  let text: String
  let reason: String
  let allowedIn: Set<String>

  init(_ text: String, _ reason: String, allowedIn: Set<String> = []) {
    self.text = text
    self.reason = reason
    self.allowedIn = allowedIn
  }

  var description: String { text }

  static let all = [
    ForbiddenText("try!", "an error is for the caller, not for the crash log"),
    ForbiddenText("fatalError(", "bad input is an error, never the end of the process"),
    ForbiddenText("nonisolated(unsafe)", "let the compiler see who shares what"),
    ForbiddenText(
      "@unchecked Sendable", "only wrappers of threads and C may vouch for themselves",
      allowedIn: [
        "Sources/RedisBackend/Connection/ConnectionLoop.swift", "Sources/RedisBackend/Listener/PushLoop.swift",
        "Sources/SQLiteBackend/Doorbell.swift", "Sources/SQLiteBackend/Latch.swift",
        "Sources/SQLiteBackend/LogKeeper.swift", "Sources/SQLiteBackend/ReaderLoop.swift",
        "Sources/SQLiteBackend/StoreJob.swift", "Sources/SQLiteBackend/WriterLoop.swift",
        "Sources/SQLiteDatabase/BusyWait.swift", "Sources/SQLiteDatabase/SQLiteConnection.swift",
        "Sources/WorkerThreads/LockedCondition.swift", "Sources/WorkerThreads/ThreadBell.swift",
        "Sources/WorkerThreads/SystemClock.swift",
        "Sources/WorkerThreads/WorkerThread.swift",
      ]),
    ForbiddenText("Date()", "wall-clock time comes from the WallClock seam"),
    ForbiddenText("Date.now", "wall-clock time comes from the WallClock seam"),
    ForbiddenText(
      "CLOCK_REALTIME", "wall-clock time comes from the WallClock seam",
      allowedIn: ["Sources/Benchmarks/MonotonicTime.swift", "Sources/WorkerThreads/SystemClock.swift"]),
  ]
}
