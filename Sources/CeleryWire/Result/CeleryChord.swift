public import TaskModel

/// Parts of chords as Celery keeps them in `celery-taskset-meta-<group>.j`: `[1, "<id>", "<state>", <result>]`.
public enum CeleryChord {
  public static func encodeMember(_ part: ChordPart) -> [UInt8] {
    var out = PythonJSONWriter()
    out.write(raw: "[1, ")
    out.write(part.taskID.rawValue)
    out.write(raw: ", ")
    out.write(part.state.rawValue)
    out.write(raw: ", ")
    if !ResultWriter.needsException(part.state) {
      out.write(part.value)
    } else if let failure = part.failure {
      FailureCoding.write(failure, to: &out)
    } else {
      FailureCoding.writeMissing(part.state, to: &out)
    }
    out.write(raw: "]")
    return out.bytes
  }

  /// Reads a part that Celery or we have written, compressed or not. Throws for what is none.
  public static func decodeMember(_ bytes: [UInt8]) throws(UnreadableReason) -> CeleryChordMember {
    let value: JSONValue
    do {
      value = try JSONParser.parse(
        CompressedPayload.unwrap(bytes),
        options: JSONParser.Options(allowsNaN: true, depthLimit: JSONScanner.depthLimit))
    } catch let error as JSONError {
      throw UnreadableReason("a part of a chord is not JSON: \(error.description)")
    } catch let error as UnreadableReason {
      throw error
    } catch {
      throw UnreadableReason("a part of a chord cannot be read: \(error)")
    }
    guard let elements = value.arrayValue, elements.count == 4, let id = elements[1].stringValue,
      let state = elements[2].stringValue.map(TaskState.init(rawValue:))
    else {
      throw UnreadableReason(
        "a part of a chord is \(value); it must be an array [1, id, state, result] with id and state as strings")
    }
    if ResultWriter.needsException(state) {
      let failure = try FailureCoding.read(elements[3], traceback: nil)
      return CeleryChordMember(taskID: TaskID(id), state: state, value: .null, failure: failure)
    }
    return CeleryChordMember(taskID: TaskID(id), state: state, value: elements[3], failure: nil)
  }
}
