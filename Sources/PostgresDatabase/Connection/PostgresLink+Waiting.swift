import Glibc

extension PostgresLink {
  /// How soon, in milliseconds, a query is cancelled once more that goes on: the server got to know of its cancellation before it
  /// got to know of the query.
  private static let (firstPatience, lastPatience): (CInt, CInt) = (50, 5_000)

  /// Returns when the next result is there, or the connection is lost; cancels the query when it is no longer wanted.
  func awaitResult(_ query: Query?) {
    // It may have become unwanted while another part of it, such as its preparation, was waited for.
    var patience = query?.isUnwanted == true ? Self.firstPatience : -1
    while true {
      let unsent = library.flush(object)
      if unsent < 0 || descriptor < 0 || (unsent == 0 && library.isBusy(object) == 0) { return }
      let events = POLLIN | (unsent == 0 ? 0 : POLLOUT)
      let found = Readiness.wait(for: events, on: descriptor, or: query?.interrupter.pipe, atMost: patience)
      // What the server said before it went is in the next result.
      if found.isConnectionReady, library.consumeInput(object) == 0 { return }
      if found.isRung { query?.interrupter.pipe.drain() }
      guard !found.isConnectionReady || found.isRung, let query, query.isUnwanted else { continue }
      requestCancel()
      patience = patience < 0 ? Self.firstPatience : min(patience * 2, Self.lastPatience)
    }
  }

  /// Asks the server, through a connection of its own, to end what runs on this one.
  private func requestCancel() {
    guard let cancel = library.newCancel(object) else { return }
    defer { library.freeCancel(cancel) }
    var errors = [CChar](repeating: 0, count: 256)
    _ = library.cancel(cancel, &errors, CInt(errors.count))
  }
}

/// For one that listens.
extension PostgresLink {
  /// Reads what has come; false: the connection is lost.
  func readInput() -> Bool { library.consumeInput(object) != 0 }

  /// Whether somebody has notified us since the last time.
  func takeNotifications() -> Bool {
    var isNotified = false
    while let notification = library.notifies(object) {
      library.freeMemory(notification)
      isNotified = true
    }
    return isNotified
  }
}
