/// One line of the table: a reading of all rounds.
struct Figure {
  let row: String
  let reading: Reading
  var values: [Double]

  var median: Double { Distribution(values).median }

  /// Measured by goal: at least 1 is good where more is better, at most 1 where less is.
  var ratio: Double? { reading.goal.flatMap { $0.value == 0 ? nil : median / $0.value } }

  var isMet: Bool? {
    switch reading.goal {
    case .atLeast(let value): median >= value
    case .atMost(let value): median <= value
    case nil: nil
    }
  }
}
