import FoundationEssentials
import Tasks

/// The file the rates are kept in. Readers see the old ones or the new ones, never half of them.
struct RatesFile {
  let path: String

  init(setting: String) throws {
    guard setting.hasPrefix("file:") || setting.hasPrefix("/") else {
      throw TaskFailure(
        type: "SettingError", message: "conversion_rates.store is '\(setting)'; right is file:PATH in this version")
    }
    path = FilePlace.path(setting)
  }

  func replace(with rates: ConversionRates) throws {
    let bytes = JSONValue.object(rates.record).jsonBytes
    try Data(bytes).write(to: URL(filePath: path), options: .atomic)
  }
}
