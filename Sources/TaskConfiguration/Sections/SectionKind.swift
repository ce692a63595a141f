import TaskModel

/// What a section is to us, by its name.
enum SectionKind: Hashable {
  /// [tasksd] or [celery].
  case options
  case includes
  /// [app:main] and [DEFAULT]: the site's settings.
  case settings
  case scheduled(name: String)
  case route(name: String)
  case command(name: String)
  /// [celery:broker_transport_options] or [celery:result_backend_transport_options]: our options by kombu's names.
  case transportOptions([String: String])
  /// Celery's other sub-sections.
  case celeryPart
  /// Another program's: left alone.
  case foreign

  static let optionSections = ["tasksd", "celery"]
  static let transportSections = ["celery:broker_transport_options", "celery:result_backend_transport_options"]

  init(_ section: String) {
    let colon = section.utf8.firstIndex(of: UInt8(ascii: ":"))
    let prefix = (colon.map { section.before($0) } ?? section).trimmed
    let name = (colon.map { section.after($0) } ?? "").trimmed
    switch (prefix, colon == nil) {
    case ("tasksd", true), ("celery", true): self = .options
    case ("includes", true): self = .includes
    case ("DEFAULT", true): self = .settings
    case ("app", false) where name == "main": self = .settings
    case ("celerybeat", false): self = .scheduled(name: name)
    case ("celeryroute", false): self = .route(name: name)
    case ("task", false): self = .command(name: name)
    case ("celery", false) where name == "broker_transport_options":
      self = .transportOptions(OptionTable.transportOptions)
    case ("celery", false) where name == "result_backend_transport_options":
      self = .transportOptions(OptionTable.resultTransportOptions)
    case ("celery", false): self = .celeryPart
    default: self = .foreign
    }
  }

  /// For a section of nobody's that looks like a slip of ours: what was probably meant.
  static func suggestion(for section: String) -> String? {
    let colon = section.utf8.firstIndex(of: UInt8(ascii: ":"))
    let prefix = (colon.map { section.before($0) } ?? section).trimmed
    let rest = colon.map { ":" + section.after($0) } ?? ""
    if ["celerybeat", "celeryroute"].contains(prefix) { return "[\(prefix):NAME]" }
    let words = colon == nil ? optionSections : ["celerybeat", "celeryroute", "task"]
    guard !["tasks", "tests"].contains(prefix), prefix.utf8.count > 3 else { return nil }
    return nearestName(to: prefix, among: words).map { "[\($0)\(rest)]" }
  }
}
