import ArgumentParser
import TaskModel

/// `tasksd purge`: drops what waits.
struct PurgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge", abstract: "Drop all waiting tasks.",
    discussion: "Drops what waits, what is deferred and what dead nodes hold. Running tasks are untouched.")

  @Flag(name: [.long, .customShort("f")], help: "Do not ask.") var force = false
  @Option(
    name: [.customLong("queues"), .customShort("Q")],
    help: ArgumentHelp("Only these, separated by commas.", valueName: "names"))
  var queues: String?
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var client: ClientOptions

  func run() async throws {
    configuration.noteIgnored()
    let chosen = try queues.map(QueueList.parse)
    try PurgeQuestion(queues: chosen).confirm(force: force)
    try await StoreAccess.during(configuration, client) { access in
      PurgeReport.show(try await access.purge(chosen), json: client.json)
    }
  }
}

/// Asks before anything is dropped.
struct PurgeQuestion {
  let queues: [QueueName]?

  /// Throws 64 where nobody can be asked, and 1 when the answer is no.
  func confirm(force: Bool) throws {
    if force { return }
    let what = queues.map { "in \($0.map(\.rawValue).joined(separator: ", "))" } ?? "in all queues"
    guard Terminal.isInteractive else {
      throw ValidationError("this drops every waiting task \(what); say --force where nobody can be asked")
    }
    guard Terminal.confirms("Drop every waiting task \(what)?") else { throw DaemonError(.failure, "nothing dropped") }
  }
}

enum PurgeReport {
  static func show(_ count: JSONObject, json: Bool) {
    if json { return Terminal.print(json: .object(count)) }
    func number(_ key: String) -> Int64 { count[key]?.integerValue ?? 0 }
    Terminal.print(
      "purged \(number("total")): waiting \(number("waiting")), deferred \(number("deferred")), "
        + "in flight \(number("in_flight"))")
  }
}

/// Queue names separated by commas or spaces.
enum QueueList {
  static func parse(_ text: String) throws -> [QueueName] {
    let names = text.split { $0 == "," || $0 == " " }.map { QueueName(String($0)) }
    guard !names.isEmpty else { throw ValidationError("--queues names no queue") }
    return names
  }
}
