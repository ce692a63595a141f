public import FoundationEssentials
public import TaskModel

extension Timestamp {
  /// Rounded to the microsecond; dates beyond the range become its ends.
  public init(_ date: Date) { self.init(seconds: date.timeIntervalSince1970) }
}

extension Date {
  public init(_ timestamp: Timestamp) { self.init(timeIntervalSince1970: timestamp.seconds) }
}
