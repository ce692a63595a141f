import TaskModel

/// What the server looks for in envelopes before they are read: the text that says whose they are.
struct MessageSearch {
  let ids: Set<TaskID>
  /// Empty where an id can be spelled in several ways: then every envelope is read.
  let texts: [String]

  init(_ ids: [TaskID]) {
    self.ids = Set(ids)
    let isPlain = self.ids.allSatisfy { id in
      id.rawValue.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }
    // Celery's spelling, and that of writers that leave no space.
    texts = isPlain ? self.ids.flatMap { ["\"id\": \"\($0.rawValue)\"", "\"id\":\"\($0.rawValue)\""] } : []
  }
}
