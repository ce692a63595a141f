/// Finds what was probably meant by a misspelled name.
enum NearestName {
  /// The candidate that takes the fewest edits, if these are at most a third of the name.
  static func of(_ name: String, among candidates: [String]) -> String? {
    let limit = max(1, name.utf8.count / 3)
    let best = candidates.lazy.map { (edits: distance(name, $0), name: $0) }.min { $0.edits < $1.edits }
    return best.flatMap { $0.edits <= limit ? $0.name : nil }
  }

  /// Levenshtein distance, two rows at a time.
  static func distance(_ left: String, _ right: String) -> Int {
    let target = Array(right.utf8.prefix(64))
    var row = Array(0...target.count)
    for (index, byte) in left.utf8.prefix(64).enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, other) in target.enumerated() {
        let above = row[column + 1]
        row[column + 1] = min(diagonal + (byte == other ? 0 : 1), above + 1, row[column] + 1)
        diagonal = above
      }
    }
    return row[target.count]
  }
}
