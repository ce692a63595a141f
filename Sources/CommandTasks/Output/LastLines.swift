/// The last lines of a command's output, at most `count`, each cut at ``longestLine`` bytes.
struct LastLines {
  static let longestLine = 1024
  static let largestCount = 1000

  private let count: Int
  private var kept: [String] = []
  private var oldest = 0

  init(count: Int) { self.count = min(max(count, 0), Self.largestCount) }

  mutating func append(_ line: LineSplitter.Line) {
    guard count > 0 else { return }
    let text = line.text(limit: Self.longestLine)
    if kept.count < count {
      kept.append(text)
    } else {
      kept[oldest] = text
      oldest = (oldest + 1) % count
    }
  }

  /// Oldest first.
  var lines: [String] { Array(kept[oldest...] + kept[..<oldest]) }
}
