import TaskModel

/// One option of [tasksd]: its names, how its value is read and shown, what it means.
struct OptionDefinition: Sendable {
  typealias Read = @Sendable (OptionText, inout DaemonOptions) throws(ValueError) -> Void
  typealias Show = @Sendable (DaemonOptions) -> String
  typealias Differs = @Sendable (DaemonOptions, DaemonOptions) -> Bool

  let name: String
  /// Celery's older spelling and others, in lower case.
  let aliases: [String]
  let meaning: String
  /// Said as a notice where the option is used.
  let notice: String?
  /// Whether an empty value means something.
  let allowsEmpty: Bool
  let read: Read
  /// The value in force, with secrets masked.
  let show: Show
  /// Whether two configurations differ in it; by what is shown, unless that hides something.
  let differs: Differs

  init(
    _ name: String, _ aliases: [String] = [], _ meaning: String, notice: String? = nil, allowsEmpty: Bool = false,
    show: @escaping Show, differs: Differs? = nil, read: @escaping Read
  ) {
    self.name = name
    self.aliases = aliases
    self.meaning = meaning
    self.notice = notice
    self.allowsEmpty = allowsEmpty
    self.read = read
    self.show = show
    self.differs = differs ?? { show($0) != show($1) }
  }

  var defaultText: String { show(DaemonOptions()) }
  /// When a change of it is in force.
  var moment: ChangeMoment { ChangeMoment(ofOption: name) }
}

/// The kinds of options there are.
extension OptionDefinition {
  typealias Path<Value> = any WritableKeyPath<DaemonOptions, Value> & Sendable

  static func boolean(_ name: String, _ aliases: [String] = [], sets path: Path<Bool>, _ meaning: String) -> Self {
    Self(name, aliases, meaning, show: { String($0[keyPath: path]) }) { text, options throws(ValueError) in
      options[keyPath: path] = try ValueReader.boolean(text.text)
    }
  }

  static func integer(
    _ name: String, _ aliases: [String] = [], sets path: Path<Int>, in range: ClosedRange<Int>, _ meaning: String
  ) -> Self {
    Self(name, aliases, meaning, show: { String($0[keyPath: path]) }) { text, options throws(ValueError) in
      options[keyPath: path] = try ValueReader.integer(text.text, in: range)
    }
  }

  static func duration(
    _ name: String, _ aliases: [String] = [], sets path: Path<Duration>, allowsZero: Bool = false, _ meaning: String
  ) -> Self {
    Self(name, aliases, meaning, show: { DurationReader.text($0[keyPath: path]) }) { text, options throws(ValueError) in
      options[keyPath: path] = try DurationReader.read(text.text, allowsZero: allowsZero)
    }
  }

  /// `none` takes it away.
  static func optionalDuration(
    _ name: String, _ aliases: [String] = [], sets path: Path<Duration?>, allowsZero: Bool = false, _ meaning: String
  ) -> Self {
    let show: Show = { $0[keyPath: path].map(DurationReader.text) ?? "none" }
    return Self(name, aliases, meaning, show: show) { text, options throws(ValueError) in
      options[keyPath: path] = try DurationReader.readOptional(text.text, allowsZero: allowsZero)
    }
  }

  static func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ aliases: [String] = [], sets path: Path<Value>, words: [String: Value] = [:], _ meaning: String
  ) -> Self where Value: Sendable {
    Self(name, aliases, meaning, show: { $0[keyPath: path].rawValue }) { text, options throws(ValueError) in
      options[keyPath: path] = try ValueReader.choice(text.text, aliases: words)
    }
  }

  static func text(
    _ name: String, _ aliases: [String] = [], sets path: Path<String>, allowsEmpty: Bool = false, _ meaning: String
  ) -> Self {
    Self(name, aliases, meaning, allowsEmpty: allowsEmpty, show: { $0[keyPath: path] }) { text, options in
      options[keyPath: path] = text.text
    }
  }

  static func path(_ name: String, _ aliases: [String] = [], sets path: Path<String>, _ meaning: String) -> Self {
    Self(name, aliases, meaning, show: { $0[keyPath: path] }) { text, options in options[keyPath: path] = text.path }
  }
}
