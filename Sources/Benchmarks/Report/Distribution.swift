/// Sorted values, asked for their percentiles. Empty: all are 0.
struct Distribution {
  private let sorted: [Double]

  init(_ values: some Sequence<Double>) { sorted = values.sorted() }

  var median: Double { percentile(50) }
  var minimum: Double { sorted.first ?? 0 }
  var maximum: Double { sorted.last ?? 0 }

  /// The nearest rank.
  func percentile(_ percent: Double) -> Double {
    if sorted.isEmpty { return 0 }
    let rank = Int((percent / 100 * Double(sorted.count)).rounded(.up))
    return sorted[min(max(rank, 1), sorted.count) - 1]
  }
}
