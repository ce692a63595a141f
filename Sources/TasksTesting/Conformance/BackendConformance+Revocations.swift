import TaskModel

extension BackendConformance {
  static let revocations = [
    ConformanceCase("revoked ids are known until they expire") { story in
      try await story.backend.revoke(["ä", "b"], until: story.now + .seconds(10))
      try await story.backend.revoke(["c"], until: story.now + .seconds(20))
      try await expect("at once", Set(story.backend.revocations()), is: ["ä", "b", "c"])
      story.clock.advance(by: .seconds(11))
      try await expect("after the first", Set(story.backend.revocations()), is: ["c"])
      story.clock.advance(by: .seconds(10))
      try await expect("after the last", story.backend.revocations(), is: [])
    },
    ConformanceCase("revoking again lengthens, and names each once") { story in
      try await story.backend.revoke(["a", "a"], until: story.now + .seconds(10))
      try await story.backend.revoke(["a"], until: story.now + .seconds(100))
      story.clock.advance(by: .seconds(50))
      try await expect("revoked", story.backend.revocations(), is: ["a"])
    },
    ConformanceCase("another process knows what was revoked") { story in
      try await story.backend.revoke(["a"], until: story.now + .seconds(10))
      let second = try await story.fixture.openSecond()
      try await expect("revoked", second.revocations(), is: ["a"])
    },
  ]
}
