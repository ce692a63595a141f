import TaskModel

/// All figures, as a table for people and as JSON for programs.
struct Report {
  private var figures: [Figure] = []
  private var failures: [(row: String, reason: String)] = []

  var hasFailures: Bool { !failures.isEmpty }

  mutating func add(_ reading: Reading, of row: String) {
    if let index = figures.firstIndex(where: { $0.row == row && $0.reading.name == reading.name }) {
      figures[index].values.append(reading.value)
    } else {
      figures.append(Figure(row: row, reading: reading, values: [reading.value]))
    }
  }

  mutating func addFailure(_ reason: String, of row: String) { failures.append((row, reason)) }

  /// The limit of a figure, and what share of it was reached (or how many times over it was needed).
  private func limit(of figure: Figure) -> (figure: Figure, ratio: Double)? {
    guard let name = figure.reading.limit,
      let limit = figures.first(where: { $0.row == figure.row && $0.reading.name == name }), limit.median > 0
    else { return nil }
    return (limit, figure.median / limit.median)
  }

  var table: String {
    var lines = [
      ["row", "figure", "measured", "min – max", "goal", "", "of goal", "of limit", "limit in the same run"]
    ]
    for figure in figures {
      let limit = limit(of: figure)
      let values = Distribution(figure.values)
      lines.append([
        figure.row, figure.reading.name, "\(NumberText.short(figure.median)) \(figure.reading.unit)",
        figure.values.count > 1 ? "\(NumberText.short(values.minimum)) – \(NumberText.short(values.maximum))" : "",
        figure.reading.goal.map(NumberText.goal) ?? "", figure.isMet.map { $0 ? "✓" : "✗" } ?? "",
        figure.ratio.map(NumberText.ratio) ?? "", limit.map { NumberText.ratio($0.ratio) } ?? "",
        limit?.figure.reading.name ?? "",
      ])
    }
    return ([Columns.text(lines)] + failures.map { "\($0.row): not measured: \($0.reason)" }).joined(separator: "\n")
  }

  var json: String {
    let figures = figures.map { figure in
      var members: JSONObject = [
        "row": .string(figure.row), "figure": .string(figure.reading.name), "unit": .string(figure.reading.unit),
        "median": .double(figure.median), "values": .array(figure.values.map(JSONValue.double)),
      ]
      if let goal = figure.reading.goal { members["goal"] = .double(goal.value) }
      if let isMet = figure.isMet { members["met"] = .bool(isMet) }
      if let ratio = figure.ratio { members["of_goal"] = .double(ratio) }
      if let limit = limit(of: figure) {
        members["limit"] = .string(limit.figure.reading.name)
        members["of_limit"] = .double(limit.ratio)
      }
      return JSONValue.object(members)
    }
    let failures = failures.map { JSONValue.object(["row": .string($0.row), "reason": .string($0.reason)]) }
    return JSONValue.object(["figures": .array(figures), "failures": .array(failures)]).description
  }
}
