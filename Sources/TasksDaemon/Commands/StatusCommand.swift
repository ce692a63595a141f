import ArgumentParser
import ControlAPI
import TaskModel
import WorkerThreads

/// `tasksd ctl status`: are the tasks being executed?
struct StatusCommand: AsyncParsableCommand {
  static let configuration = ArgumentParser.CommandConfiguration(
    commandName: "status", abstract: "Say at a glance whether tasks are being executed.",
    discussion: "Exits 0 when they are, 1 when not, with the reasons in the first line, and 69 when no daemon answers.")

  @OptionGroup var daemon: DaemonOption

  func run() async throws {
    let status = try await daemon.ask { client throws(DaemonClientError) in try await DaemonStatus.read(client) }
    if daemon.json {
      Terminal.print(json: .object(status.record))
    } else {
      Terminal.print(StatusView(status: status, now: try SystemClock().now).text)
    }
    if !status.verdict.isWell { throw DaemonError(.failure, "") }
  }
}
