import Synchronization
import Tasks

/// The application whose executable this is.
enum Application {
  private static let current = Mutex<(any TaskApplication.Type)?>(nil)

  static func set(_ type: any TaskApplication.Type) { current.withLock { $0 = type } }

  static var tasks: [any TaskDefinition.Type] { current.withLock { $0 }?.tasks ?? [] }
  static var schedule: [ScheduledTask] { current.withLock { $0 }?.schedule ?? [] }

  static func prepare(_ services: inout Services, settings: Settings) async throws {
    try await current.withLock { $0 }?.prepare(&services, settings: settings)
  }
}
