import Glibc
import Logging

/// One run of a command, from its start to the end of its process group. Blocks the thread it is called on.
struct CommandRun: ~Copyable {
  private static let bufferSize = 64 * 1024
  /// How much more is read once all is over: a process that left the group may write for ever.
  private static let drainLimit = 1 << 20
  /// Milliseconds in which killed processes let go of their pipes.
  private static let drainTime: CInt = 100

  private let child: ChildProcess
  private var stdout: OutputPipe
  private var stderr: OutputPipe
  private var supervision: GroupSupervision
  private var output: CommandOutput
  private let stop: StopSwitch
  private let logger: Logger
  private let startedAt = ContinuousClock.now
  private var isStopSeen = false
  private var isExitSeen = false
  private let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Self.bufferSize)

  /// Starts the command. Throws why it cannot be started.
  init(_ plan: RunPlan, stop: StopSwitch, output: CommandOutput, logger: Logger) throws(CommandProblem) {
    let input = try MessageFile.make(plan.message)
    let stdout = try Pipe()
    let stderr = try Pipe()
    child = try ChildProcess(
      plan.launch, input: input.number, output: stdout.writing.number, error: stderr.writing.number)
    self.stdout = OutputPipe(stdout.reading)
    self.stderr = OutputPipe(stderr.reading)
    supervision = GroupSupervision(startedAt: startedAt, hardLimit: plan.hardLimit, killGrace: plan.killGrace)
    self.output = output
    self.stop = stop
    self.logger = logger
  }

  deinit { buffer.deallocate() }

  /// Returns once the leader has ended and every other process of its group was killed.
  consuming func toTheEnd() -> RunReport {
    while !supervision.isOver { step() }
    return report()
  }

  /// Waits for one thing to happen and answers it.
  private mutating func step() {
    var entries = [
      pollfd(fd: isExitSeen ? -1 : child.exitDescriptor.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: isStopSeen ? -1 : stop.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: stdout.pollNumber, events: Int16(POLLIN), revents: 0),
      pollfd(fd: stderr.pollNumber, events: Int16(POLLIN), revents: 0),
    ]
    poll(&entries, nfds_t(entries.count), timeout)
    let now = ContinuousClock.now
    if entries[2].revents != 0 { read(.stdout) }
    if entries[3].revents != 0 { read(.stderr) }
    if !stdout.isOpen && !stderr.isOpen { supervision.outputHasEnded() }
    if entries[0].revents != 0 {
      isExitSeen = true
      supervision.leaderHasEnded()
    }
    if entries[1].revents != 0 {
      isStopSeen = true
      obey(supervision.stopWasAsked(at: now))
    }
    obey(supervision.advance(to: now))
  }

  /// Milliseconds for poll(2), rounded up so that it does not wake before its time; -1 for ever.
  private var timeout: CInt {
    guard let deadline = supervision.nextDeadline else { return -1 }
    let (seconds, attoseconds) = (deadline - .now).components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    guard seconds < 86_400 else { return 86_400_000 }
    return CInt(seconds) * 1000 + CInt((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }

  private mutating func read(_ stream: CommandOutput.Stream) {
    let chunk = stream == .stdout ? stdout.read(into: buffer) : stderr.read(into: buffer)
    if let chunk { output.take(chunk, from: stream) }
  }

  private func obey(_ order: GroupSupervision.Order?) {
    switch order {
    case .terminate:
      logger.notice(
        "\(supervision.stopReason == .timeLimit ? "time limit" : "told to stop"): TERM to process group \(child.pid)")
      if !child.signalGroup(SIGTERM), errno == EPERM {
        logger.error("process group \(child.pid) runs as another user and cannot be stopped without CAP_KILL")
      }
      // A stopped process gets TERM only when it goes on.
      child.signalGroup(SIGCONT)
    case .kill:
      logger.warning("process group \(child.pid) is still there: KILL")
      child.signalGroup(SIGKILL)
    case nil: break
    }
  }

  /// Ends what the command left behind, and takes in what is still in the pipes.
  private consuming func report() -> RunReport {
    let duration = ContinuousClock.now - startedAt
    child.signalGroup(SIGKILL)
    drain()
    let status = child.reap()
    ProcessGroup.awaitEnd(child.pid)
    output.finish()
    return RunReport(
      status: status, duration: duration, stopReason: supervision.stopReason, lastLines: output.lastLines,
      captured: output.captured)
  }

  private mutating func drain() {
    var left = Self.drainLimit
    while left > 0, stdout.isOpen || stderr.isOpen {
      var entries = [
        pollfd(fd: stdout.pollNumber, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stderr.pollNumber, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&entries, nfds_t(entries.count), Self.drainTime)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      for (entry, stream) in zip(entries, [CommandOutput.Stream.stdout, .stderr]) where entry.revents != 0 {
        read(stream)
        left -= Self.bufferSize
      }
    }
  }
}
