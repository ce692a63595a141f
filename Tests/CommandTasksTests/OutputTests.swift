@testable import CommandTasks
import Glibc
import TaskModel
import Testing

@Suite struct OutputTests {
  private func lines(_ chunks: [[UInt8]]) -> [String] {
    var splitter = LineSplitter()
    var lines: [String] = []
    for chunk in chunks { chunk.withUnsafeBufferPointer { splitter.feed($0) { lines.append($0.text()) } } }
    splitter.finish { lines.append($0.text()) }
    return lines
  }

  @Test(arguments: [
    ([""], []), (["a"], ["a"]), (["a\n"], ["a"]), (["a\nb"], ["a", "b"]), (["\n\n"], ["", ""]),
    (["a", "b\nc", "\n", "d"], ["ab", "c", "d"]), (["a\r\nb\r\n"], ["a", "b"]), (["é", "€\n"], ["é€"]),
  ])
  func textIsCutIntoLines(chunks: [String], expected: [String]) {
    #expect(lines(chunks.map { Array($0.utf8) }) == expected)
  }

  @Test func whatIsNotUTF8IsRepaired() {
    #expect(lines([[0xFF, 0x61, 0x0A, 0xC3], [0xA9, 0x0A]]) == ["\u{FFFD}a", "é"])
  }

  @Test func longLinesAreCutAndCounted() {
    let long = [UInt8](repeating: 0x78, count: 20_000)
    let expected = String(repeating: "x", count: 16_384) + "… (3616 bytes more)"
    #expect(lines([long + [0x0A], [0x79]]) == [expected, "y"])
    #expect(lines([Array(long[..<9000]), Array(long[9000...]), [0x0A, 0x79]]) == [expected, "y"])
  }

  @Test func aCutFallsBetweenCharacters() {
    let euros = Array(String(repeating: "€", count: 6000).utf8)  // 18,000 bytes
    #expect(lines([euros]) == [String(repeating: "€", count: 5461) + "… (1617 bytes more)"])
  }

  @Test func howItIsChunkedDoesNotMatter() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let bytes = Array(generator.text(maximum: 200).utf8)
      var chunks: [[UInt8]] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = min(rest.count, 1 + generator.number(7))
        chunks.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      #expect(lines(chunks) == lines([bytes]))
    }
  }

  @Test func theLastLinesStandInOrder() {
    for count in 0...5 {
      var last = LastLines(count: count)
      var splitter = LineSplitter()
      Array("1\n2\n3\n4\n".utf8).withUnsafeBufferPointer { splitter.feed($0) { last.append($0) } }
      #expect(last.lines == ["1", "2", "3", "4"].suffix(count))
    }
  }

  @Test func theBudgetIsRenewedWithTheInterval() {
    let start = ContinuousClock.now
    var budget = LineBudget(now: start)
    let taken = (0..<LineBudget.lines + 5).count { _ in budget.take() }
    #expect(taken == LineBudget.lines)
    #expect(budget.advance(to: start + .seconds(29)) == 0)
    #expect(budget.advance(to: start + .seconds(30)) == 5)
    let isRenewed = budget.take()
    #expect(isRenewed)
    #expect(budget.takeRefused() == 0)
  }

  @Test func aFloodIsCountedNotLogged() async throws {
    let command = Command.shell("seq 1 302345")
    let result = try await command.run()
    #expect(result["lines"]?.arrayValue?.last == "302345")
    #expect(command.log.lines("stdout").count == LineBudget.lines)
    #expect(command.log.all.last?.message.hasPrefix("2345 lines of output are not in the log") == true)
  }

  /// In a process of its own, since memory is measured. The peak is that of the whole process (VmHWM).
  @Test func aGigabyteOfOutputNeedsNoMemory() async {
    await #expect(processExitsWith: .success) {
      let warm = try await Command.shell("seq 1 20").run()
      try #require(warm["exit_code"] == 0)
      let before = try #require(peakMemory())
      let script = "yes \"$(head -c 4000 /dev/zero | tr '\\0' x)\" | head -c 1000000000; yes | head -c 2000000"
      var command = Command.shell(script)
      command.log = LogCollector(keeps: false)
      let result = try await command.run()
      try #require(result["lines"]?.arrayValue?.count == 20)
      let after = try #require(peakMemory())
      #expect(after - before < 16 << 10, "\(after - before) KiB more")
    }
  }
}

/// KiB.
private func peakMemory() -> Int? {
  guard let file = fopen("/proc/self/status", "re") else { return nil }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 4096)
  let count = fread(&bytes, 1, bytes.count, file)
  let text = String(decoding: bytes.prefix(count), as: UTF8.self)
  guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }) else { return nil }
  return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }
}
