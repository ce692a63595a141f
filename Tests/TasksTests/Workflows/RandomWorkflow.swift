import Canvas
import TasksTesting

@testable import Tasks

/// Says who it is and what it was given.
struct Mark: RequestAwareTask {
  static let name: TaskName = "mark"
  var input: JSONValue?
  var label: Int
  func run(_ request: TaskRequest) async throws -> JSONValue { [.integer(Int64(label)), input ?? .null] }
}

/// A workflow together with what it must come to.
indirect enum RandomWorkflow {
  case mark(Int, isImmutable: Bool)
  case chain([RandomWorkflow])
  case group([RandomWorkflow])
  case chord([RandomWorkflow], body: RandomWorkflow)

  init(depth: Int, using random: inout SeededGenerator) {
    func part() -> RandomWorkflow { RandomWorkflow(depth: depth - 1, using: &random) }
    let count = Int.random(in: 2...3, using: &random)
    switch depth <= 0 ? 0 : Int.random(in: 0...4, using: &random) {
    case 1: self = .chain((0..<count).map { _ in part() })
    case 2: self = .group((0..<count).map { _ in part() })
    case 3, 4: self = .chord((0..<count).map { _ in part() }, body: part())
    default:
      self = .mark(.random(in: 0..<1000, using: &random), isImmutable: Int.random(in: 0..<8, using: &random) == 0)
    }
  }

  func signature() throws -> TaskSignature<JSONValue> {
    switch self {
    case .mark(let label, let isImmutable):
      let signature = try Mark.signature(keywords: ["label": JSONValue(label)])
      return isImmutable ? signature.immutable() : signature
    case .chain(let parts): return Tasks.chain(try parts.map { try $0.signature() })
    case .group(let members): return Tasks.group(try members.map { try $0.signature() }).untyped
    case .chord(let header, let body):
      return Tasks.chord(try header.map { try $0.signature() }, body: try body.signature())
    }
  }

  /// What it comes to when it is given `input`.
  func value(of input: JSONValue? = nil) -> JSONValue {
    switch self {
    case .mark(let label, let isImmutable): [JSONValue(label), isImmutable ? .null : input ?? .null]
    case .chain(let parts): parts.reduce(input) { $1.value(of: $0) } ?? .null
    case .group(let members): .array(members.map { $0.value(of: input) })
    case .chord(let header, let body): body.value(of: .array(header.map { $0.value(of: input) }))
    }
  }
}
