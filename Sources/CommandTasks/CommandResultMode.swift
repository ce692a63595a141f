/// What the result of a command task is (`result = …`).
public enum CommandResultMode: String, Sendable, Hashable, CaseIterable {
  /// `{"exit_code": 0, "duration": 1.5, "lines": […]}`: seconds, and the last lines of its output.
  case status
  /// What it wrote to stdout, at most 1 MiB, without the last line's end.
  case text
  /// The JSON value it wrote to stdout, at most 1 MiB of text.
  case json
}
