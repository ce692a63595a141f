import Tasks

// The application's tasks as a client knows them: names, arguments, results. Who runs them is another matter.

struct Add: TaskDefinition {
  typealias Output = Int
  static let name: TaskName = "demo.add"
  var x: Int
  var y: Int
}

struct Sum: TaskDefinition {
  typealias Output = Int
  static let name: TaskName = "demo.xsum"
  var numbers: [Int]
}

struct Echo: TaskDefinition {
  typealias Output = JSONValue
  static let name: TaskName = "demo.echo"
  var value: JSONValue
}

struct Fail: TaskDefinition {
  typealias Output = JSONValue
  static let name: TaskName = "demo.fail"
  var message: String
}

struct Identity: TaskDefinition {
  typealias Output = JSONValue
  static let name: TaskName = "demo.identity"
}

struct RetryUntil: TaskDefinition {
  typealias Output = Int
  static let name: TaskName = "demo.retry"
  var times: Int
}

struct ErrorCallback: TaskDefinition {
  typealias Output = String
  static let name: TaskName = "demo.errback"
}

struct Now: TaskDefinition {
  typealias Output = Double
  static let name: TaskName = "demo.now"
}
