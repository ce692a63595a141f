/// The types of `pg_type` that concern us, by the numbers they have everywhere.
enum TypeNumber: UInt32 {
  case bool = 16
  case bytea = 17
  case int8 = 20
  case int2 = 21
  case int4 = 23
  case oid = 26
  case float4 = 700
  case float8 = 701
  case timestamptz = 1184

  /// What has not been said: the server takes what the statement needs there.
  static let unspecified: UInt32 = 0
}
