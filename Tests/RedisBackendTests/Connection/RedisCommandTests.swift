import Testing

@testable import RedisBackend

struct RedisCommandTests {
  private func encoded(_ command: RedisCommand, scriptIsKnown: Bool = true) -> String {
    String(decoding: command.prefix(scriptIsKnown: scriptIsKnown) + command.bytes, as: UTF8.self)
  }

  @Test func aCommandIsItsArgumentsWithTheirLengths() {
    var command = RedisCommand("SET", "żółw", "")
    command.append(-12)
    #expect(encoded(command) == "*4\r\n$3\r\nSET\r\n$7\r\nżółw\r\n$0\r\n\r\n$3\r\n-12\r\n")
  }

  @Test func aScriptIsNamedByItsDigestOrSentWhole() {
    var command = RedisCommand(RedisScript("return 1"), keyCount: 1)
    command.append("key")
    #expect(
      encoded(command)
        == "*4\r\n$7\r\nEVALSHA\r\n$40\r\ne0e1f9fabfc9d4800c877a703b823ac0578ff8db\r\n$1\r\n1\r\n$3\r\nkey\r\n")
    #expect(
      encoded(command, scriptIsKnown: false) == "*4\r\n$4\r\nEVAL\r\n$8\r\nreturn 1\r\n$1\r\n1\r\n$3\r\nkey\r\n")
  }

  @Test(arguments: [0, 1, 9, 10, 99, 100, 101, 1000, 123_456])
  func anArgumentWrittenInPlaceHasTheRightLength(count: Int) {
    for expected in [0, 5, 10, 100, 100_000] {
      var command = RedisCommand("SET", "a")
      command.append(expectedCount: expected) { $0.append(contentsOf: repeatElement(UInt8(ascii: "x"), count: count)) }
      command.append("b")
      var other = RedisCommand("SET", "a", String(repeating: "x", count: count))
      other.append("b")
      #expect(encoded(command) == encoded(other))
    }
  }

  @Test func anArgumentThatCouldNotBeWrittenLeavesNothing() {
    struct Refused: Error {}
    var command = RedisCommand("SET", "a")
    let before = encoded(command)
    #expect(throws: Refused.self) {
      try command.append { (bytes: inout [UInt8]) throws(Refused) in
        bytes.append(1)
        throw Refused()
      }
    }
    #expect(encoded(command) == before)
  }
}
