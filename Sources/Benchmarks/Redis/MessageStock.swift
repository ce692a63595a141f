import Glibc

/// Messages sent once by Celery's own client, and kept beside this program as a snapshot of the redis-server that got
/// them, so that every drain begins with the same.
struct MessageStock: Sendable {
  /// A command of bench_app.py.
  let command: String
  let count: Int

  static let stored = MessageStock(command: "stored", count: 60_000)
  static let ignored = MessageStock(command: "ignored", count: 60_000)
  static let deferred = MessageStock(command: "deferred", count: 100_000)

  /// Where the messages lie until a measurement starts.
  static let parked = "parked"
  /// Celery's default queue.
  static let queue = "celery"

  /// A server that holds them.
  func server(in workshop: Workshop) throws -> RedisProcess {
    let file = try path()
    if access(file, R_OK) != 0 { try make(file, workshop) }
    return try RedisProcess(in: workshop, snapshot: file)
  }

  private func path() throws -> String {
    let program = try Workshop.ownPath()
    let directory = program[..<(program.lastIndex(of: "/") ?? program.startIndex)]
    return "\(directory)/bench-\(command)-\(count).rdb"
  }

  private func make(_ file: String, _ workshop: Workshop) throws {
    Progress.note("sending \(count) messages with Celery's client, once for all runs")
    let server = try RedisProcess(in: workshop)
    defer { server.end() }
    try CeleryPython(in: workshop, url: server.url).run(command, count)
    let redis = try server.connect()
    try redis.run("RENAME", Self.queue, Self.parked)
    guard try redis.number("LLEN", Self.parked) == count else { throw BenchError("Celery's client sent too little") }
    try redis.run("DEL", "_kombu.binding.celery", "_kombu.binding_permanent.celery")
    try redis.run("SAVE")
    // A half-written file must not pass for a whole one.
    try FileCopy.link(workshop.path("dump.rdb"), to: "\(file).new")
    guard rename("\(file).new", file) == 0 else { throw BenchError.system("cannot write \(file)") }
    unlink(workshop.path("dump.rdb"))
  }
}
