import Glibc

/// Cuts a stream of bytes into lines, in bounded memory: of a line longer than ``longestLine`` only the beginning is kept
/// and the rest counted.
struct LineSplitter {
  static let longestLine = 16_384

  /// One line without its end. Valid only during the call that gets it.
  struct Line {
    let bytes: UnsafeBufferPointer<UInt8>
    /// How many bytes more the line had.
    let omitted: Int
  }

  private var pending: [UInt8] = []
  private var omitted = 0
  private var isInLine = false

  /// Calls `body` with every line that is complete now.
  mutating func feed(_ chunk: UnsafeBufferPointer<UInt8>, _ body: (Line) -> Void) {
    var rest = chunk
    while let start = rest.baseAddress, rest.count > 0 {
      guard let found = memchr(start, 0x0A, rest.count) else {
        keep(rest)
        return
      }
      let length = UnsafeRawPointer(start).distance(to: UnsafeRawPointer(found))
      let line = UnsafeBufferPointer(rebasing: rest[..<length])
      if isInLine {
        keep(line)
        finish(body)
      } else {
        emit(line, body)
      }
      rest = UnsafeBufferPointer(rebasing: rest[(length + 1)...])
    }
  }

  /// The last line may have no end.
  mutating func finish(_ body: (Line) -> Void) {
    guard isInLine else { return }
    let omitted = omitted
    pending.withUnsafeBufferPointer { emit($0, omitted: omitted, body) }
    pending.removeAll(keepingCapacity: true)
    self.omitted = 0
    isInLine = false
  }

  private mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>) {
    isInLine = true
    let room = min(Self.longestLine - pending.count, bytes.count)
    pending.append(contentsOf: bytes[..<room])
    omitted += bytes.count - room
  }

  private func emit(_ bytes: UnsafeBufferPointer<UInt8>, omitted: Int = 0, _ body: (Line) -> Void) {
    let room = min(Self.longestLine, bytes.count)
    var line = bytes[..<room]
    if omitted == 0, room == bytes.count, line.last == 0x0D { line = line.dropLast() }
    body(Line(bytes: UnsafeBufferPointer(rebasing: line), omitted: omitted + bytes.count - room))
  }
}

extension LineSplitter.Line {
  /// As text, cut to `limit` bytes at a character's bound; what is not UTF-8 becomes U+FFFD.
  func text(limit: Int = LineSplitter.longestLine) -> String {
    guard omitted > 0 || bytes.count > limit else { return String(decoding: bytes, as: UTF8.self) }
    let kept = Self.withoutHalfCharacter(bytes[..<min(limit, bytes.count)])
    return String(decoding: kept, as: UTF8.self) + "… (\(omitted + bytes.count - kept.count) bytes more)"
  }

  /// Without the beginning of a character at the end, of which the rest was cut off.
  private static func withoutHalfCharacter(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Slice<UnsafeBufferPointer<UInt8>> {
    guard let lead = bytes.suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return bytes }
    let length = max(1, (~bytes[lead]).leadingZeroBitCount)
    return bytes.endIndex - lead < length ? bytes[..<lead] : bytes
  }
}
