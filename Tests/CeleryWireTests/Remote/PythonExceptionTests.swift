import TaskModel
import Testing

@testable import CeleryWire

@Suite("Python's texts") struct PythonExceptionTests {
  /// text, Python's repr
  static let texts: [(String, String)] = [
    ("a", "'a'"), ("", "''"), ("it's", #""it's""#), (#"say "no""#, #"'say "no"'"#), (#"it's "x""#, #"'it\'s "x"'"#),
    ("a\nb\t\r\\", #"'a\nb\t\r\\'"#), ("\u{0}\u{1f}\u{7f}\u{a0}", #"'\x00\x1f\x7f\xa0'"#), ("żółw 🐢", "'żółw 🐢'"),
  ]

  @Test("a text is quoted as by repr()", arguments: texts)
  func aTextIsQuotedAsByRepr(_ text: String, _ repr: String) { #expect(PythonString.repr(text) == repr) }

  @Test func anExceptionShowsItsArguments() {
    #expect(PythonException("KeyError", "no_such_command").repr == "KeyError('no_such_command')")
    #expect(
      PythonException("ValueError", ["bad value", 42, nil, [1, "x"]]).repr
        == "ValueError('bad value', 42, None, [1, 'x'])")
    #expect(PythonException("Empty", []).repr == "Empty()")
    #expect(PythonException(TaskFailure(type: "Refused", message: "no")).repr == "Refused('no')")
    #expect(PythonException(TaskFailure(type: "Refused", message: "")).repr == "Refused()")
    #expect(PythonException(TaskFailure(type: "E", message: "m", arguments: [1, true])).repr == "E(1, True)")
  }

  @Test func aSetIsInBraces() {
    #expect(PythonString.repr(setOf: []) == "set()")
    #expect(PythonString.repr(setOf: ["id-2", "id-1"]) == "{'id-2', 'id-1'}")
  }
}
