import Synchronization
import TaskModel
import Tasks
import TasksTesting

/// Decides that a customer is asked: in a transaction, which can be replayed.
struct AskCustomer: TransactionalTask {
  static let name: TaskName = "ask"
  static let retry = RetryPolicy.fixed(attempts: 3, pause: .seconds(5))
  var product: String

  func run(_ request: TaskRequest, in transaction: any DatabaseTransaction) async throws {
    try await transaction.add("asked for \(product)")
    try transaction.send(SendText(text: product))
  }
}

/// Does what cannot be undone.
struct SendText: RequestAwareTask {
  static let name: TaskName = "send_text"
  var text: String

  func run(_ request: TaskRequest) async throws { try request.services.require(Phone.self).ring(text) }
}

/// Where texts arrive.
final class Phone: Sendable {
  private let received = Mutex<[String]>([])

  func ring(_ text: String) { received.withLock { $0.append(text) } }

  var texts: [String] { received.withLock { $0 } }
}

/// Begins, finds what its sender committed, and does not end before it is allowed to.
struct BrewTea: RequestAwareTask {
  static let name: TaskName = "brew"

  func run(_ request: TaskRequest) async throws -> Int {
    let rows = try await request.database.transaction { try await $0.query("SELECT name FROM product") }
    try await request.services.require(Meeting.self).come()
    return rows.count
  }
}
