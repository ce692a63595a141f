import CeleryWire
import Glibc
import TaskModel
import Worker

/// The signs of life by which other workers, `celery events` and Flower know that the node is there.
struct Heart: Sendable {
  /// Celery's interval: twice as long in silence and a worker counts as gone.
  static let interval = Duration.seconds(2)

  let parts: DaemonParts
  let publisher: EventPublisher

  static let software = CeleryEvent.Software(identity: "tasksd", version: Version.text, system: "Linux")

  func beat(_ phase: CeleryEvent.WorkerPhase) async {
    await publisher.publish(
      .worker(
        phase, interval: Self.interval, active: parts.worker?.snapshot.active.count ?? 0, processed: processed,
        load: Self.load, software: Self.software, at: parts.clock.now))
  }

  /// The answer to the command `heartbeat`.
  func beatOnRequest() async {
    await publisher.publish(.requestedHeartbeat(software: Self.software, at: parts.clock.now))
  }

  private var processed: Int { parts.hub.statistics.snapshot.runs.values.reduce(0, +) }

  /// Over 1, 5 and 15 minutes, to two decimals.
  private static var load: [Double] {
    var load = [0.0, 0.0, 0.0]
    guard getloadavg(&load, 3) == 3 else { return [0, 0, 0] }
    return load.map { ($0 * 100).rounded() / 100 }
  }
}
