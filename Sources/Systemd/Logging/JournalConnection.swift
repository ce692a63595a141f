import Glibc

/// Whether a stream of this process leads to the journal, which then takes structured records instead.
public enum JournalConnection {
  /// Whether what is written to stderr lands in the journal.
  public static var hasStandardError: Bool { leadsToJournal(STDERR_FILENO) }

  /// systemd says in `JOURNAL_STREAM` which device and inode the journal's socket has (systemd.exec(5)); a stream that
  /// was redirected since is another.
  ///
  /// `environment` nil: that of the process.
  public static func leadsToJournal(_ descriptor: CInt, environment: [String: String]? = nil) -> Bool {
    let text = environment.map { $0["JOURNAL_STREAM"] } ?? getenv("JOURNAL_STREAM").map { String(cString: $0) }
    guard let text else { return false }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let device = dev_t(parts[0]), let inode = ino_t(parts[1]) else { return false }
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_dev == device && status.st_ino == inode
  }
}
