import TaskModel
import Testing

@Suite struct TaskIDTests {
  @Test func anIDIsAUUIDOfVersionSevenWithItsTimeInFront() {
    var generator = SeededGenerator(seed: 7)
    for milliseconds in [0, 1, 1_930_367_167_089, 0xFFFF_FFFF_FFFF] as [Int64] {
      for _ in 0..<100 {
        let id = TaskID.make(at: Timestamp(microseconds: milliseconds * 1000 + 999), using: &generator).rawValue
        let groups = id.split(separator: "-")
        #expect(groups.map(\.count) == [8, 4, 4, 4, 12])
        #expect(groups.joined().allSatisfy { $0.isHexDigit && !$0.isUppercase })
        #expect(UInt64(groups[0] + groups[1], radix: 16) == UInt64(milliseconds))
        #expect(groups[2].first == "7")
        #expect("89ab".contains(groups[3].prefix(1)))
      }
    }
  }

  @Test func laterIDsSortBehindEarlierOnes() {
    var generator = SeededGenerator(seed: 1)
    let ids = (0..<500).map { TaskID.make(at: .epoch + .milliseconds($0 * 37), using: &generator).rawValue }
    #expect(ids == ids.sorted())
  }

  @Test func idsOfOneMomentDiffer() {
    let ids = (0..<10_000).map { _ in TaskID.make(at: .epoch) }
    #expect(Set(ids).count == ids.count)
  }

  @Test(arguments: [Timestamp.distantPast, .distantFuture, Timestamp(microseconds: -1)])
  func aClockFarOffDoesNotTrap(_ moment: Timestamp) {
    #expect(TaskID.make(at: moment).rawValue.utf8.count == 36)
  }
}
