import Glibc
import TaskModel

/// The real Celery: its client, and `celery worker`. The environment is the one of the interoperability tests.
struct CeleryPython: Sendable {
  private let interpreter: String
  private let workshop: Workshop
  private let url: String

  init(in workshop: Workshop, url: String) throws {
    interpreter = try Self.interpreter()
    self.workshop = workshop
    self.url = url
    try workshop.write(PackageResources.bench_app_py, to: "bench_app.py")
  }

  /// Runs a command of bench_app.py to its end, and returns what it said.
  @discardableResult
  func run(_ command: String, _ arguments: Any...) throws -> String {
    let child = try start(command, arguments)
    return try finish(child)
  }

  /// Starts a command whose output ``finish(_:)`` waits for.
  func start(_ command: String, _ arguments: [Any]) throws -> Child {
    let output = workshop.path("\(command).log")
    unlink(output)
    return try Child(
      interpreter, [workshop.path("bench_app.py"), command] + arguments.map { "\($0)" }, environment: environment,
      output: output)
  }

  func finish(_ child: Child) throws -> String {
    let status = child.wait()
    let text = try FileText.read(child.output, atMost: 1 << 20)
    guard status == 0 else { throw BenchError("Celery's client failed: \(text)") }
    return text
  }

  /// The times, in nanoseconds, that a command printed for each task id.
  static func times(_ text: String) throws -> [String: Int64] {
    guard case .object(let members) = try JSONParser.parse(Array(text.utf8)) else {
      throw BenchError("Celery's client said \(text)")
    }
    return Dictionary(members.compactMap { key, value in value.integerValue.map { (key, $0) } }) { first, _ in first }
  }

  /// `celery worker` with two processes. Returns when it waits for tasks.
  func worker(_ redis: BlockingRedis) throws -> Child {
    let child = try Child(
      interpreter,
      [
        "-m", "celery", "-A", "bench_app", "worker", "--pool", "prefork", "--concurrency", "2", "--loglevel", "WARNING",
      ],
      environment: environment, output: workshop.path("celery.log"))
    let deadline = MonotonicTime.seconds + 30
    while true {
      if case .text(let clients) = try redis.run("CLIENT", "LIST"), clients.contains("cmd=brpop") { return child }
      guard MonotonicTime.seconds < deadline else {
        child.end()
        throw BenchError("celery worker does not wait for tasks: \((try? FileText.read(child.output)) ?? "")")
      }
      usleep(20_000)
    }
  }

  private var environment: [String: String] {
    ["REDIS_URL": url, "PYTHONPATH": workshop.directory, "PYTHONDONTWRITEBYTECODE": "1", "C_FORCE_ROOT": "1"]
  }

  private static func interpreter() throws -> String {
    let named = getenv("TASKSD_PYTHON_ENVIRONMENT").map { String(cString: $0) }
    let directory = named ?? ".build/python"
    let file = "\(directory)/bin/python"
    guard access(file, X_OK) == 0 else {
      throw BenchError("there is no Celery in \(directory): run .ci/python-environment, from the package's directory")
    }
    return file
  }
}
