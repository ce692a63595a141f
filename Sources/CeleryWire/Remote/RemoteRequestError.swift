/// Why a broadcast is no request that could be answered: what is wrong, and what would be right.
package struct RemoteRequestError: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
