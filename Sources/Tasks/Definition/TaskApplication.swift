/// An executable that is a tasksd: its own tasks and schedules with all commands, configuration and unit files.
///
/// ```swift
/// import Tasks
/// import TasksDaemon
///
/// @main struct Shop: TaskApplication {
///   static let tasks: [any TaskDefinition.Type] = [SendSMS.self, UpdateRates.self]
///   static let schedule = [ScheduledTask("rates", .every(.hours(1)), UpdateRates())]
///   static func prepare(_ services: inout Services, settings: Settings) async throws {
///     services.register(SMSGateway(key: try settings.require("sms.key")))
///   }
/// }
/// ```
public protocol TaskApplication: SendableMetatype {
  /// The tasks this program runs. Default: none.
  static var tasks: [any TaskDefinition.Type] { get }

  /// What is sent by itself. Default: nothing.
  static var schedule: [ScheduledTask] { get }

  /// Makes what the tasks share: clients, pools, gateways. Called once, before the daemon reports that it is ready; an error
  /// ends the start. Default: nothing.
  static func prepare(_ services: inout Services, settings: Settings) async throws
}

extension TaskApplication {
  public static var tasks: [any TaskDefinition.Type] { [] }
  public static var schedule: [ScheduledTask] { [] }
  public static func prepare(_ services: inout Services, settings: Settings) async throws {}
}
