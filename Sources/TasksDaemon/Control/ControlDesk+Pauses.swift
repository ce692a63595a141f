import ControlAPI
import TaskConfiguration
import TaskModel
import Worker

/// Pausing and resuming: this node as a whole, or queues and entries of the schedule for all nodes on the store.
extension ControlDesk {
  func pause(_ arguments: JSONObject) async throws(ControlProblem) -> JSONValue {
    let subjects = Self.subjects(arguments)
    if subjects.isEmpty {
      try worker().pause()
      return ok("takes no new tasks; running ones go on")
    }
    if arguments["force"]?.boolValue != true { try await refuseUnknown(subjects) }
    try await store { store throws(BackendError) in try await store.pause(subjects) }
    // Other nodes notice when they ask for work next.
    parts.worker?.giveBack(subjects.compactMap(\.queue))
    return ok("paused on all tasksd nodes until it is resumed: \(Self.list(subjects))")
  }

  func resume(_ arguments: JSONObject) async throws(ControlProblem) -> JSONValue {
    let subjects = Self.subjects(arguments)
    if subjects.isEmpty {
      try worker().resume()
      return ok("takes tasks again")
    }
    let paused = try await store { store throws(BackendError) in try await store.pauses() }.map(\.subject)
    if let idle = subjects.first(where: { !paused.contains($0) }) {
      let there = paused.isEmpty ? "nothing is" : "paused are \(Self.list(paused))"
      throw ControlProblem(.conflict, "\(idle.text) is not paused; \(there)", argument: idle.argument)
    }
    try await store { store throws(BackendError) in _ = try await store.resume(subjects) }
    return ok("resumed: \(Self.list(subjects))")
  }

  private static func subjects(_ arguments: JSONObject) -> [PauseSubject] {
    func names(_ key: String) -> [String] { arguments[key]?.arrayValue?.compactMap(\.stringValue) ?? [] }
    return names("queues").map { .queue(QueueName($0)) } + names("schedule").map { .entry($0) }
  }

  private static func list(_ subjects: [PauseSubject]) -> String { subjects.map(\.text).joined(separator: ", ") }

  /// A name with a slip in it would stay paused unseen, and what was meant would go on.
  private func refuseUnknown(_ subjects: [PauseSubject]) async throws(ControlProblem) {
    let names = Set(subjects.map(\.argument))
    let queues = names.contains("queues") ? try await knownQueues() : []
    let entries = names.contains("schedule") ? try await knownEntries() : []
    for subject in subjects {
      let known = subject.queue == nil ? entries : queues
      guard !known.contains(subject.name) else { continue }
      let kind = subject.queue == nil ? "entry of the schedule" : "queue"
      let list = known.isEmpty ? "none is known" : "known are \(known.sorted().joined(separator: ", "))"
      throw ControlProblem(
        .unknownName, "no \(kind) is called '\(subject.name)': \(list); with force it is paused all the same",
        argument: subject.argument, suggestion: nearestName(to: subject.name, among: known.sorted()))
    }
  }

  /// Those that this node takes from or is configured to send to, and those that hold anything.
  private func knownQueues() async throws(ControlProblem) -> Set<String> {
    let held = try await store { store throws(BackendError) in try await store.queueStatistics(of: []) }
    let own = (parts.worker?.snapshot.queues ?? []) + parts.configuration.consumedQueues()
    return Set((held.map(\.queue) + own).map(\.rawValue))
  }

  /// Those of all nodes.
  private func knownEntries() async throws(ControlProblem) -> Set<String> {
    let remembered = try await store { store throws(BackendError) in try await store.entryMemories() }
    return Set(remembered.map(\.entry) + parts.configuration.entries.map(\.name))
  }
}

extension PauseSubject {
  fileprivate var name: String {
    switch self {
    case .queue(let name): name.rawValue
    case .entry(let name): name
    }
  }

  fileprivate var queue: QueueName? { if case .queue(let name) = self { name } else { nil } }

  /// The field of a request in which it is named.
  fileprivate var argument: String { queue == nil ? "schedule" : "queues" }

  fileprivate var text: String { queue == nil ? "schedule entry '\(name)'" : "queue '\(name)'" }
}
