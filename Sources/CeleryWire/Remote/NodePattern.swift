/// Which nodes a request is for, by their names (kombu, `matcher.py`).
package struct NodePattern: Sendable, Hashable {
  package enum Matcher: String, Sendable, Hashable, CaseIterable {
    /// Shell wildcards over the whole name.
    case glob
    /// A regular expression that matches from the name's start on.
    case pcre
  }

  /// Longer patterns are refused: a node name has at most some 300 characters.
  static let maximumLength = 1024

  package let matcher: Matcher
  package let pattern: String

  /// - Throws: ``RemoteRequestError`` for a matcher that is not known and a pattern that is broken.
  package init(_ pattern: String, matcher name: String) throws(RemoteRequestError) {
    guard let matcher = Matcher(rawValue: name) else {
      throw RemoteRequestError("the matcher '\(name)' is not known: glob and pcre are")
    }
    guard pattern.utf8.count <= Self.maximumLength else {
      throw RemoteRequestError("a node pattern has at most \(Self.maximumLength) bytes")
    }
    if matcher == .pcre {
      do { _ = try Regex(pattern) } catch {
        throw RemoteRequestError("the regular expression '\(pattern)' is broken: \(error)")
      }
    }
    self.matcher = matcher
    self.pattern = pattern
  }

  package func matches(_ node: String) -> Bool {
    switch matcher {
    case .glob: return Glob(pattern).matches(node)
    case .pcre:
      guard let expression = try? Regex(pattern).matchingSemantics(.unicodeScalar) else { return false }
      return (try? expression.prefixMatch(in: node)) != nil
    }
  }
}
