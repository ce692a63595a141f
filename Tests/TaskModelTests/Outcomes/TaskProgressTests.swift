import Testing

@testable import TaskModel

@Suite struct TaskProgressTests {
  @Test(arguments: [(0.4, 0.4), (-1, 0), (2, 1), (.nan, 0), (.infinity, 1), (-.infinity, 0)] as [(Double, Double)])
  func aFractionStaysBetweenNoneAndAll(fraction: Double, current: Double) {
    #expect(TaskProgress(fraction).meta == ["current": .double(current), "total": 1])
  }

  @Test(arguments: [(3, 10, 3, 10), (-1, 10, 0, 10), (11, 10, 10, 10), (5, -1, 0, 0), (.max, .max, .max, .max)])
  func aCountStaysBetweenNoneAndAll(current: Int, total: Int, first: Int64, last: Int64) {
    #expect(
      TaskProgress(current, of: total, "going").meta
        == ["current": .integer(first), "total": .integer(last), "message": "going"])
  }

  @Test(arguments: [
    ("::progress 0.4 half way", TaskProgress(0.4, "half way")), ("::progress 1", TaskProgress(1)),
    ("::progress 40% half", TaskProgress(0.4, "half")), ("::progress 3/10 a  b", TaskProgress(3, of: 10, "a  b")),
    ("::progress 0/0", TaskProgress(0, of: 0)),
  ])
  func aLineSaysHowFar(line: String, progress: TaskProgress) {
    #expect(TaskProgress(line: line) == progress)
  }

  @Test(arguments: [
    "", "::progress", "::progress ", "::progress x", "::progress 1.1", "::progress -0.1", "::progress nan",
    "::progress 101%", "::progress %", "::progress 3/2", "::progress 3/", "::progress /3", "::progress 1/2/3",
    "::progress -1/2", "::progress 1/-2", "::progress 99999999999999999999/2", ":progress 1", "progress 0.5",
    "say ::progress 0.5", "::progressing 0.5",
  ])
  func anyOtherLineIsALine(line: String) { #expect(TaskProgress(line: line) == nil) }

  @Test func noLineBreaksIt() {
    var generator = SeededGenerator(seed: 7)
    let alphabet = Array("::progress 0123456789./%-einfa\u{0}é")
    for _ in 0..<5000 {
      let tail = String(
        (0..<Int.random(in: 0...12, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "0" })
      guard let progress = TaskProgress(line: "::progress " + tail) else { continue }
      #expect((0...1).contains(progress.current.doubleValue ?? 0) || progress.total != 1)
    }
  }
}
