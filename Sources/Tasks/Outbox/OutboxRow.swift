package import TaskModel

/// One message to be sent, as it stands in the outbox.
package struct OutboxRow: Sendable, Hashable {
  package var message: TaskMessage
  /// Chords of which this message and those behind it are the members.
  package var chords: [ChordSize]

  package init(_ message: TaskMessage, chords: [ChordSize] = []) {
    self.message = message
    self.chords = chords
  }
}

extension OutboxRow {
  /// One row for each message; what must be known of chords goes with the first.
  package static func rows(_ followUps: FollowUps) -> [OutboxRow] {
    followUps.messages.enumerated().map { index, message in
      OutboxRow(message, chords: index == 0 ? followUps.chordSizes : [])
    }
  }
}

extension OutboxRow {
  /// The columns of JSON: the arguments, and all else that the message says.
  package var columns: (args: JSONValue, kwargs: JSONValue, options: JSONValue) {
    var options = message.record
    for key in ["id", "task", "args", "kwargs"] { options[key] = nil }
    if !chords.isEmpty { options["chords"] = .array(chords.map(\.json)) }
    return (.array(message.arguments.positional), .object(message.arguments.keywords), .object(options))
  }
}

extension ChordSize {
  fileprivate var json: JSONValue {
    .object([
      "group": .string(groupID), "count": JSONValue(count),
      "expires": expires.map { .integer($0.microseconds) } ?? .null,
    ])
  }
}
