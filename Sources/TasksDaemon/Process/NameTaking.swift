import RedisBackend
import TaskModel

/// Takes a node's name on a shared store, before anything is done under it.
struct NameTaking {
  let node: String
  /// The store, for people.
  let store: String
  let lease: Duration
  /// Who else has the name; nil: it is ours.
  let attempt: () async throws(BackendError) -> Namesake?

  /// A namesake that is dead lets its lease run out; one that lives renews it, and is seen to when half a lease has passed.
  ///
  /// - Parameters:
  ///   - tell: is told what it waits for.
  ///   - pause: waits; true when the daemon is to end instead.
  /// - Returns: false when the daemon is to end instead.
  /// - Throws: ``DaemonError``: 73 naming who lives under the name, 78 when the store refuses for good.
  func run(telling tell: (String) -> Void, pausing pause: (Duration) async -> Bool) async throws(DaemonError) -> Bool {
    var seen: Int64?
    while true {
      var wait = Duration.seconds(1)
      switch await look() {
      case .success(nil): return true
      case .success(let namesake?):
        let place = NodeHome.place(ofRecord: namesake.home)
        if let seen, namesake.lease > seen { throw refusal(place) }
        seen = namesake.lease
        tell("another tasksd called \(node) may live at \(place): waiting whether it renews its lease")
        wait = min(namesake.left + .milliseconds(10), lease / 2)
      case .failure(let error):
        guard error.isTransient else { throw DaemonError(.configuration, error.description) }
        tell("store away, retrying: \(error)")
      }
      if await pause(wait) { return false }
    }
  }

  private func look() async -> Result<Namesake?, BackendError> {
    do throws(BackendError) { return .success(try await attempt()) } catch { return .failure(error) }
  }

  private func refusal(_ place: String) -> DaemonError {
    DaemonError(
      .cannotCreate,
      "another tasksd called \(node) works on \(store): \(place); stop it, or give this one its own --hostname")
  }
}
