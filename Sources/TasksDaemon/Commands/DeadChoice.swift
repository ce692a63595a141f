import ArgumentParser
import ControlAPI
import TaskModel
import WorkerThreads

/// Which dead letters are to be replayed or dropped, and what became of them.
struct DeadChoice {
  enum Verb: String { case replay = "Replay", drop = "Drop" }

  let numbers: [Int64]
  let all: Bool
  let filter: DeadFilterOptions

  func check() throws {
    if numbers.isEmpty {
      if all || !filter.isEmpty { return }
      throw ValidationError("name the numbers of dead letters, give a filter such as --task 'send_*', or say --all")
    }
    if all { throw ValidationError("--all and numbers exclude each other") }
    if !filter.isEmpty { throw ValidationError("a filter and numbers exclude each other") }
  }

  /// The fields of the request. Where a filter chooses, somebody is asked, who sees how many they are; the chosen are then
  /// named by number, so that none comes in between.
  func made(_ verb: Verb, _ daemon: DaemonOption) async throws -> JSONObject {
    if !numbers.isEmpty { return ["numbers": .array(numbers.map(JSONValue.integer))] }
    if filter.isEmpty { return ["all": true] }
    let fields = try filter.fields(at: SystemClock().now)
    if all { return fields }
    guard Terminal.isInteractive else {
      throw ValidationError(
        "--all says that every dead letter that passes the filter is meant; nobody can be asked here")
    }
    let found = try await daemon.ask { client throws(DaemonClientError) in
      try await client.deadLetters(limit: 100_000, filter: fields)
    }
    let letters = found["letters"]?.arrayValue ?? []
    if letters.isEmpty { throw DaemonError(.failure, "no dead letter passes the filter") }
    guard Terminal.confirms("\(verb.rawValue) \(letters.count) of \(found["count"] ?? 0) dead letters?") else {
      throw DaemonError(.failure, "nothing done")
    }
    return ["numbers": .array(letters.compactMap { $0["number"] })]
  }

  /// Exits 1 when something that was named was left.
  static func show(_ reply: JSONValue, _ word: String, json: Bool) throws {
    let left = reply["left"]?.arrayValue ?? []
    if json {
      Terminal.print(json: reply)
    } else {
      Terminal.print("\(word) \(reply[word]?.arrayValue?.count ?? 0)")
    }
    if !left.isEmpty {
      let numbers = left.map(\.description).joined(separator: ", ")
      throw DaemonError(.failure, json ? "" : "not \(word): \(numbers) (unknown, unreadable, or a duplicate)")
    }
  }
}
