import Foundation

/// `docs/control-api.yaml`, of whose YAML only as much is read as the tests need: lines by their indentation.
struct APIDescription {
  private let lines: [Substring]

  init() throws {
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("docs/control-api.yaml"), encoding: .utf8)
    lines = text.split(separator: "\n")
  }

  /// The lines under the keys of this path.
  private func block(_ path: String...) -> [Substring] {
    var block = lines[...]
    for (depth, key) in path.enumerated() {
      let indent = String(repeating: " ", count: depth * 2)
      guard let start = block.firstIndex(where: { $0.hasPrefix("\(indent)\(key):") }) else { return [] }
      let rest = block[(start + 1)...]
      block = rest.prefix { $0.hasPrefix(indent + " ") }
    }
    return Array(block)
  }

  private func keys(_ block: [Substring], indent: Int) -> [String] {
    block.compactMap { line in
      guard line.prefix(indent).allSatisfy({ $0 == " " }), let first = line.dropFirst(indent).first, first != " " else {
        return nil
      }
      return line.dropFirst(indent).split(separator: ":").first.map(String.init)
    }
  }

  /// `GET /health` and so on.
  var operations: Set<String> {
    let methods = ["get", "post", "put", "delete", "patch"]
    return Set(
      keys(block("paths"), indent: 2).flatMap { path in
        keys(block("paths", path), indent: 4).filter(methods.contains).map { "\($0.uppercased()) \(path)" }
      })
  }

  func values(ofSchema name: String) -> [String] {
    let block = block("components", "schemas", name)
    if let line = block.first(where: { $0.contains("enum: [") }), let list = line.split(separator: "[").last {
      return list.dropLast().split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    return block.filter { $0.hasPrefix("        - ") }.map { $0.dropFirst(10).trimmingCharacters(in: ["\""]) }
  }

  func properties(ofSchema name: String) -> [String] {
    keys(block("components", "schemas", name, "properties"), indent: 8)
  }
}
