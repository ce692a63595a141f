import FoundationEssentials
import Tasks

/// The tasks of a small shop, as an author would write them.
struct AskForReview: RequestAwareTask {
  static let name: TaskName = "send_review_sms_notification"
  static let aliases: [TaskName] = ["review_sms"]
  var deliveryID: Int
  func run(_ request: TaskRequest) async throws {}
}

struct SendSMS: RequestAwareTask {
  static let name: TaskName = "send_sms"
  static let queue: QueueName = "slow"
  static let priority = Priority(6)
  static let retry = RetryPolicy.exponential(attempts: 5)
  static let timeLimit = TimeLimit(soft: .seconds(10), hard: .minutes(1))
  static let acknowledges = TaskOptions.Acknowledgement.early
  static let ignoresResult = true
  static let options = TaskOptions(expires: .hours(1), timeLimit: TimeLimit(hard: .hours(9)), maxDeliveries: 7)
  var to: String
  var text: String?
  func run(_ request: TaskRequest) async throws {}
}

struct Insert: RequestAwareTask {
  static let name: TaskName = "ins"
  var value: Int
  @Default var fail = false
  func run(_ request: TaskRequest) async throws -> Int {
    if fail { throw Refused() }
    return value
  }
}

struct Refused: Error {}

struct UpdateRates: RequestAwareTask {
  static let name: TaskName = "update_conversion_rates"
  func run(_ request: TaskRequest) async throws {}
}

struct CleanUp: RequestAwareTask, TaskWithDefaults {
  static let name: TaskName = "clean_up"
  var days = 30
  var dryRun = false
  var label: String? = "old"
  func run(_ request: TaskRequest) async throws {}
}

struct Report: RequestAwareTask {
  static let name: TaskName = "report"
  struct Line: Codable, Sendable, Equatable {
    var title: String
    @Default var amount = 1
    var price: Decimal
  }
  enum Format: String, Codable, Sendable { case pdf, html }
  enum Period: Codable, Sendable, Equatable { case day(Date), days(from: Int, to: Int), all }

  var lines: [Line]
  var format: Format
  var period: Period
  var since: Date
  var logo: Data?
  var link: URL
  var key: UUID
  var weights: [String: Double]
  var steps: [Int: String]
  @Default var pause: Duration = .milliseconds(1500)
  func run(_ request: TaskRequest) async throws -> [Line] { lines }
}

/// Only sent from here; a Celery worker runs it.
struct Elsewhere: TaskDefinition {
  static let name: TaskName = "python.resize"
  static let argumentNames = ArgumentNames.snakeCase
  typealias Output = Int
  var imageURL: String
  var maxWidth: Int?
}
