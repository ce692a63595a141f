import TaskModel

/// Goes through the dead letters of a store page by page, so that no call of it is long.
struct DeadLetterSearch {
  static let page = 1000

  let store: any DeadLetterStore

  /// Up to `limit` letters with numbers above `number` that pass, in order, and whether there may be more.
  func letters(
    after number: Int64, limit: Int, where passes: (DeadLetter) -> Bool
  ) async throws(BackendError) -> (letters: [DeadLetter], hasMore: Bool) {
    var found: [DeadLetter] = []
    var last = number
    while true {
      let page = try await store.deadLetters(after: last, limit: Self.page)
      for letter in page where passes(letter) {
        if found.count == limit { return (found, true) }
        found.append(letter)
      }
      guard page.count == Self.page, let end = page.last else { return (found, false) }
      last = end.number
    }
  }

  /// The one with the highest number, in about as many short looks as that number has binary digits, twice.
  func newest() async throws(BackendError) -> DeadLetter? {
    guard var newest = try await store.deadLetters(after: 0, limit: 1).first else { return nil }
    var step: Int64 = 1
    // Numbers above `newest` and below `end` are not known yet.
    var end = Int64.max
    while newest.number < end - 1 {
      let ahead = end - 1 - newest.number
      // Ever further until nothing lies ahead, then halving.
      let probe = newest.number + (end == .max ? min(step, ahead) : ahead / 2)
      if let letter = try await store.deadLetters(after: probe, limit: 1).first {
        newest = letter
        (step, _) = step.multipliedReportingOverflow(by: 2)
        if step <= 0 { step = Int64.max }
      } else if probe == newest.number {
        return newest
      } else {
        end = probe + 1
      }
    }
    return newest
  }
}
