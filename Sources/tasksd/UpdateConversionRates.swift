import FoundationEssentials
import Tasks

/// Fetches currency conversion rates from the API at `conversion_rates.url` and stores them at `conversion_rates.store`.
///
/// The answer is a JSON object with `rates`, currency code to number, as in
/// `{"base": "EUR", "rates": {"USD": 1.08}}`. The stored file is replaced in one step, and only by rates that make sense:
/// whatever goes wrong, the old values stay. Returns the number of rates.
struct UpdateConversionRates: RequestAwareTask {
  static let name: TaskName = "update_conversion_rates"
  static let timeLimit = TimeLimit(hard: .seconds(60))
  static let retry = RetryPolicy.exponential(attempts: 3, base: .seconds(5)).failing(on: SettingError.self)

  func run(_ request: TaskRequest) async throws -> Int {
    let source = try request.settings.require("conversion_rates.url")
    let store = try RatesFile(setting: try request.settings.require("conversion_rates.store"))
    request.logger.info("fetching conversion rates from \(source)")
    let rates = try ConversionRates(answer: try await RatesSource(source).fetch())
    try store.replace(with: rates)
    request.logger.info("stored \(rates.rates.count) conversion rates in \(store.path)")
    return rates.rates.count
  }
}
