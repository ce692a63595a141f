import Glibc

/// Whom a command runs as.
struct Account: Sendable, Hashable {
  var uid: uid_t
  var gid: gid_t
  /// The supplementary groups.
  var groups: [gid_t]
  /// Nil for a number nobody has a name for.
  var name: String?
  var home: String?

  /// Whether becoming this one changes anything.
  var differsFromOwn: Bool { uid != geteuid() || gid != getegid() }

  /// `HOME`, `USER` and `LOGNAME`, as a login would set them.
  var variables: [String: String] {
    var variables: [String: String] = [:]
    variables["HOME"] = home
    variables["USER"] = name
    variables["LOGNAME"] = name
    return variables
  }

  /// Looks both up; nil when neither is given. Throws the one that does not exist.
  static func find(user: String?, group: String?) throws(CommandProblem) -> Account? {
    var account: Account
    if let user {
      account = try find(user: user)
    } else if group != nil {
      account = Account(uid: geteuid(), gid: getegid(), groups: [])
    } else {
      return nil
    }
    if let group {
      account.gid = try find(group: group)
      if !account.groups.contains(account.gid) { account.groups.append(account.gid) }
    }
    return account
  }

  private static func find(user: String) throws(CommandProblem) -> Account {
    var account: Account?
    let error = lookUp { buffer in
      var record = passwd()
      var found: UnsafeMutablePointer<passwd>?
      guard let start = buffer.baseAddress else { return ENOMEM }
      let error =
        if let uid = uid_t(user) {
          getpwuid_r(uid, &record, start, buffer.count, &found)
        } else {
          getpwnam_r(user, &record, start, buffer.count, &found)
        }
      if found != nil { account = Account(record) }
      return error
    }
    if let account { return account }
    guard error == 0 || error == ENOENT || error == ESRCH else { throw .system("cannot look up user '\(user)'", error) }
    if let uid = uid_t(user) { return Account(uid: uid, gid: uid, groups: [uid]) }
    throw CommandProblem("there is no user '\(user)' on this machine")
  }

  private init(_ record: passwd) {
    uid = record.pw_uid
    gid = record.pw_gid
    name = record.pw_name.map { String(cString: $0) }
    home = record.pw_dir.map { String(cString: $0) }
    groups = [record.pw_gid]
    if let name { groups = Self.groups(of: name, including: gid) }
  }

  init(uid: uid_t, gid: gid_t, groups: [gid_t]) {
    (self.uid, self.gid, self.groups) = (uid, gid, groups)
  }

  private static func groups(of name: String, including gid: gid_t) -> [gid_t] {
    var count: CInt = 64
    var groups = [gid_t](repeating: gid, count: Int(count))
    if getgrouplist(name, gid, &groups, &count) < 0 {
      groups = [gid_t](repeating: gid, count: Int(max(count, 1)))
      guard getgrouplist(name, gid, &groups, &count) >= 0 else { return [gid] }
    }
    return Array(groups.prefix(Int(count)))
  }

  private static func find(group: String) throws(CommandProblem) -> gid_t {
    if let number = gid_t(group) { return number }
    var gid: gid_t?
    let error = lookUp { buffer in
      var record = Glibc.group()
      var found: UnsafeMutablePointer<Glibc.group>?
      guard let start = buffer.baseAddress else { return ENOMEM }
      let error = getgrnam_r(group, &record, start, buffer.count, &found)
      if found != nil { gid = record.gr_gid }
      return error
    }
    if let gid { return gid }
    guard error == 0 || error == ENOENT || error == ESRCH else {
      throw .system("cannot look up group '\(group)'", error)
    }
    throw CommandProblem("there is no group '\(group)' on this machine")
  }

  /// Calls with a larger buffer as long as the record does not fit.
  private static func lookUp(_ body: (UnsafeMutableBufferPointer<CChar>) -> CInt) -> CInt {
    var size = 1024
    while true {
      let error = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size, body)
      guard error == ERANGE, size < 1 << 20 else { return error }
      size *= 4
    }
  }
}
