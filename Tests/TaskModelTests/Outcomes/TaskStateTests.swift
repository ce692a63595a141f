import TaskModel
import Testing

@Suite struct TaskStateTests {
  @Test(
    arguments: [
      (.pending, false), (.received, false), (.started, false), (.retry, false), (.success, true), (.failure, true),
      (.revoked, true), ("HALFWAY", false), ("success", false),
    ] as [(TaskState, Bool)])
  func onlySuccessFailureAndRevokedAreFinal(_ state: TaskState, _ isFinal: Bool) {
    #expect(state.isFinal == isFinal)
  }
}
