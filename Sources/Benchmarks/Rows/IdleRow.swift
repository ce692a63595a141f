import TaskModel

/// The real daemon with nothing to do.
struct IdleRow: Row {
  let name = "idle"
  let usualRounds = 1
  private let seconds = 20.0

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let daemon = try Daemon.start(
      try workshop.daemon(), in: workshop, configuration: try workshop.configuration())
    defer { daemon.child.end() }
    try await workshop.pause(.seconds(2))
    let before = try ProcessUsage(of: daemon.child.pid)
    try await workshop.pause(Duration(saturatingSeconds: seconds))
    let after = try ProcessUsage(of: daemon.child.pid)
    return [
      Reading("resident memory", after.residentMiB, "MiB", goal: .atMost(25)),
      Reading("of it the program's own, not its file's", after.anonymousMiB, "MiB"),
      Reading(
        "CPU over 20 s", (after.cpuSeconds - before.cpuSeconds) / seconds * 100, "% of a core", goal: .atMost(0.05)),
    ]
  }
}
