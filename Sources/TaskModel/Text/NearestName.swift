/// The known name that was probably meant: the one with the fewest edits, letter case ignored, if these are at most a
/// third of the longer name. Names beyond 64 characters are not compared.
public func nearestName(to name: String, among known: some Sequence<String>) -> String? {
  guard name.utf8.count <= 64 else { return nil }
  let lowered = Array(name.lowercased())
  var best: (name: String, distance: Int)?
  for candidate in known {
    let letters = Array(candidate.lowercased())
    let distance = editDistance(lowered, letters)
    guard distance <= max(1, max(lowered.count, letters.count) / 3) else { continue }
    if distance < best?.distance ?? Int.max { best = (candidate, distance) }
  }
  return best?.name
}

/// Edits that turn one text into the other: insertions, deletions, replacements and swaps of neighbours
/// (optimal string alignment).
public func editDistance<Element: Equatable>(_ left: [Element], _ right: [Element]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    for column in right.indices {
      let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
      var best = min(replaced, last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        best = min(best, beforeLast[column - 1] + 1)
      }
      current.append(best)
    }
    beforeLast = last
    last = current
  }
  return last.last ?? left.count
}
