import TaskConfiguration

/// Reads the configuration of a daemon the same way at start and at every reload: file, environment, command line.
struct ConfigurationLoader: Sendable {
  private let file: String?
  private let overrides: [ConfigurationInput.Override]
  private let role: ConfigurationCheck.Role

  init(options: RunOptions, role: ConfigurationCheck.Role) {
    file = options.configuration.config
    self.role = role
    var overrides: [ConfigurationInput.Override] = []
    func override(_ option: String, _ text: String?, _ flag: String) {
      if let text { overrides.append(ConfigurationInput.Override(option: option, text: text, flag: flag)) }
    }
    override("log_level", options.logLevel, "--loglevel")
    override("log_format", options.logFormat, "--log-format")
    override("worker_concurrency", options.concurrency.map(String.init), "--concurrency")
    override("worker_queues", options.queues, "--queues")
    override("hostname", options.hostname, "--hostname")
    self.overrides = overrides
  }

  func load() -> LoadedConfiguration { LoadedConfiguration.load(file, overrides: overrides, role: role) }
}
