/// The state of a task by Celery's names; authors may add their own.
public struct TaskState: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { rawValue = value }

  public static let pending: TaskState = "PENDING"
  public static let received: TaskState = "RECEIVED"
  public static let started: TaskState = "STARTED"
  public static let success: TaskState = "SUCCESS"
  public static let failure: TaskState = "FAILURE"
  public static let retry: TaskState = "RETRY"
  public static let revoked: TaskState = "REVOKED"

  /// Nothing more will happen: SUCCESS, FAILURE or REVOKED.
  public var isFinal: Bool { self == .success || self == .failure || self == .revoked }

  public var description: String { rawValue }
}
