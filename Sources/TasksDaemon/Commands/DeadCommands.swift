import ArgumentParser
import ControlAPI
import TaskModel
import WorkerThreads

/// `tasksd ctl dead`: the messages that were set aside.
struct DeadCommands: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "dead", abstract: "Look at dead letters, replay or drop them.",
    subcommands: [List.self, Show.self, Replay.self, Drop.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = ArgumentParser.CommandConfiguration(commandName: "list", abstract: "Show them in short.")

    @OptionGroup var filter: DeadFilterOptions
    @Option(help: ArgumentHelp("List what comes after this number.", valueName: "number")) var afterNumber: Int64?
    @Option(help: ArgumentHelp("At most so many.", valueName: "n")) var limit: Int?
    @OptionGroup var daemon: DaemonOption

    func run() async throws {
      let fields = try filter.fields(at: SystemClock().now)
      let reply = try await daemon.ask { client throws(DaemonClientError) in
        try await client.deadLetters(after: afterNumber, limit: limit, filter: fields)
      }
      if daemon.json { return Terminal.print(json: reply) }
      Terminal.print(InspectView(what: "dead").text(reply))
      if let next = reply["next"]?.integerValue { Terminal.note("there are more: --after-number \(next)") }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = ArgumentParser.CommandConfiguration(commandName: "show", abstract: "Show one whole.")

    @Argument(help: "Its number.") var number: Int64
    @OptionGroup var daemon: DaemonOption

    func run() async throws {
      let reply = try await daemon.ask { client throws(DaemonClientError) in try await client.deadLetter(number) }
      Terminal.print(daemon.json ? reply.description : DeadLetterView.text(reply))
    }
  }

  struct Replay: AsyncParsableCommand {
    static let configuration = ArgumentParser.CommandConfiguration(
      commandName: "replay", abstract: "Put them back into their queues.",
      discussion: """
        By number, by a filter, or all. Their deliveries are counted anew. With --to a crash in between may leave a letter \
        that was sent.
        """)

    @Argument(help: "Their numbers.") var numbers: [Int64] = []
    @Flag(help: "All of them, or all that pass the filter, without a question.") var all = false
    @Option(help: ArgumentHelp("Put them into this queue instead.", valueName: "queue")) var to: String?
    @OptionGroup var filter: DeadFilterOptions
    @OptionGroup var daemon: DaemonOption

    private var choice: DeadChoice { DeadChoice(numbers: numbers, all: all, filter: filter) }

    func validate() throws {
      try choice.check()
      if to?.isEmpty == true { throw ValidationError("--to is empty: leave it out, or name a queue") }
    }

    func run() async throws {
      var fields = try await choice.made(.replay, daemon)
      if let to { fields["to"] = .string(to) }
      let reply = try await daemon.ask { client throws(DaemonClientError) in
        try await client.replayDeadLetters(choice: fields)
      }
      try DeadChoice.show(reply, "replayed", json: daemon.json)
    }
  }

  struct Drop: AsyncParsableCommand {
    static let configuration = ArgumentParser.CommandConfiguration(
      commandName: "drop", abstract: "Delete them.", discussion: "By number, by a filter, or all.")

    @Argument(help: "Their numbers.") var numbers: [Int64] = []
    @Flag(help: "All of them, or all that pass the filter, without a question.") var all = false
    @OptionGroup var filter: DeadFilterOptions
    @OptionGroup var daemon: DaemonOption

    private var choice: DeadChoice { DeadChoice(numbers: numbers, all: all, filter: filter) }

    func validate() throws { try choice.check() }

    func run() async throws {
      let fields = try await choice.made(.drop, daemon)
      let reply = try await daemon.ask { client throws(DaemonClientError) in
        try await client.dropDeadLetters(choice: fields)
      }
      try DeadChoice.show(reply, "dropped", json: daemon.json)
    }
  }
}
