import Glibc
import WorkerThreads

/// What the writing thread sleeps on: a call of this process, or a commit of another.
///
/// A commit of another process shows as a touch of the file (`utimensat` after the commit, see `touch`), which inotify
/// reports as a change of attributes. Watching the write-ahead log itself would ring before the commit can be seen: its last
/// page is written, then synced, and only then does the shared index, which is mapped memory, show the transaction. A
/// process that is killed between commit and touch is heard at this one's next transaction, at the latest when it renews its
/// lease.
final class Doorbell: @unchecked Sendable {
  private let path: String
  private let bell: ThreadBell
  private let identity: FileIdentity?
  /// Belongs to the writing thread.
  private var isFileGone = false

  /// `path` is empty for a database in memory.
  init(watching path: String) throws(SQLiteFailure) {
    self.path = path
    identity = FileIdentity(path)
    let events = UInt32(IN_ATTRIB) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF)
    do throws(ThreadBellError) {
      bell = try ThreadBell(watching: path.isEmpty ? nil : path, for: events)
    } catch {
      throw SQLiteFailure(code: 0, message: error.description, systemError: 0)
    }
  }

  /// Wakes the thread: a call is waiting.
  func ring() { bell.ring() }

  /// Tells other processes that something was committed. Throws when the file is not there any more: then it was committed
  /// to a file that nobody will ever open again.
  func touch() throws(SQLiteFailure) {
    if path.isEmpty { return }
    if utimensat(AT_FDCWD, path, nil, 0) != 0, errno == ENOENT { isFileGone = true }
    try checkFile()
  }

  /// Throws once the file was found to be moved, deleted or replaced by another.
  func checkFile() throws(SQLiteFailure) {
    if isFileGone { throw SQLiteFailure(code: SQLiteFailure.movedCode, message: "moved", systemError: 0) }
  }

  /// Forgets what rang so far, one's own touches above all.
  func silence() {
    // Deleting a file changes its link count, an attribute too.
    if bell.silence(), FileIdentity(path) != identity { isFileGone = true }
  }

  /// Sleeps until somebody calls or touches.
  func wait() { bell.wait() }
}
