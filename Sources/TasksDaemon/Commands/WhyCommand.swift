import ArgumentParser
import ControlAPI
import TaskModel

/// `tasksd ctl why ID`: why a task is not running yet.
struct WhyCommand: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "why", abstract: "Say why a task has not run yet, or what became of it.",
    discussion: "Exits 0 with the explanation, 1 when nothing is known of the id.")

  @Argument(help: "The task's id.") var id: String
  @OptionGroup var daemon: DaemonOption

  func validate() throws {
    if id.isEmpty { throw ValidationError("the id is empty") }
  }

  func run() async throws {
    let reply = try await daemon.ask { client throws(DaemonClientError) in try await client.why(TaskID(id)) }
    Terminal.print(daemon.json ? reply.description : WhyView.text(reply))
    if reply["known"]?.boolValue != true { throw DaemonError(.failure, "") }
  }
}
