import TaskModel

/// Reads the URL of a broker. No error repeats a password.
struct BrokerAddressReader {
  /// Directory of relative paths, absolute.
  let directory: String

  static let hint =
    "write sqlite:////var/lib/tasksd/tasksd.db, redis://localhost:6379/3, redis+socket:///run/redis.sock?db=3, "
    + "sentinel://host:26379/3?master=NAME or memory://"

  func read(_ text: String) throws(ValueError) -> BrokerAddress {
    guard let colon = text.firstIndex(ofASCII: "://") else {
      throw ValueError("this is not a URL of a broker", hint: Self.hint)
    }
    let scheme = text.before(colon).lowercased()
    let rest = String(decoding: text.utf8[colon...].dropFirst(3), as: UTF8.self)
    switch scheme {
    case "memory": return .memory
    case "sqlite": return .sqlite(path: try sqlitePath(rest))
    case "redis", "rediss":
      let url = try AddressParts(rest)
      guard url.hosts.count == 1, let host = url.hosts.first else {
        throw ValueError("\(scheme):// takes one host", hint: "write sentinel://… for several")
      }
      let tls = try TLSReader(query: url.query, directory: directory).read(
        isUsed: scheme == "rediss", way: "write rediss://")
      return .redis(try url.redis(.tcp(host), tls: tls, database: url.databaseOfPath()))
    case "redis+socket", "redis+unix", "unix":
      let url = try AddressParts(rest)
      guard url.path.utf8.count > 1 else {
        throw ValueError("the socket's path is missing", hint: "write redis+socket:///run/redis.sock?db=3")
      }
      let tls = try TLSReader(query: url.query, directory: directory).read(
        isUsed: false, way: "leave it out: a unix socket does not leave the machine")
      return .redis(try url.redis(.socket(path: url.path), tls: tls, database: url.databaseOfQuery()))
    case "sentinel":
      let url = try AddressParts(rest, defaultPort: 26_379)
      let service = url.query["master"] ?? url.query["service"] ?? url.query["master_name"] ?? "mymaster"
      let usesTLS = try url.query["ssl"].map { text throws(ValueError) in try ValueReader.boolean(text) } ?? false
      let tls = try TLSReader(query: url.query, directory: directory).read(
        isUsed: usesTLS, way: "write ssl=true beside it")
      return .redis(try url.redis(.sentinel(url.hosts, service: service), tls: tls, database: url.databaseOfPath()))
    default: throw unknown(scheme)
    }
  }

  private func unknown(_ scheme: String) -> ValueError {
    let celerys = [
      "amqp", "amqps", "pyamqp", "sqs", "mongodb", "kafka", "zookeeper", "rpc", "cache+memcached", "django",
    ]
    let what = celerys.contains(scheme) || scheme.hasPrefix("db+") ? "is not spoken here" : "is not known"
    return ValueError("'\(scheme.shortened)://' \(what)", hint: Self.hint)
  }

  /// As SQLAlchemy reads it: three slashes and a relative path, four and an absolute one.
  private func sqlitePath(_ rest: String) throws(ValueError) -> String {
    let path = String(decoding: rest.utf8.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
    guard path.hasPrefix("/"), path.utf8.count > 1, let decoded = PercentEncoding.decode(path.utf8Text(from: 1)) else {
      throw ValueError(
        "the path of the SQLite file is missing or not well-formed", hint: "write sqlite:////absolute/path.db")
    }
    return FilePath.absolute(decoded, in: directory)
  }
}
