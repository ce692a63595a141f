import Logging
import TaskModel

/// Takes in what a command writes: line by line to the log, the last lines and, where it is the result, all of stdout
/// into memory.
struct CommandOutput {
  enum Stream: String { case stdout, stderr }

  private let logger: Logger
  private let capturesOutput: Bool
  private let progress: (TaskProgress) -> Void
  private var splitters: [Stream: LineSplitter] = [:]
  private var last: LastLines
  private var budget: LineBudget
  private(set) var captured = CapturedOutput()

  /// - Parameter progress: told of lines that say how far the run has come, which go nowhere else.
  init(
    logger: Logger, mode: CommandResultMode, keeping count: Int, progress: @escaping (TaskProgress) -> Void = { _ in }
  ) {
    self.logger = logger
    self.progress = progress
    capturesOutput = mode != .status
    last = LastLines(count: count)
    budget = LineBudget(now: .now)
  }

  var lastLines: [String] { last.lines }

  mutating func take(_ chunk: UnsafeBufferPointer<UInt8>, from stream: Stream) {
    report(refused: budget.advance(to: .now))
    if stream == .stdout, capturesOutput { captured.append(chunk) }
    var splitter = splitters.removeValue(forKey: stream) ?? LineSplitter()
    splitter.feed(chunk) { take($0, from: stream) }
    splitters[stream] = splitter
  }

  mutating func finish() {
    for (stream, var splitter) in splitters { splitter.finish { take($0, from: stream) } }
    splitters = [:]
    report(refused: budget.takeRefused())
  }

  private mutating func take(_ line: LineSplitter.Line, from stream: Stream) {
    if let step = step(line, stream) { return progress(step) }
    last.append(line)
    let level = level(stream)
    guard logger.logLevel <= level, budget.take() else { return }
    logger.log(level: level, "\(line.text())", metadata: ["stream": .string(stream.rawValue)])
  }

  /// Where stdout is the result, nothing is read into it.
  private func step(_ line: LineSplitter.Line, _ stream: Stream) -> TaskProgress? {
    guard line.bytes.first == UInt8(ascii: ":"), stream == .stderr || !capturesOutput else { return nil }
    return TaskProgress(line: line.text())
  }

  /// A result is not for the log, unless one looks for it.
  private func level(_ stream: Stream) -> Logger.Level { stream == .stdout && capturesOutput ? .debug : .info }

  private func report(refused: Int) {
    guard refused > 0 else { return }
    logger.warning(
      "\(refused) lines of output are not in the log: more than \(LineBudget.lines) came within \(LineBudget.interval)")
  }
}
