/// The stream must ring.
func expectRung(_ stream: AsyncStream<Void>, file: String = #fileID, line: Int = #line) async throws {
  let rang = await withTaskGroup(of: Bool.self) { group in
    group.addTask { await stream.first { true } != nil }
    // Never reached where the promise is kept: it turns an endless wait into a failure.
    group.addTask { (try? await Task.sleep(for: .seconds(20))) == nil }
    defer { group.cancelAll() }
    return await group.next() ?? false
  }
  try expect(rang, "no ring came", file: file, line: line)
}
