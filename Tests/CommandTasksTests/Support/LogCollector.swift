import Logging
import Synchronization

/// Keeps what was logged, and lets a test wait for a line.
final class LogCollector: Sendable {
  struct Entry: Sendable {
    var level: Logger.Level
    var message: String
    var metadata: Logger.Metadata
  }

  private let entries = Mutex<[Entry]>([])
  private let stream: AsyncStream<String>
  private let continuation: AsyncStream<String>.Continuation

  private let keeps: Bool

  /// `keeps: false` forgets everything, where memory is measured.
  init(keeps: Bool = true) {
    self.keeps = keeps
    (stream, continuation) = AsyncStream.makeStream()
  }

  var logger: Logger {
    var logger = Logger(label: "test") { _ in Handler(collector: self) }
    logger.logLevel = .trace
    return logger
  }

  var all: [Entry] { entries.withLock { $0 } }

  func lines(_ stream: String) -> [String] {
    all.filter { $0.metadata["stream"] == .string(stream) }.map(\.message)
  }

  /// The first line, from now on, that begins with this; for one caller at a time.
  func line(beginningWith text: String) async -> String? {
    for await line in stream where line.hasPrefix(text) { return line }
    return nil
  }

  private struct Handler: LogHandler {
    let collector: LogCollector
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace
    var metadataProvider: Logger.MetadataProvider?

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      guard collector.keeps else { return }
      let all = metadata.merging(event.metadata ?? [:]) { $1 }
      collector.entries.withLock {
        $0.append(Entry(level: event.level, message: event.message.description, metadata: all))
      }
      collector.continuation.yield(event.message.description)
    }
  }
}
