import TaskModel
import WorkerThreads

extension WorkerThread {
  /// A thread for a connection to `place`.
  static func starting(_ name: String, place: String) throws(BackendError) -> WorkerThread {
    do {
      return try WorkerThread(name: name)
    } catch {
      throw BackendError(.unavailable, attempted: "open a connection", place: place, reason: "\(error)")
    }
  }
}
