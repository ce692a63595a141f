import CommandTasks
import Testing

@Suite struct CommandEnvironmentTests {
  @Test func settingsAndSecretsGetTheirNames() {
    let environment = CommandEnvironment(
      settings: ["websauna.site_id": "shop", "a-b c.ö": "1"], secrets: ["aws.Key": "s"], inherited: ["PATH": "/bin"])
    #expect(
      environment.variables(passingSecrets: false)
        == ["PATH": "/bin", "MAIN_WEBSAUNA_SITE_ID": "shop", "MAIN_A_B_C__": "1"])
    #expect(environment.variables(passingSecrets: true)["SECRET_AWS_KEY"] == "s")
  }

  @Test func whatSystemdToldTheDaemonIsNotPassedOn() {
    let own = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "LISTEN_FDS", "JOURNAL_STREAM", "CREDENTIALS_DIRECTORY"]
    let environment = CommandEnvironment(inherited: Dictionary(uniqueKeysWithValues: own.map { ($0, "x") }))
    #expect(environment.variables(passingSecrets: true).isEmpty)
  }

  @Test(arguments: [
    ("postgresql://u:p%40w@db.example:5433/shop?sslmode=require", ["db.example", "5433", "shop", "u", "p@w"]),
    ("postgresql+psycopg2://u@db/shop", ["db", nil, "shop", "u", nil]),
    ("postgresql://u:a/b@db/shop", ["db", nil, "shop", "u", "a/b"]),
    ("postgresql://u:a@b@db/shop", ["db", nil, "shop", "u", "a@b"]),
    ("postgresql://[::1]:5432/shop", ["::1", "5432", "shop", nil, nil]),
    ("postgresql:///shop", [nil, nil, "shop", nil, nil]),
    ("sqlite:////var/lib/x.db", [nil, nil, "var/lib/x.db", nil, nil]),
    ("postgresql://u:100%@db", ["db", nil, nil, "u", "100%"]),
    ("no url", [nil, nil, nil, nil, nil]),
    ("", [nil, nil, nil, nil, nil]),
  ])
  func theDatabaseIsSplit(url: String, parts: [String?]) {
    let environment = CommandEnvironment(settings: ["sqlalchemy.url": url], inherited: [:])
    let names = ["HOST", "PORT", "DATABASE", "USERNAME", "PASSWORD"].map { "MAIN_SQL_\($0)" }
    let all = environment.variables(passingSecrets: true)
    #expect(names.map { all[$0] } == parts)
    #expect(all["MAIN_SQLALCHEMY_URL"] == url)
    let without = environment.variables(passingSecrets: false)
    #expect(without["MAIN_SQL_PASSWORD"] == nil)
    if let password = parts[4] {
      #expect(without.values.allSatisfy { !$0.contains(password) && !$0.contains("p%40w") })
    }
  }

  @Test(arguments: [
    ("redis://:pw@localhost:6379/3", "redis://@localhost:6379/3"),
    ("https://u:pw@h/x", "https://u@h/x"),
    ("https://h:80/a@b", "https://h:80/a@b"),
    ("https://[::1]/a@b", "https://[::1]/a@b"),
    ("plain:text@here", "plain:text@here"),
  ])
  func passwordsInURLsAreTakenOut(value: String, shown: String) {
    let environment = CommandEnvironment(settings: ["x": value], inherited: [:])
    #expect(environment.variables(passingSecrets: false)["MAIN_X"] == shown)
    #expect(environment.variables(passingSecrets: true)["MAIN_X"] == value)
  }

  @Test func anythingCanStandInASetting() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<500 {
      let text = generator.text(maximum: 10) + "://" + generator.text(maximum: 20) + "@" + generator.text(maximum: 9)
      let environment = CommandEnvironment(settings: ["sqlalchemy.url": text], inherited: [:])
      #expect(environment.variables(passingSecrets: true)["MAIN_SQLALCHEMY_URL"] == text)
    }
  }
}
