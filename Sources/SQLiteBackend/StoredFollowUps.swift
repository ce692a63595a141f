import TaskModel

/// Follow-ups ready to be written: turned into bytes by the caller.
struct StoredFollowUps: Sendable {
  var messages: [StoredMessage]
  var chordSizes: [ChordSize]
  let results: [StoredResult]
  let chordParts: [StoredChordPart]

  init(_ followUps: FollowUps) {
    messages = followUps.messages.map(StoredMessage.init)
    chordSizes = followUps.chordSizes
    results = followUps.results.map(StoredResult.init)
    chordParts = followUps.chordParts.map(StoredChordPart.init)
  }

  var isEmpty: Bool { messages.isEmpty && chordSizes.isEmpty && results.isEmpty && chordParts.isEmpty }
}
