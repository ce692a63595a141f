import TaskModel

/// A part of a chord ready to be written: turned into bytes by the caller.
struct StoredChordPart: Sendable {
  let header: TaskKey
  let task: TaskKey
  let expires: Timestamp?
  /// What is the member's own.
  let member: [UInt8]
  /// What all members have in common.
  let chord: [UInt8]

  init(_ part: ChordPart) {
    header = TaskKey(group: part.groupID)
    task = TaskKey(part.taskID)
    expires = part.expires
    member = JSONValue.object(part.memberRecord).jsonBytes
    chord = JSONValue.object(part.chordRecord).jsonBytes
  }

  /// The parts in these bytes, in the order of the rows; throws when one is no part.
  static func read(_ members: [[UInt8]], of chord: [UInt8]) throws(JSONError) -> [ChordPart] {
    let common = try object(chord)
    return try members.map { (bytes) throws(JSONError) in
      guard let part = ChordPart(member: try object(bytes), of: common) else {
        throw JSONError("a stored part of a chord is not one")
      }
      return part
    }
  }

  private static func object(_ bytes: [UInt8]) throws(JSONError) -> JSONObject {
    guard case .object(let object) = try JSONParser.parse(bytes, options: .init(allowsNaN: true)) else {
      throw JSONError("a stored part of a chord is not a JSON object")
    }
    return object
  }
}

extension TaskKey {
  /// The id of a group, as of a task: a UUID nearly always.
  init(group id: String) { self.init(TaskID(id)) }
}
