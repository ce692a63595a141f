import Foundation
import Tasks

/// What the daemon runs.
public struct Shop: TaskApplication {
  public static let tasks: [any TaskDefinition.Type] = [AskForReview.self, SendSMS.self]

  public static func prepare(_ services: inout Services, settings: Settings) async throws {
    services.register(HTTPGateway(url: try settings.require("sms.gateway")), as: (any SMSGateway).self)
    try await ShopTables.create(in: services.require((any Database).self))
  }
}
