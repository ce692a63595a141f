/// A command and its arguments, kept as the bytes that go to the server
/// (https://redis.io/docs/latest/develop/reference/protocol-spec/): adding an argument copies it once and allocates
/// nothing but the room it needs.
struct RedisCommand: Sendable {
  /// Of a script's command: what stands in front of the bytes.
  let script: RedisScript?
  /// How many arguments the bytes hold, the command's name included.
  private(set) var count = 0
  /// The arguments, each with its length, without the count in front of them all.
  private(set) var bytes: [UInt8] = []

  /// - Parameter words: the name and arguments.
  init(_ words: String...) {
    script = nil
    for word in words { append(word) }
  }

  init(_ words: [String]) {
    script = nil
    for word in words { append(word) }
  }

  init(_ name: String, capacity: Int) {
    script = nil
    bytes.reserveCapacity(capacity)
    append(name)
  }

  /// Runs a script, with the arguments that are appended: the keys first. Loaded by the connection where it is missing.
  /// - Parameter capacity: how many bytes the arguments may take, so that they are not moved as they grow.
  init(_ script: RedisScript, keyCount: Int, capacity: Int = 0) {
    self.script = script
    bytes.reserveCapacity(capacity + 16)
    append(keyCount)
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  mutating func append(_ value: [UInt8]) { value.withUnsafeBytes { append($0) } }

  mutating func append(_ value: UnsafeRawBufferPointer) {
    startArgument(of: value.count)
    bytes.append(contentsOf: value)
    endArgument()
  }

  mutating func append(_ number: some BinaryInteger) { append(String(number)) }

  mutating func append(contentsOf words: some Sequence<String>) {
    for word in words { append(word) }
  }

  /// Appends an argument that is written in place.
  /// - Parameters:
  ///   - expectedCount: about how many bytes; a good guess (as many digits) saves moving them.
  ///   - write: appends the bytes and changes none that are there.
  mutating func append<Failure: Error>(
    expectedCount: Int = 100, writing write: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let start = bytes.count
    startArgument(of: expectedCount)
    let content = bytes.count
    do {
      try write(&bytes)
    } catch {
      bytes.removeSubrange(min(start, bytes.count)...)
      throw error
    }
    let length = max(0, bytes.count - content)
    if length != expectedCount { bytes.replaceSubrange(start..<content, with: "$\(length)\r\n".utf8) }
    endArgument()
  }

  private mutating func startArgument(of length: Int) {
    bytes.append(UInt8(ascii: "$"))
    Self.appendDigits(of: length, to: &bytes)
    Self.appendNewline(to: &bytes)
  }

  private mutating func endArgument() {
    Self.appendNewline(to: &bytes)
    count += 1
  }

  /// What goes before the bytes.
  /// - Parameter isKnown: whether the server is believed to know the script: then its digest is enough.
  func prefix(scriptIsKnown isKnown: Bool) -> [UInt8] {
    guard let script else { return Array("*\(count)\r\n".utf8) }
    let name = isKnown ? "EVALSHA" : "EVAL"
    let text = isKnown ? script.digest : script.source
    return Array("*\(count + 2)\r\n$\(name.utf8.count)\r\n\(name)\r\n$\(text.utf8.count)\r\n\(text)\r\n".utf8)
  }

  private static func appendNewline(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\r"))
    bytes.append(UInt8(ascii: "\n"))
  }

  private static func appendDigits(of number: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    var rest = number
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    } while rest > 0
    bytes[start...].reverse()
  }
}
