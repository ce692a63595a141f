import Foundation

/// One entry of the journal, all its fields as text.
package struct JournalEntry: Sendable, CustomStringConvertible {
  package let fields: [String: String]

  /// - Parameter line: of `journalctl -o json`. A field that is no text there (bytes, several values) is left out.
  /// - Throws: what JSONSerialization throws when it is no JSON object.
  package init(line: String) throws {
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
    fields = object.compactMapValues { $0 as? String }
  }

  package subscript(field: String) -> String? { fields[field] }
  package var message: String { fields["MESSAGE"] ?? "" }
  /// As syslog counts them: 0 emergency … 3 error, 4 warning, 5 notice, 6 information, 7 debug.
  package var priority: Int { fields["PRIORITY"].flatMap { Int($0) } ?? -1 }
  package var description: String { "<\(priority)> \(message)" }
}
