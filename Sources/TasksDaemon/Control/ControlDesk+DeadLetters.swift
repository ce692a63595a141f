import ControlAPI
import FoundationEssentials
import TaskModel

extension ControlDesk {
  private static let pageSize = 100

  func deadLetters(_ parameters: JSONObject) async throws(ControlProblem) -> JSONValue {
    let after = parameters["after"]?.integerValue ?? 0
    let limit = Int(clamping: parameters["limit"]?.integerValue ?? Int64(Self.pageSize))
    let filter = DeadLetterFilter(parameters)
    let (count, newest, found) = try await store { store throws(BackendError) in
      let search = DeadLetterSearch(store: store)
      return (
        try await store.deadLetterCount(), try await search.newest(),
        try await search.letters(after: after, limit: limit, where: filter.passes)
      )
    }
    return [
      "count": .integer(Int64(count)), "letters": .array(found.letters.map { .object(summary($0)) }),
      "next": found.hasMore ? found.letters.last.map { .integer($0.number) } ?? .null : .null,
      "newest": newest.map { .object(summary($0)) } ?? .null,
    ]
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

  func replayDeadLetters(_ choice: JSONObject) async throws(ControlProblem) -> JSONValue {
    let chosen = try await chosen(choice)
    let replayed: [Int64]
    if let queue = choice["to"]?.stringValue {
      replayed = try await move(chosen, to: QueueName(queue))
    } else {
      replayed = try await store { store throws(BackendError) in try await store.replayDeadLetters(chosen) }
    }
    return ["replayed": .array(replayed.map(JSONValue.integer)), "left": .array(left(chosen, without: replayed))]
  }

  /// Sent first and dropped then: after a crash in between a letter is still there although it was sent, and none is lost.
  private func move(_ numbers: [Int64], to queue: QueueName) async throws(ControlProblem) -> [Int64] {
    try await store { store throws(BackendError) in
      var moved: [Int64] = []
      for number in numbers {
        guard var message = try await store.deadLetter(number)?.message else { continue }
        message.eta = nil
        message.queue = queue
        guard try await store.enqueue([message]).isEmpty else { continue }
        moved += try await store.dropDeadLetters([number])
      }
      return moved
    }
  }

  func dropDeadLetters(_ choice: JSONObject) async throws(ControlProblem) -> JSONValue {
    let chosen = try await chosen(choice)
    let dropped = try await store { store throws(BackendError) in try await store.dropDeadLetters(chosen) }
    return ["dropped": .array(dropped.map(JSONValue.integer)), "left": .array(left(chosen, without: dropped))]
  }

  private func left(_ chosen: [Int64], without done: [Int64]) -> [JSONValue] {
    let done = Set(done)
    return chosen.filter { !done.contains($0) }.map(JSONValue.integer)
  }

  /// Those that are named, or all that pass the filter.
  private func chosen(_ choice: JSONObject) async throws(ControlProblem) -> [Int64] {
    if let numbers = choice["numbers"]?.arrayValue { return numbers.compactMap(\.integerValue) }
    let filter = DeadLetterFilter(choice)
    return try await store { store throws(BackendError) in
      try await DeadLetterSearch(store: store).letters(after: 0, limit: .max, where: filter.passes).letters
        .map(\.number)
    }
  }
}
