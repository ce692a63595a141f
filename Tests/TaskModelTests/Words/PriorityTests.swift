import TaskModel
import Testing

@Suite struct PriorityTests {
  @Test(arguments: [
    (.min, 0, 0), (-1, 0, 0), (0, 0, 0), (1, 1, 0), (2, 2, 0), (3, 3, 3), (5, 5, 3), (6, 6, 6), (8, 8, 6), (9, 9, 9),
    (10, 9, 9), (255, 9, 9), (.max, 9, 9),
  ])
  func everyNumberHasALevelAndAStep(_ number: Int, _ level: Int, _ step: Int) {
    #expect(Priority(number).level == level)
    #expect(Priority(number).step == step)
    #expect(Priority.steps.contains(Priority(number).step))
  }
}
