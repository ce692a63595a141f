extension Machine {
  /// `systemctl` with these words.
  @discardableResult
  package func systemctl(_ words: String...) async throws -> CommandOutput {
    try await run(["systemctl"] + words)
  }

  /// Properties of a unit by name, as `systemctl show` gives them.
  package func show(_ unit: String, _ properties: String...) async throws -> [String: String] {
    let text = try await run(
      ["systemctl", "show", unit, "--property", properties.joined(separator: ",")]
    ).checked()
    var values: [String: String] = [:]
    for line in text.split(separator: "\n") {
      guard let sign = line.firstIndex(of: "=") else { continue }
      values[String(line[..<sign])] = String(line[line.index(after: sign)...])
    }
    return values
  }

  /// Returns when a property of a unit fits. Systemd tells only its own clients about a new Status line, so this looks
  /// ten times a second, for a minute.
  @discardableResult
  package func waitFor(
    _ property: String, of unit: String, _ wanted: String, where fits: (String) -> Bool
  ) async throws -> String {
    var last = ""
    for _ in 0..<600 {
      last = try await show(unit, property)[property] ?? ""
      if fits(last) { return last }
      try await Task.sleep(for: .milliseconds(100))
    }
    throw MachineError("\(unit): \(property) never was \(wanted); in the end it was '\(last)'")
  }

  @discardableResult
  package func waitFor(_ property: String, of unit: String, equals value: String) async throws -> String {
    try await waitFor(property, of: unit, value) { $0 == value }
  }

  @discardableResult
  package func waitFor(_ property: String, of unit: String, contains text: String) async throws -> String {
    try await waitFor(property, of: unit, "with '\(text)'") { $0.contains(text) }
  }
}
