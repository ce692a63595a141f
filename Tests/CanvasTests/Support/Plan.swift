import Canvas
import TaskModel

/// A random workflow, and what it comes to when it is simply evaluated.
indirect enum Plan: Sendable {
  case task(String, fails: Bool, immutable: Bool)
  case chain([Plan])
  case group([Plan])
  case chord([Plan], Plan)

  static func random(
    depth: Int, failing: Double, using random: inout SeededGenerator, number: inout Int
  ) -> Plan {
    func parts(_ range: ClosedRange<Int>) -> [Plan] {
      (0..<Int.random(in: range, using: &random)).map { _ in
        .random(depth: depth - 1, failing: failing, using: &random, number: &number)
      }
    }
    switch depth > 0 ? Int.random(in: 0..<8, using: &random) : 0 {
    case 3, 4: return .chain(parts(0...4))
    case 5, 6: return .group(parts(0...3))
    case 7: return .chord(parts(0...3), .random(depth: depth - 1, failing: failing, using: &random, number: &number))
    default:
      number += 1
      let fails = Double.random(in: 0..<1, using: &random) < failing
      return .task("t\(number)", fails: fails, immutable: Int.random(in: 0..<8, using: &random) == 0)
    }
  }

  var signature: Signature {
    switch self {
    case .task(let name, let fails, let immutable):
      Signature(TaskName(fails ? "fail.\(name)" : name), TaskArguments(["own"]), isImmutable: immutable)
    case .chain(let parts): .chain(parts.map(\.signature))
    case .group(let parts): .group(parts.map(\.signature))
    case .chord(let header, let body): .chord(header.map(\.signature), body: body.signature)
    }
  }

  var isEmpty: Bool {
    switch self {
    case .task, .chord: false
    case .chain(let parts), .group(let parts): parts.allSatisfy(\.isEmpty)
    }
  }

  /// A chord has a body; an empty chain is none.
  var isValid: Bool {
    switch self {
    case .task: true
    case .chain(let parts), .group(let parts): parts.allSatisfy(\.isValid)
    case .chord(let header, let body): body.isValid && !body.isEmpty && header.allSatisfy(\.isValid)
    }
  }

  /// Nothing but a group, which is flattened in the group around it.
  private var members: [Plan]? {
    switch self {
    case .task, .chord: nil
    case .group(let parts): parts
    case .chain(let parts):
      parts.filter { !$0.isEmpty }.count == 1 ? parts.first { !$0.isEmpty }?.members : nil
    }
  }

  private static func flattened(_ parts: [Plan]) -> [Plan] {
    parts.filter { !$0.isEmpty }.flatMap { part in part.members.map(flattened(_:)) ?? [part] }
  }

  func outcome(_ input: [JSONValue] = []) -> Outcome {
    switch self {
    case .task(let name, let fails, let immutable):
      return fails ? .failed : .value(.array([.string(name)] + (immutable ? [] : input) + ["own"]))
    case .group(let parts): return .several(Self.flattened(parts).map { $0.outcome(input) })
    case .chain(let parts): return Self.chained(parts.filter { !$0.isEmpty }, input)
    case .chord(let header, let body):
      guard let results = Outcome.several(Self.flattened(header).map { $0.outcome(input) }).value else {
        return .failed
      }
      return body.outcome([results])
    }
  }

  private static func chained(_ parts: [Plan], _ input: [JSONValue]) -> Outcome {
    guard let first = parts.first else { return .several([]) }
    var outcome = first.outcome(input)
    for part in parts.dropFirst() {
      guard let value = outcome.value else { return .failed }
      outcome = part.outcome([value])
    }
    return outcome
  }
}

enum Outcome: Hashable, Sendable {
  case value(JSONValue)
  case failed
  case several([Outcome])

  /// Nil if any of it failed.
  var value: JSONValue? {
    switch self {
    case .value(let value): return value
    case .failed: return nil
    case .several(let parts):
      let values = parts.compactMap(\.value)
      return values.count == parts.count ? .array(values) : nil
    }
  }
}
