/// The environment of command tasks: the daemon's own, the settings as `MAIN_…`, and the secrets as `SECRET_…` for those
/// that may have them.
///
/// Names are upper-cased, and what cannot stand in a name becomes `_`: `websauna.site_id` is `MAIN_WEBSAUNA_SITE_ID`.
/// From a setting `sqlalchemy.url` come `MAIN_SQL_HOST`, `MAIN_SQL_PORT`, `MAIN_SQL_DATABASE`, `MAIN_SQL_USERNAME` and
/// `MAIN_SQL_PASSWORD`. A command without `pass_secrets` gets no `SECRET_…`, no password, and URLs in settings without
/// theirs.
public struct CommandEnvironment: Sendable {
  /// Things between the daemon and systemd that are nobody else's business.
  private static let ownVariables: Set<String> = [
    "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "JOURNAL_STREAM",
    "CREDENTIALS_DIRECTORY", "MAINPID", "MANAGERPID", "SYSTEMD_EXEC_PID", "LIBDISPATCH_LOG",
  ]

  private let variables: [String: String]
  private let variablesWithSecrets: [String: String]

  /// `inherited`: the daemon's own environment.
  public init(
    settings: [String: String] = [:], secrets: [String: String] = [:],
    inherited: [String: String] = ProcessEnvironment.current
  ) {
    let own = inherited.filter { !Self.ownVariables.contains($0.key) }
    variables = own.merging(Self.main(settings, withSecrets: false)) { $1 }
    variablesWithSecrets = own.merging(Self.main(settings, withSecrets: true)) { $1 }
      .merging(Self.named("SECRET_", secrets)) { $1 }
  }

  /// What a command sees.
  public func variables(passingSecrets: Bool) -> [String: String] {
    passingSecrets ? variablesWithSecrets : variables
  }

  private static func main(_ settings: [String: String], withSecrets: Bool) -> [String: String] {
    var variables = named("MAIN_", withSecrets ? settings : settings.mapValues(ServiceURL.withoutPassword))
    guard let text = settings["sqlalchemy.url"], let url = ServiceURL(text) else { return variables }
    variables["MAIN_SQL_HOST"] = url.host
    variables["MAIN_SQL_PORT"] = url.port
    variables["MAIN_SQL_DATABASE"] = url.path
    variables["MAIN_SQL_USERNAME"] = url.user
    if withSecrets { variables["MAIN_SQL_PASSWORD"] = url.password }
    return variables
  }

  /// Where two settings come to one name, the last in alphabetical order counts. A value with a NUL cannot be passed.
  private static func named(_ prefix: String, _ values: [String: String]) -> [String: String] {
    var variables: [String: String] = [:]
    for (key, value) in values.sorted(by: { $0.key < $1.key }) where !value.utf8.contains(0) {
      variables[prefix + name(key)] = value
    }
    return variables
  }

  /// Upper case; everything but A–Z, 0–9 and `_` becomes `_`.
  static func name(_ key: String) -> String {
    String(
      String.UnicodeScalarView(
        key.unicodeScalars.map { scalar in
          switch scalar {
          case "a"..."z": Unicode.Scalar(UInt8(scalar.value) - 32)
          case "A"..."Z", "0"..."9", "_": scalar
          default: "_"
          }
        }))
  }
}
