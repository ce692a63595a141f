import Tasks

/// Rates of one base currency, checked.
struct ConversionRates {
  let base: String?
  let rates: JSONObject

  /// Throws what is wrong with the answer, naming the currency.
  init(answer bytes: [UInt8]) throws {
    let answer: JSONValue
    do { answer = try JSONParser.parse(bytes) } catch {
      throw TaskFailure(type: "BadAnswer", message: "the answer is not JSON: \(error)")
    }
    guard let rates = answer["rates"]?.objectValue, !rates.isEmpty else {
      throw TaskFailure(type: "BadAnswer", message: "the answer has no object 'rates' with a currency in it")
    }
    for (currency, rate) in rates {
      guard let number = rate.doubleValue, number > 0, number.isFinite else {
        throw TaskFailure(type: "BadAnswer", message: "the rate of \(currency) is \(rate), not a number above 0")
      }
    }
    self.rates = rates
    base = answer["base"]?.stringValue
  }

  var record: JSONObject { ["base": JSONValue(base), "rates": .object(rates)] }
}
