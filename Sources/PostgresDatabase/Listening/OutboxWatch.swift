import Glibc
import Synchronization
import Tasks
import WorkerThreads

/// A thread that waits for `NOTIFY tasksd_outbox` on a connection of its own, and connects again when it is lost.
final class OutboxWatch: Sendable {
  /// The channel; what is said on it does not matter.
  static let channel = "tasksd_outbox"
  /// How long, in milliseconds, it waits before it connects again: at first, and at most.
  private static let (firstPause, lastPause): (CInt, CInt) = (100, 10_000)

  private let address: PostgresAddress
  private let library: LibPQ
  private let ring: @Sendable () -> Void
  private let pipe: WakePipe
  private let isStopped = Atomic(false)

  /// Nil when the system has no descriptor or thread left; the next listener tries again.
  /// - Parameter ring: called on the thread, also when something may have been missed.
  init?(_ address: PostgresAddress, _ library: LibPQ, ring: @escaping @Sendable () -> Void) {
    guard let pipe = try? WakePipe(place: address.place), let thread = try? WorkerThread(name: "postgres outbox") else {
      return nil
    }
    self.address = address
    self.library = library
    self.ring = ring
    self.pipe = pipe
    thread.perform { [self] in run() }
    thread.stop()
  }

  /// Returns at once; the thread ends when it hears of it.
  func stop() {
    isStopped.store(true, ordering: .relaxed)
    pipe.ring()
  }

  private var goesOn: Bool { !isStopped.load(ordering: .relaxed) }

  private func run() {
    var pause = Self.firstPause
    while goesOn {
      if let link = listening() {
        pause = Self.firstPause
        ring()
        watch(link)
      } else {
        _ = Readiness.wait(for: 0, on: -1, or: pipe, atMost: pause)
        pause = min(pause * 2, Self.lastPause)
      }
    }
  }

  private func listening() -> PostgresLink? {
    do throws(DatabaseError) {
      let link = try PostgresLink(to: address, library: library)
      let statement = "LISTEN \(Self.channel)"
      _ = try link.run(statement, BoundValues([], statement: statement, place: address.place), watching: nil)
      return link
    } catch {
      // Whoever uses the database meets the same error, and reports it.
      return nil
    }
  }

  /// Returns when the connection is lost, or nobody listens any more.
  private func watch(_ link: PostgresLink) {
    while goesOn && !link.isBroken {
      if link.takeNotifications() { ring() }
      let found = Readiness.wait(for: POLLIN, on: link.descriptor, or: pipe, atMost: -1)
      if found.isConnectionReady, !link.readInput() { return }
    }
  }
}
