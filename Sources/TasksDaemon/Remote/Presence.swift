import CeleryWire
import Logging
import Synchronization
import TaskModel

/// That the node is there for others: its mailbox is bound, it gives signs of life, and it says goodbye.
final class Presence: Sendable {
  /// How long saying goodbye may take.
  private static let farewellLimit = Duration.seconds(2)

  private let channel: any RemoteChannel
  private let heart: Heart
  private let timer: any WallClock
  private let logger: Logger
  /// On the timer; nil until the mailbox is known to be bound.
  private let announcedAt = Mutex<Timestamp?>(nil)

  /// - Parameter timer: the clock that never jumps.
  init(channel: any RemoteChannel, heart: Heart, timer: any WallClock, logger: Logger) {
    self.channel = channel
    self.heart = heart
    self.timer = timer
    self.logger = logger
  }

  /// Until it is cancelled.
  func run() async {
    while !Task.isCancelled {
      do { try await timer.sleep(until: timer.now + Heart.interval) } catch { return }
      guard announcedAt.withLock({ $0 }) != nil else {
        await appear()
        continue
      }
      await renewIfDue()
      await heart.beat(.heartbeat)
    }
  }

  /// The node is there, for the first time or after the broker was away.
  func appear() async {
    guard await announce() else { return }
    await heart.beat(.online)
  }

  private func renewIfDue() async {
    guard let last = announcedAt.withLock({ $0 }), timer.now - last >= channel.renewalInterval else { return }
    _ = await announce()
  }

  private func announce() async -> Bool {
    do throws(BackendError) {
      try await channel.announce()
      announcedAt.withLock { $0 = timer.now }
      return true
    } catch {
      logger.debug("the mailbox for remote control cannot be bound, retrying: \(error)")
      return false
    }
  }

  /// Says goodbye. A broker that is away must not hold up the end.
  func leave() async {
    let (ended, end) = AsyncStream<Void>.makeStream()
    let farewell = Task {
      await heart.beat(.offline)
      try? await channel.withdraw()
      end.finish()
    }
    let alarm = Task {
      try? await timer.sleep(until: timer.now + Self.farewellLimit)
      end.finish()
    }
    for await _ in ended {}
    alarm.cancel()
    farewell.cancel()
  }
}
