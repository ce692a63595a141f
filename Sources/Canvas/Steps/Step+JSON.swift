import TaskModel

/// Back to Celery's form, as `chain` and `chord` in a message carry it: Python workers run it from there.
extension Step {
  var json: JSONValue { signature.json }

  var signature: Signature {
    switch self {
    case .task(let signature): return signature
    case .group(let id, let members): return Self.group(id, members)
    case .chord(let id, let header, let body):
      let parts: JSONObject = [
        "kwargs": .object(JSONObject()), "header": Self.group(id, header).json, "body": body.json,
      ]
      return Signature("celery.chord", TaskArguments(keywords: parts), options: Self.options(id), kind: .chord)
    }
  }

  private static func group(_ id: String?, _ members: [[Step]]) -> Signature {
    let tasks = members.map { member in
      member.count == 1 ? member[0].json : Signature.chain(member.map(\.signature)).json
    }
    return Signature(
      "celery.group", TaskArguments(keywords: ["tasks": .array(tasks)]), options: options(id), kind: .group)
  }

  private static func options(_ id: String?) -> JSONObject { id.map { ["task_id": .string($0)] } ?? JSONObject() }
}

extension Sequence<Step> {
  /// As a message carries the rest of a chain: the next one is the last.
  var reversedJSON: [JSONValue] { map(\.json).reversed() }
}
