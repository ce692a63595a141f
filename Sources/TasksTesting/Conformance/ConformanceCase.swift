/// One story that every backend must tell in the same way.
public struct ConformanceCase: Sendable, CustomStringConvertible {
  /// What is promised, as a sentence.
  public let name: String
  private let story: @Sendable (Story) async throws -> Void

  init(_ name: String, story: @escaping @Sendable (Story) async throws -> Void) {
    self.name = name
    self.story = story
  }

  /// Throws a ``ConformanceFailure`` where the backend does otherwise, or the error it threw.
  public func run(_ fixture: BackendFixture) async throws {
    let story = Story(fixture)
    try await story.live(.one)
    try await story.live(.two)
    try await self.story(story)
  }

  public var description: String { name }
}
