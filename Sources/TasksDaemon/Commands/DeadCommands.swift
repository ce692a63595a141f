import ArgumentParser
import ControlAPI
import TaskModel

/// `tasksd ctl dead`: the messages that were set aside.
struct DeadCommands: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "dead", abstract: "Look at dead letters, replay or drop them.",
    subcommands: [List.self, Show.self, Replay.self, Drop.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = ArgumentParser.CommandConfiguration(commandName: "list", abstract: "Show them in short.")

    @Option(help: ArgumentHelp("List what comes after this number.", valueName: "number")) var after: Int64?
    @Option(help: ArgumentHelp("At most so many.", valueName: "n")) var limit: Int?
    @OptionGroup var daemon: DaemonOption

    func run() async throws {
      let reply = try await daemon.ask { client throws(DaemonClientError) in
        try await client.deadLetters(after: after, limit: limit)
      }
      Terminal.print(daemon.json ? reply.description : InspectView(what: "dead").text(reply))
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = ArgumentParser.CommandConfiguration(commandName: "show", abstract: "Show one whole.")

    @Argument(help: "Its number.") var number: Int64
    @OptionGroup var daemon: DaemonOption

    func run() async throws {
      let reply = try await daemon.ask { client throws(DaemonClientError) in try await client.deadLetter(number) }
      Terminal.print(daemon.json ? reply.description : InspectView.indented(reply))
    }
  }

  struct Replay: AsyncParsableCommand {
    static let configuration = ArgumentParser.CommandConfiguration(
      commandName: "replay", abstract: "Put them back into their queues.")

    @Argument(help: "Their numbers.") var numbers: [Int64] = []
    @Flag(help: "All of them.") var all = false
    @OptionGroup var daemon: DaemonOption

    func validate() throws { try DeadChoice.check(numbers, all) }

    func run() async throws {
      let reply = try await daemon.ask { client throws(DaemonClientError) in
        try await client.replayDeadLetters(all ? nil : numbers)
      }
      try DeadChoice.show(reply, "replayed", json: daemon.json)
    }
  }

  struct Drop: AsyncParsableCommand {
    static let configuration = ArgumentParser.CommandConfiguration(commandName: "drop", abstract: "Delete them.")

    @Argument(help: "Their numbers.") var numbers: [Int64] = []
    @Flag(help: "All of them.") var all = false
    @OptionGroup var daemon: DaemonOption

    func validate() throws { try DeadChoice.check(numbers, all) }

    func run() async throws {
      let reply = try await daemon.ask { client throws(DaemonClientError) in
        try await client.dropDeadLetters(all ? nil : numbers)
      }
      try DeadChoice.show(reply, "dropped", json: daemon.json)
    }
  }
}

/// Which dead letters, and what became of them.
private enum DeadChoice {
  static func check(_ numbers: [Int64], _ all: Bool) throws {
    if numbers.isEmpty && !all { throw ValidationError("name the numbers of dead letters, or say --all") }
    if !numbers.isEmpty && all { throw ValidationError("--all and numbers exclude each other") }
  }

  /// Exits 1 when something that was named was left.
  static func show(_ reply: JSONValue, _ word: String, json: Bool) throws {
    let left = reply["left"]?.arrayValue ?? []
    if json {
      Terminal.print(json: reply)
    } else {
      Terminal.print("\(word) \(reply[word]?.arrayValue?.count ?? 0)")
    }
    if !left.isEmpty {
      let numbers = left.map(\.description).joined(separator: ", ")
      throw DaemonError(.failure, json ? "" : "not \(word): \(numbers) (unknown, or unreadable)")
    }
  }
}
