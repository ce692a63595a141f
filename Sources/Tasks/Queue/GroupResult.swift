public import TaskModel

/// The outcomes of a group's members, in the order of the group: there later, perhaps.
public struct GroupResult<Element: Sendable>: Sendable, Identifiable {
  /// The group's, as Celery has it in its messages.
  public let id: String
  public let members: [AsyncResult<Element>]

  init(id: String, members: [AsyncResult<Element>]) {
    self.id = id
    self.members = members
  }
}

extension GroupResult {
  /// What all members returned. Waits for each; throws the first failure in the order of the group, as ``AsyncResult`` does.
  /// - Parameter timeout: for all together.
  public func get(timeout: Duration? = nil) async throws -> [Element] {
    let deadline = members.first.flatMap { first in timeout.map { first.clock.now + $0 } }
    var values: [Element] = []
    values.reserveCapacity(members.count)
    for member in members {
      let left = deadline.map { max($0 - member.clock.now, .zero) }
      values.append(try await member.get(timeout: left))
    }
    return values
  }

  public func states() async throws -> [TaskState] {
    var states: [TaskState] = []
    for member in members { states.append(try await member.state()) }
    return states
  }

  /// How many have succeeded.
  public func completedCount() async throws -> Int { try await states().count { $0 == .success } }

  /// Whether all have come to their end, well or not.
  public func isReady() async throws -> Bool { try await states().allSatisfy(\.isFinal) }

  public func isSuccessful() async throws -> Bool { try await states().allSatisfy { $0 == .success } }

  /// Whether one has failed already.
  public func hasFailed() async throws -> Bool { try await states().contains(.failure) }

  /// Deletes the records of all; returns how many there were. The tasks themselves are not touched.
  @discardableResult
  public func forget() async throws -> Int {
    var count = 0
    for member in members where try await member.forget() { count += 1 }
    return count
  }
}
