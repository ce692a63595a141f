/// One row of the table of `systemd-analyze security --json=short UNIT`.
struct SecurityRow: Decodable, Sendable {
  /// Whether the unit is protected in this respect.
  let set: Bool?
  /// Such as `SystemCallFilter=~@swap` or `RootDirectory=/RootImage=`.
  let name: String
  let exposure: String?

  /// The directives it is about.
  var directives: [String] {
    name.split(separator: "/").map { String($0.prefix { $0 != "=" }) }
  }
}
