/// Replaces `%(name)s`, `${ENVIRONMENT}` and `${credential:NAME}` in a value. What is replaced is not looked at again.
///
/// Only a well-formed `%(name)s` is interpolation; any other `%` stays as it is, so that `p%40ss` in a URL and `%h` in a
/// host name need no escape. `%%` is one `%`, `$${` is a literal `${`, `${NAME:-text}` is `text` where NAME is unset or
/// empty, as in a shell.
struct Interpolator {
  /// Bytes. References to references could grow without end.
  static let longest = 1 << 16

  let environment: [String: String]
  var credentials = Credentials()
  /// The value of `%(name)s`; nil where there is none.
  let lookup: (String) throws(ValueError) -> String?

  func expand(_ text: String) throws(ValueError) -> String {
    let bytes = Array(text.utf8)
    guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "$") }) else { return text }
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      guard result.count <= Self.longest else {
        throw ValueError("with everything put in, the value has more than \(Self.longest) bytes")
      }
      let rest = bytes[position...]
      if rest.starts(with: "%%".utf8) {
        result.append(UInt8(ascii: "%"))
        position += 2
      } else if rest.starts(with: "$${".utf8) {
        result.append(contentsOf: "${".utf8)
        position += 3
      } else if rest.starts(with: "%(".utf8), let name = Self.wellFormedName(rest.dropFirst(2)) {
        result.append(contentsOf: try value(name).utf8)
        position += name.utf8.count + 4
      } else if rest.starts(with: "${".utf8) {
        guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
          throw ValueError("'${' has no closing '}'", hint: "write ${NAME}, or $${ for the two characters themselves")
        }
        let name = String(decoding: bytes[position + 2..<end], as: UTF8.self)
        if name.hasPrefix(Credentials.prefix), !name.hasPrefix(Credentials.prefix + "-") {
          let isSecretOfURL = Self.isBeforeHost(result, rest[end...].dropFirst())
          let value = try credentials.value(
            name.utf8Text(from: Credentials.prefix.utf8.count), inAuthority: isSecretOfURL)
          result.append(contentsOf: value.utf8)
        } else {
          result.append(contentsOf: try variable(name).utf8)
        }
        position = end + 1
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// `name` of the `name)s` that `bytes` begin with.
  private static func wellFormedName(_ bytes: ArraySlice<UInt8>) -> String? {
    let name = bytes.prefix { $0.isNamePart || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    guard !name.isEmpty, bytes[name.endIndex...].starts(with: ")s".utf8) else { return nil }
    return String(decoding: name, as: UTF8.self)
  }

  /// Whether what stands between the two is the user or the password of a URL: `scheme://` … `@`.
  private static func isBeforeHost(_ before: [UInt8], _ behind: ArraySlice<UInt8>) -> Bool {
    func endsAuthority(_ byte: UInt8) -> Bool { byte.isSpace || "/?#".utf8.contains(byte) }
    guard let start = before.lastIndex(where: endsAuthority), before[...start].suffix(3).elementsEqual("://".utf8)
    else { return false }
    return behind.prefix { !endsAuthority($0) }.contains(UInt8(ascii: "@"))
  }

  private func value(_ name: String) throws(ValueError) -> String {
    if let value = try lookup(name) { return value }
    throw ValueError(
      "%(\(name))s names nothing",
      hint: "it takes 'here' or a key of this section or of [DEFAULT]; write %%(\(name))s for the text itself")
  }

  private func variable(_ text: String) throws(ValueError) -> String {
    let name = String(decoding: text.utf8.prefix { $0.isNamePart }, as: UTF8.self)
    let fallback = text.utf8.dropFirst(name.utf8.count)
    guard let first = name.utf8.first, !first.isDigit, fallback.isEmpty || fallback.starts(with: ":-".utf8) else {
      throw ValueError(
        "${\(text.shortened)} is not the name of an environment variable",
        hint: "write ${NAME} or ${NAME:-default}, or $${ for the two characters themselves")
    }
    let value = environment[name]
    if fallback.isEmpty {
      guard let value else {
        throw ValueError(
          "the environment variable \(name) is not set", hint: "set it, or give a default: ${\(name):-VALUE}")
      }
      return value
    }
    if let value, !value.isEmpty { return value }
    return try expand(String(decoding: fallback.dropFirst(2), as: UTF8.self))
  }
}
