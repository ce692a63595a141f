import CeleryWire
import RedisBackend
import TaskModel

/// A store that is open.
struct OpenStore: Sendable {
  let backend: any Backend
  /// Makes the way to Celery's remote control and events, with connections of its own; nil where the store has none.
  var remote: (@Sendable () throws(BackendError) -> any RemoteChannel)?
  /// Takes a node's name, with its home and a lease; nil where a lock on a file does that. See ``NameTaking``.
  var takeName: (@Sendable (NodeIdentity, String, Duration) async throws(BackendError) -> Namesake?)?
  /// Ends its threads and connections; nothing may be asked of it afterwards.
  let close: @Sendable () -> Void
}
