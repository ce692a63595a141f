import Foundation
import MachineTesting
import ProcessTesting
import Testing

/// Secrets by LoadCredential= (systemd.exec(5)).
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct CredentialTests {
  /// With all that means something in a URL.
  private static let password = "p@ss/w%rd:#?"

  private static let configuration = """
    [tasksd]
    broker_url = redis://:${credential:redis-password}@localhost:6379/0
    secrets_file = ${CREDENTIALS_DIRECTORY}/secrets.ini

    [task:sh]
    command = /usr/local/bin/run-script {0}
    result = text
    pass_secrets = true

    """

  /// Redis that asks for the password, and files that root alone may read.
  private func prepare(_ machine: Machine) async throws {
    try machine.write("/etc/tasksd/redis-password", Self.password + "\n", mode: 0o600)
    try machine.write("/etc/tasksd/shop-secrets.ini", "[secrets]\nmail = hunter22\n", mode: 0o600)
    try await machine.shell("echo 'requirepass \(Self.password)' >> /etc/redis/redis.conf")
    _ = try await machine.systemctl("start", "redis-server").checked()
  }

  private func dropIn() throws -> String {
    try UnitFile("tasksd.service").dropIn(for: "password") + "LoadCredential=secrets.ini:/etc/tasksd/shop-secrets.ini\n"
  }

  @Test func passwordsAndSecretsComeFromSystemd() async throws {
    let dropIn = try dropIn()
    try await Machine.running(.installed) { machine in
      try await prepare(machine)
      try await machine.startTasksd(Self.configuration, dropIn: dropIn)
      #expect(try await machine.task("id -un; echo $SECRET_MAIL") == "tasksd\nhunter22")
      // The daemon alone has what it was handed: the files are not its user's.
      #expect(try await machine.call("sh", "cat /etc/tasksd/redis-password").exit == .code(1))
      #expect(try await machine.task("echo ${CREDENTIALS_DIRECTORY:-none}") == "none")
      _ = try await machine.systemctl("reload", "tasksd").checked()
      let everything = try await machine.journal().map(\.description).joined(separator: "\n")
      for secret in [Self.password, "p%40ss", "hunter22"] { #expect(!everything.contains(secret)) }
      let directory = "CREDENTIALS_DIRECTORY=/run/credentials/tasksd.service"
      let printed = try await machine.shell("\(directory) tasksd check --print --config /etc/tasksd/tasksd.ini")
      #expect(printed.contains("broker_url = ***"), "\(printed)")
      for secret in [Self.password, "p%40ss", "hunter22"] { #expect(!printed.contains(secret)) }
    }
  }

  /// systemd hands credentials over at the start.
  @Test func aNewPasswordIsReadAtTheNextStart() async throws {
    let dropIn = try dropIn()
    try await Machine.running(.installed) { machine in
      try await prepare(machine)
      try await machine.startTasksd(Self.configuration, dropIn: dropIn)
      try machine.write("/etc/tasksd/redis-password", "another\n", mode: 0o600)
      let redis = "REDISCLI_AUTH='\(Self.password)' redis-cli"
      try await machine.shell("\(redis) config set requirepass another")
      _ = try await machine.systemctl("restart", "tasksd").checked()
      #expect(try await machine.task("echo still here") == "still here")
    }
  }

  @Test func oneThatIsNotHandedOverIsAWrongConfiguration() async throws {
    try await Machine.running(.installed) { machine in
      try machine.write(
        "/etc/tasksd/tasksd.ini", "[tasksd]\nbroker_url = redis://:${credential:redis-password}@localhost/0\n")
      #expect(try await machine.systemctl("start", "tasksd").exit != .code(0))
      let unit = try await machine.show("tasksd", "ExecMainStatus", "NRestarts", "Result")
      #expect(unit["ExecMainStatus"] == "78")
      #expect(unit["NRestarts"] == "0")
      let lines = try await machine.journal("-u", "tasksd").map(\.message)
      #expect(
        lines.contains { $0.contains("tasksd.ini:2: broker_url: there is no credential 'redis-password'") }, "\(lines)")
    }
  }
}
