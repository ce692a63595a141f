/// What the configuration is read from, besides the file.
package struct ConfigurationInput: Sendable {
  /// An option given on the command line.
  package struct Override: Hashable, Sendable {
    /// The option's name, such as `worker_concurrency`.
    package var option: String
    package var text: String
    /// How it was said, such as `--concurrency`.
    package var flag: String

    package init(option: String, text: String, flag: String) {
      self.option = option
      self.text = text
      self.flag = flag
    }
  }

  package var files: any FileSource
  package var environment: [String: String]
  package var overrides: [Override]
  /// Splits the line of a command into argv and holds its placeholders against the rules; throws what is wrong.
  package var splitCommand: @Sendable (String) throws -> [String]
  /// Holds the placeholders of a limit's key against the rules; throws what is wrong.
  package var checkKey: @Sendable (String) throws -> Void

  package init(
    files: any FileSource, environment: [String: String], overrides: [Override] = [],
    splitCommand: @escaping @Sendable (String) throws -> [String],
    checkKey: @escaping @Sendable (String) throws -> Void = { _ in }
  ) {
    self.files = files
    self.environment = environment
    self.overrides = overrides
    self.splitCommand = splitCommand
    self.checkKey = checkKey
  }

  var currentDirectory: String { files.currentDirectory }
}
