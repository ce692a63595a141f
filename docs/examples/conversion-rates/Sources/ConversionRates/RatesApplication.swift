import FoundationEssentials
import Tasks
import TasksDaemon

/// Reads the rates and hands each to a task of its own.
struct UpdateConversionRates: RequestAwareTask {
  static let name: TaskName = "update_conversion_rates"
  @Default var base = "EUR"

  func run(_ request: TaskRequest) async throws -> Int {
    let rates = try request.services.require(RateFeed.self).rates(of: base)
    try await request.queue.send(all: rates.map { StoreRate(base: base, currency: $0.key, rate: $0.value) })
    request.logger.info("read \(rates.count) rates of \(base)")
    return rates.count
  }
}

/// Keeps one rate, as a file. A run that fails is tried again, with growing pauses.
struct StoreRate: RequestAwareTask {
  static let name: TaskName = "store_rate"
  static let retry = RetryPolicy.exponential(attempts: 5)
  var base: String
  var currency: String
  var rate: Decimal

  func run(_ request: TaskRequest) async throws {
    let folder = URL(filePath: try request.settings.require("rates.folder"))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("\(rate)\n".utf8).write(to: folder.appending(path: "\(base)-\(currency)"), options: .atomic)
  }
}

/// Where the rates come from: made once, shared by all runs.
struct RateFeed: Sendable {
  let file: URL

  func rates(of base: String) throws -> [String: Decimal] {
    let answer = try JSONDecoder().decode([String: [String: Decimal]].self, from: Data(contentsOf: file))
    guard let rates = answer[base] else { throw TaskFailure(type: "UnknownBase", message: "no rates of \(base)") }
    return rates
  }
}

@main
struct RatesApplication: TaskApplication {
  static let tasks: [any TaskDefinition.Type] = [UpdateConversionRates.self, StoreRate.self]
  static let schedule = [ScheduledTask("rates", .every(.hours(1)), UpdateConversionRates(), runsAtStart: true)]

  static func prepare(_ services: inout Services, settings: Settings) async throws {
    services.register(RateFeed(file: URL(filePath: try settings.require("rates.file"))))
  }
}
