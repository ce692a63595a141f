import TaskModel
import Tasks

struct Announce: RequestAwareTask {
  static let name: TaskName = "announce"
  var product: String

  func run(_ request: TaskRequest) async throws {}
}
