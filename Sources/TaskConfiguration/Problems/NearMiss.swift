/// Finds the word that was probably meant.
enum NearMiss {
  /// The candidate nearest to `word` by edits (Damerau-Levenshtein, optimal string alignment), letter case ignored; nil
  /// when none is near: more than a third of the letters would have to change.
  static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().unicodeScalars)
    guard letters.count <= 200 else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in candidates where abs(candidate.unicodeScalars.count - letters.count) <= 8 {
      let other = Array(candidate.lowercased().unicodeScalars)
      let distance = editDistance(letters, other)
      guard distance <= max(1, max(letters.count, other.count) / 3) else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.word
  }

  /// `did you mean NAME?`, where one is near.
  static func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
    nearest(to: word, among: candidates).map { "did you mean \($0)?" }
  }

  /// Insertions, deletions, changes and swaps of neighbours that make one word of the other.
  static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in 1...left.count {
      var current = [row]
      for column in 1...right.count {
        let change = left[row - 1] == right[column - 1] ? 0 : 1
        var cost = min(current[column - 1] + 1, last[column] + 1, last[column - 1] + change)
        if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
          cost = min(cost, beforeLast[column - 2] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
