import TaskModel

/// How one SQLite file is used.
public struct SQLiteOptions: Sendable, Hashable {
  /// When a commit waits for the disk (https://www.sqlite.org/pragma.html#pragma_synchronous).
  public enum Synchronous: String, Sendable, Hashable, CaseIterable {
    /// Every enqueue, settlement and tick that returned survives a power cut: one `fdatasync` for each group of calls.
    case full
    /// Survives a crash of the process or its killing, but a power cut may lose the last moments. No `fdatasync` per
    /// group: worth it only where a single call's latency matters more than that.
    case normal
  }

  public let synchronous: Synchronous
  /// How long a call waits for another process that holds the file, before it fails as unavailable. At most an hour.
  public let busyTimeout: Duration
  /// Upper bound of the page cache of the writing connection, in KiB, 64 to 1,048,576. Reading has a quarter of it.
  public let cacheKiB: Int
  /// The write-ahead log is copied back into the file when it has grown to about this many pages of 4 KiB, 100 to
  /// 1,048,576.
  public let checkpointPages: Int
  /// Upper bound of the file in pages of 4 KiB; nil: as large as the disk allows.
  public let maxPages: Int?

  public init(
    synchronous: Synchronous = .full, busyTimeout: Duration = .seconds(5), cacheKiB: Int = 1024,
    checkpointPages: Int = 4000, maxPages: Int? = nil
  ) {
    self.synchronous = synchronous
    self.busyTimeout = min(max(busyTimeout, .zero), .hours(1))
    self.cacheKiB = min(max(cacheKiB, 64), 1 << 20)
    self.checkpointPages = min(max(checkpointPages, 100), 1 << 20)
    self.maxPages = maxPages
  }
}
