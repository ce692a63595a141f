import ControlAPI
import FoundationEssentials
import TaskModel

extension ControlDesk {
  private static let pageSize = 100

  func deadLetters(_ parameters: JSONObject) async throws(ControlProblem) -> JSONValue {
    let after = parameters["after"]?.integerValue ?? 0
    let limit = Int(clamping: parameters["limit"]?.integerValue ?? Int64(Self.pageSize))
    let (count, letters) = try await store { store throws(BackendError) in
      (try await store.deadLetterCount(), try await store.deadLetters(after: after, limit: limit))
    }
    return ["count": .integer(Int64(count)), "letters": .array(letters.map { .object(summary($0)) })]
  }

  func deadLetter(_ number: Int64) async throws(ControlProblem) -> JSONValue {
    let letter = try await store { store throws(BackendError) in try await store.deadLetter(number) }
    guard let letter else { throw ControlProblem(.notFound, "there is no dead letter \(number)") }
    var object = summary(letter)
    if let message = letter.message { object["message"] = .object(message.record) }
    if !letter.bytes.isEmpty {
      object["size"] = .integer(Int64(letter.bytes.count))
      object["bytes"] = .string(Data(letter.bytes).base64EncodedString())
      object["text"] = .string(String(decoding: letter.bytes.prefix(65_536), as: UTF8.self))
    }
    return .object(object)
  }

  private func summary(_ letter: DeadLetter) -> JSONObject {
    [
      "number": .integer(letter.number), "reason": .string(letter.reason.rawValue), "detail": .string(letter.detail),
      "queue": .string(letter.queue.rawValue), "died_at": .string(letter.diedAt.iso8601),
      "deliveries": .integer(Int64(letter.deliveryCount)), "task": JSONValue(letter.message?.task.rawValue),
      "id": JSONValue(letter.message?.id.rawValue),
    ]
  }

  func replayDeadLetters(_ numbers: [Int64]?) async throws(ControlProblem) -> JSONValue {
    let chosen = try await chosen(numbers)
    let replayed = try await store { store throws(BackendError) in try await store.replayDeadLetters(chosen) }
    return ["replayed": .array(replayed.map(JSONValue.integer)), "left": .array(left(chosen, without: replayed))]
  }

  func dropDeadLetters(_ numbers: [Int64]?) async throws(ControlProblem) -> JSONValue {
    let chosen = try await chosen(numbers)
    let dropped = try await store { store throws(BackendError) in try await store.dropDeadLetters(chosen) }
    return ["dropped": .array(dropped.map(JSONValue.integer)), "left": .array(left(chosen, without: dropped))]
  }

  private func left(_ chosen: [Int64], without done: [Int64]) -> [JSONValue] {
    let done = Set(done)
    return chosen.filter { !done.contains($0) }.map(JSONValue.integer)
  }

  /// All numbers there are, for nil.
  private func chosen(_ numbers: [Int64]?) async throws(ControlProblem) -> [Int64] {
    if let numbers { return numbers }
    return try await store { store throws(BackendError) in
      var all: [Int64] = []
      while true {
        let page = try await store.deadLetters(after: all.last ?? 0, limit: 1000)
        if page.isEmpty { return all }
        all += page.map(\.number)
      }
    }
  }
}
