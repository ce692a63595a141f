import Synchronization
import Tasks

/// The application whose executable this is.
enum Application {
  private static let current = Mutex<(any TaskApplication.Type)?>(nil)

  /// Another than that of the executable, while a client of it is opened.
  @TaskLocal private static var opened: (any TaskApplication.Type)?

  static func set(_ type: any TaskApplication.Type) { current.withLock { $0 = type } }

  /// Runs `body` as if the executable were this application's.
  static func during<Result>(
    _ type: any TaskApplication.Type, _ body: () async throws -> Result
  ) async rethrows -> Result {
    try await $opened.withValue(type) { try await body() }
  }

  private static var type: (any TaskApplication.Type)? { opened ?? current.withLock { $0 } }

  static var tasks: [any TaskDefinition.Type] { type?.tasks ?? [] }
  static var schedule: [ScheduledTask] { type?.schedule ?? [] }

  static func prepare(_ services: inout Services, settings: Settings) async throws {
    try await type?.prepare(&services, settings: settings)
  }
}
