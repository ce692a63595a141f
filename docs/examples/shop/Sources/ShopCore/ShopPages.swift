import Hummingbird
import Tasks
import TasksHummingbird

/// What the web server answers.
public struct ShopPages: Sendable {
  private let database: any Database
  private let site: WebSite

  public init(database: any Database, site: WebSite) {
    self.database = database
    self.site = site
  }

  public var router: Router<ShopContext> {
    let router = Router(context: ShopContext.self)
    let orders = router.group("orders").add(middleware: TransactionMiddleware(database: database))
    orders.post(use: order)
    orders.post(":id/delivered", use: delivered)
    let readOnly = TransactionMiddleware<ShopContext>(
      database: database, options: TransactionOptions(isReadOnly: true))
    router.group("orders").add(middleware: readOnly).get(":id/invitation", use: invitation)
    router.group("review").add(middleware: readOnly).get(":slug", use: review)
    return router
  }

  /// POST /orders {"item": "tea", "phone": "+4712345678"}
  @Sendable private func order(_ request: Request, _ context: ShopContext) async throws -> EditedResponse<OrderAnswer> {
    let order = try await request.decode(as: OrderForm.self, context: context)
    let id = try await Delivery.order(order.item, phone: order.phone, in: context.requireTransaction())
    return EditedResponse(status: .created, response: OrderAnswer(id: id))
  }

  /// POST /orders/7/delivered: two hours later the customer is asked how it was.
  @Sendable private func delivered(_ request: Request, _ context: ShopContext) async throws -> HTTPResponse.Status {
    let id = try context.number("id")
    let transaction = try context.requireTransaction()
    let changed = try await transaction.execute(
      "UPDATE delivery SET was_delivered = true WHERE id = \(id) AND NOT was_delivered")
    if changed == 0 { throw HTTPError(.notFound, message: "no such delivery is under way") }
    try transaction.send(AskForReview(deliveryID: id), countdown: .hours(2))
    return .created
  }

  /// GET /orders/7/invitation: what the customer will be asked.
  @Sendable private func invitation(_ request: Request, _ context: ShopContext) async throws -> String {
    guard let delivery = try await Delivery.find(context.number("id"), in: context.requireTransaction()) else {
      throw HTTPError(.notFound)
    }
    return try ReviewInvitation(delivery).text(on: site)
  }

  /// GET /review/SLUG: where the link leads.
  @Sendable private func review(_ request: Request, _ context: ShopContext) async throws -> String {
    let slug = try context.parameters.require("slug")
    guard let delivery = try await Delivery.find(slug: slug, in: context.requireTransaction()) else {
      throw HTTPError(.notFound)
    }
    return "How was your \(delivery.item)?"
  }
}

struct OrderForm: Decodable {
  var item: String
  var phone: String
}

struct OrderAnswer: ResponseEncodable {
  var id: Int
}
