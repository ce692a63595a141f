/// One figure of one round.
struct Reading {
  /// What the figure ought to be.
  enum Goal {
    case atLeast(Double)
    case atMost(Double)

    var value: Double {
      switch self {
      case .atLeast(let value), .atMost(let value): value
      }
    }
  }

  let name: String
  let value: Double
  let unit: String
  var goal: Goal?
  /// The name of the reading of the same row that says what the machine could do at best.
  var limit: String?

  init(_ name: String, _ value: Double, _ unit: String, goal: Goal? = nil, limit: String? = nil) {
    self.name = name
    self.value = value
    self.unit = unit
    self.goal = goal
    self.limit = limit
  }
}
