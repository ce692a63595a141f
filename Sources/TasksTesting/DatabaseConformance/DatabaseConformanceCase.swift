import Tasks

/// One story that every database must tell in the same way.
public struct DatabaseConformanceCase: Sendable, CustomStringConvertible {
  /// What is promised, as a sentence.
  public let name: String
  private let dialects: Set<SQLDialect>
  private let story: @Sendable (DatabaseStory) async throws -> Void

  /// - Parameter dialects: of which databases it holds; told of others it passes unseen.
  init(
    _ name: String, of dialects: Set<SQLDialect> = Set(SQLDialect.allCases),
    story: @escaping @Sendable (DatabaseStory) async throws -> Void
  ) {
    self.name = name
    self.dialects = dialects
    self.story = story
  }

  /// Throws a ``ConformanceFailure`` where the database does otherwise, or the error it threw.
  public func run(_ fixture: DatabaseFixture) async throws {
    let story = DatabaseStory(fixture, database: try await fixture.open(4, .seconds(60)))
    do {
      if dialects.contains(story.dialect) { try await self.story(story) }
      await story.closeAll()
    } catch {
      await story.closeAll()
      throw error
    }
  }

  public var description: String { name }
}
