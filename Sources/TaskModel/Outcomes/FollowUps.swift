/// What the end of a task sets in motion: the next task of its chain, its callbacks, the counting of its chord.
public struct FollowUps: Sendable, Hashable {
  /// Tasks to be sent. In a settlement none is refused as a duplicate: they belong to what was accepted before. Where its
  /// key is free, or its own, one that claims a key holds it (anew).
  public var messages: [TaskMessage]
  /// Chords whose header members are among `messages`: their counts stand before the first member can end.
  public var chordSizes: [ChordSize]
  /// Records of other tasks that end with this one: the members of a chain behind a failed one.
  public var results: [TaskResult]
  /// Chords of which a member has ended.
  public var chordParts: [ChordPart]

  public init(
    messages: [TaskMessage] = [], chordSizes: [ChordSize] = [], results: [TaskResult] = [],
    chordParts: [ChordPart] = []
  ) {
    self.messages = messages
    self.chordSizes = chordSizes
    self.results = results
    self.chordParts = chordParts
  }

  public var isEmpty: Bool { messages.isEmpty && chordSizes.isEmpty && results.isEmpty && chordParts.isEmpty }

  public mutating func append(_ other: FollowUps) {
    messages += other.messages
    chordSizes += other.chordSizes
    results += other.results
    chordParts += other.chordParts
  }
}
