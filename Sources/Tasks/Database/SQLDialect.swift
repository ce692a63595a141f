/// In what two databases differ that concerns us.
public enum SQLDialect: String, Sendable, Hashable, CaseIterable {
  case postgresql
  case sqlite
}
