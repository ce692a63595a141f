import Foundation
import MachineTesting

/// A unit of systemd/, as it is shipped.
struct UnitFile: Sendable {
  static let services = ["tasksd.service", "tasksd-worker.service", "tasksd-beat.service", "tasksd@.service"]

  let lines: [String]

  init(_ name: String) throws {
    let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: project.appending(path: "systemd/\(name)"), encoding: .utf8)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private func part(from start: String, to end: String) -> [String] {
    Array(lines.drop { !$0.hasPrefix(start) }.prefix { !$0.hasPrefix(end) })
  }

  /// From the head of the sandbox to the next section.
  var sandbox: [String] {
    let ours = part(from: "# --- Sandbox", to: "[Install]")
    return ours.isEmpty ? part(from: "# The sandbox of tasksd.service", to: "[Install]") : ours
  }

  /// The directives of the sandbox, in order.
  var restrictions: [String] { sandbox.filter { !$0.isEmpty && !$0.hasPrefix("#") } }

  /// What is said about directives that are not used.
  var leftOut: String { part(from: "# Left out, with reason", to: "[Install]").joined(separator: "\n") }

  /// Drop-ins that stand in the head as examples: what for, and the text.
  var dropIns: [(purpose: String, text: String)] {
    var found: [(purpose: String, text: String)] = []
    var isInside = false
    for line in lines.prefix(while: { $0.hasPrefix("#") }) {
      let words = line.dropFirst().drop { $0 == " " }
      if words.hasPrefix("[Service]") {
        let purpose = words.drop { $0 != "#" }.dropFirst().drop { $0 == " " }
        found.append((String(purpose), "[Service]\n"))
        isInside = true
      } else if !line.hasPrefix("#   ") {
        isInside = false
      } else if isInside {
        found[found.count - 1].text += words + "\n"
      }
    }
    return found
  }

  /// The example whose purpose has these words.
  func dropIn(for words: String) throws -> String {
    guard let found = dropIns.first(where: { $0.purpose.contains(words) }) else {
      throw MachineError("no drop-in for '\(words)' among \(dropIns.map(\.purpose))")
    }
    return found.text
  }
}
