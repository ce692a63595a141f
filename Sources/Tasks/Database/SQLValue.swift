/// A value on its way into a statement, or out of a result.
public enum SQLValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int64)
  case double(Double)
  case text(String)
  case blob([UInt8])
}
