/// What a server says of itself (`INFO`).
struct RedisServerInformation: Sendable, Hashable {
  /// Such as `7.0.15`.
  let version: String
  let isCluster: Bool
  /// Such as `noeviction`; empty where it was not told.
  let evictionPolicy: String
  /// Whether it writes an append-only file.
  let isAppendOnly: Bool

  init(info: String) {
    var values: [Substring: Substring] = [:]
    for line in info.split(whereSeparator: \.isNewline) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      values[line[..<colon]] = line[line.index(after: colon)...]
    }
    version = values["redis_version"].map { String($0) } ?? ""
    isCluster = values["cluster_enabled"] == "1"
    evictionPolicy = values["maxmemory_policy"].map { String($0) } ?? ""
    isAppendOnly = values["aof_enabled"] == "1"
  }

  /// Nil when the version is new enough, or not told.
  var objection: String? {
    if isCluster {
      return "Redis Cluster is not supported: its nodes cannot move a message between keys in one step; "
        + "use a server of its own, or sentinels"
    }
    let numbers = version.split(separator: ".").compactMap { Int($0) }
    if version.isEmpty || numbers.count < 2 || (numbers[0], numbers[1]) >= (6, 2) { return nil }
    return "Redis 6.2 or newer is needed, this is \(version)"
  }

  /// What an administrator should know; empty when all is well.
  var warnings: [String] {
    if evictionPolicy.isEmpty || evictionPolicy == "noeviction" { return [] }
    return [
      "maxmemory-policy is \(evictionPolicy): when its memory is full the server throws tasks away; set noeviction"
    ]
  }
}
