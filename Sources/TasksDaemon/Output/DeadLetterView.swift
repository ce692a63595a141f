import TaskModel

/// One dead letter whole, for people: what it is, why it lies here, the message line by line, and bytes as far as they are
/// text.
enum DeadLetterView {
  static func text(_ letter: JSONValue) -> String {
    func text(_ key: String) -> String { letter[key]?.stringValue ?? "-" }
    let number = letter["number"]?.integerValue ?? 0
    var lines = [
      "dead letter \(number)",
      "  task        \(text("task"))", "  id          \(text("id"))", "  queue       \(text("queue"))",
      "  died        \(text("died_at"))", "  deliveries  \(letter["deliveries"]?.integerValue ?? 0)",
      "  reason      \(text("reason"))",
    ]
    lines += indented(text("detail"))
    if let message = letter["message"]?.objectValue {
      lines += ["", "message", InspectView.indented(.object(message))]
    }
    if let size = letter["size"]?.integerValue {
      lines += ["", "\(size) bytes that could not be read"] + indented(letter["text"]?.stringValue ?? "")
    }
    lines += ["", next(number, isReadable: letter["message"] != nil)]
    return lines.joined(separator: "\n")
  }

  private static func next(_ number: Int64, isReadable: Bool) -> String {
    isReadable
      ? "tasksd ctl dead replay \(number) puts it back into its queue, tasksd ctl dead drop \(number) deletes it"
      : "tasksd ctl dead drop \(number) deletes it; what cannot be read cannot be replayed"
  }

  /// Several lines, such as a traceback, each in its place. What a terminal would obey is shown, not sent.
  private static func indented(_ text: String) -> [String] {
    if text.isEmpty || text == "-" { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      "    "
        + String(
          String.UnicodeScalarView(
            line.unicodeScalars.map { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F ? "\u{FFFD}" : $0 }))
    }
  }
}
