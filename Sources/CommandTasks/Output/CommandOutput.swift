import Logging

/// Takes in what a command writes: line by line to the log, the last lines and, where it is the result, all of stdout
/// into memory.
struct CommandOutput {
  enum Stream: String { case stdout, stderr }

  private let logger: Logger
  private let capturesOutput: Bool
  private var splitters: [Stream: LineSplitter] = [:]
  private var last: LastLines
  private var budget: LineBudget
  private(set) var captured = CapturedOutput()

  init(logger: Logger, mode: CommandResultMode, keeping count: Int) {
    self.logger = logger
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
    last.append(line)
    let level = level(stream)
    guard logger.logLevel <= level, budget.take() else { return }
    logger.log(level: level, "\(line.text())", metadata: ["stream": .string(stream.rawValue)])
  }

  /// A result is not for the log, unless one looks for it.
  private func level(_ stream: Stream) -> Logger.Level { stream == .stdout && capturesOutput ? .debug : .info }

  private func report(refused: Int) {
    guard refused > 0 else { return }
    logger.warning(
      "\(refused) lines of output are not in the log: more than \(LineBudget.lines) came within \(LineBudget.interval)")
  }
}
