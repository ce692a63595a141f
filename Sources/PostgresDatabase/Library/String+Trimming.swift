extension String {
  /// Without white space at its ends; libpq ends its messages with a line feed.
  var trimmed: String { trimmed { $0.isWhitespace } }

  func trimmed(_ character: Character) -> String { trimmed { $0 == character } }

  private func trimmed(_ isUnwanted: (Character) -> Bool) -> String {
    let start = drop(while: isUnwanted)
    guard let end = start.lastIndex(where: { !isUnwanted($0) }) else { return "" }
    return String(start[...end])
  }
}
