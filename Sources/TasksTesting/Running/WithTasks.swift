public import Tasks

/// Tests an application's tasks, with its own `prepare`, in one process: no daemon, no Redis, no time that passes.
///
/// ```swift
/// @Test func theReviewSMSGoesOutTwoHoursAfterTheOrder() async throws {
///   try await withTasks(Shop.self) { tasks in
///     try await tasks.database.transaction { try $0.send(AskForReview(deliveryID: 7), countdown: .hours(2)) }
///     #expect(try await tasks.drain().count == 0)
///     tasks.clock.advance(by: .hours(2))
///     #expect(try await tasks.drain().count == 2)
///   }
/// }
/// ```
/// There are a broker in memory, a SQLite database in memory and a clock that stands still until the test moves it. Nothing
/// of them remains afterwards.
///
/// - Parameters:
///   - mode: when what is sent is run.
///   - settings: the application's settings, as the configuration's section `[app:main]` has them.
///   - siteURL: the configuration's `site_url`.
///   - clock: what time it is; a Monday in January 2026 at first.
///   - database: another than SQLite in memory; whoever gave it closes it.
///   - override: puts test doubles in the place of what `prepare` has registered.
/// - Throws: what `prepare`, `override` and `body` throw; `RegistrationError` for tasks that cannot be registered.
public func withTasks<Application: TaskApplication, Result: Sendable>(
  _ application: Application.Type, mode: TaskMode = .drained, settings: [String: String] = [:],
  siteURL: String? = nil, clock: ManualClock = ManualClock(), database: (any Database)? = nil,
  override: (inout Services) throws -> Void = { _ in }, isolation: isolated (any Actor)? = #isolation,
  _ body: (TestedTasks) async throws -> Result
) async throws -> Result {
  let site = TestSite(
    tasks: application.tasks, mode: mode, settings: Settings(settings), siteURL: siteURL, clock: clock)
  return try await site.open(
    database: database,
    prepare: { services, settings in
      try await application.prepare(&services, settings: settings)
      try override(&services)
    }, isolation: isolation, body)
}

/// Tests tasks that belong to no application.
///
/// - Parameter prepare: registers what they share.
public func withTasks<Result: Sendable>(
  _ tasks: [any TaskDefinition.Type], mode: TaskMode = .drained, settings: [String: String] = [:],
  siteURL: String? = nil, clock: ManualClock = ManualClock(), database: (any Database)? = nil,
  prepare: (inout Services) throws -> Void = { _ in }, isolation: isolated (any Actor)? = #isolation,
  _ body: (TestedTasks) async throws -> Result
) async throws -> Result {
  let site = TestSite(tasks: tasks, mode: mode, settings: Settings(settings), siteURL: siteURL, clock: clock)
  return try await site.open(
    database: database, prepare: { services, _ in try prepare(&services) }, isolation: isolation, body)
}
