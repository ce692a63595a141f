import TaskModel
import TasksTesting
import Testing

@Suite struct MemoryConformanceTests {
  @Test(arguments: BackendConformance.cases)
  func theMemoryBackendKeepsThePromise(_ promise: ConformanceCase) async throws {
    try await promise.run(.memory())
  }

  @Test func everyPromiseHasANameOfItsOwn() {
    let names = BackendConformance.cases.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.count >= 60)
  }
}
