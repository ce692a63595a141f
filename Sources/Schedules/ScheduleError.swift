/// Why a schedule is refused: in which field, at which piece of it, and what would be right.
public struct ScheduleError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Such as `hour` or `day_of_week`; nil when it is about the schedule as a whole.
  public let field: String?
  /// The part of the field that does not fit, as it was written.
  public let piece: String?
  public let reason: String

  public init(field: String? = nil, piece: String? = nil, reason: String) {
    self.field = field
    self.piece = piece
    self.reason = reason
  }

  public var description: String {
    switch (field, piece) {
    case (let field?, let piece?): "\(field) '\(piece)': \(reason)"
    case (let field?, nil): "\(field): \(reason)"
    case (nil, let piece?): "'\(piece)': \(reason)"
    case (nil, nil): reason
    }
  }
}
