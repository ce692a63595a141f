import TaskModel

/// The headers as found: those with a meaning by name, the others as values.
struct RawHeaders: ~Copyable {
  var task: RawJSON?
  var id: RawJSON?
  var eta: RawJSON?
  var expires: RawJSON?
  var group: RawJSON?
  var retries: RawJSON?
  var timelimit: RawJSON?
  var rootID: RawJSON?
  var parentID: RawJSON?
  var origin: RawJSON?
  var ignoreResult: RawJSON?
  var compression: RawJSON?
  var redelivered: RawJSON?
  var deliveries: RawJSON?
  var sentAt: RawJSON?
  /// What ``TaskMessage/headers`` gets.
  var others = JSONObject()

  /// Reads an object's members; the last of several of one name counts, as in Python.
  mutating func read(_ scanner: inout JSONScanner) throws(UnreadableReason) {
    try scanner.eachMember { key, scanner throws(UnreadableReason) in try take(key, try scanner.value()) }
  }

  mutating func take(_ key: RawJSON, _ value: RawJSON) throws(UnreadableReason) {
    let name = key.hasEscapes ? key.text.flatMap { HeaderName($0) } : HeaderName(key.content)
    switch name {
    case .task: task = value
    case .id: id = value
    case .eta: eta = value
    case .expires: expires = value
    case .group: group = value
    case .retries: retries = value
    case .timelimit: timelimit = value
    case .rootID: rootID = value
    case .parentID: parentID = value
    case .origin: origin = value
    case .ignoreResult: ignoreResult = value
    case .compression: compression = value
    case .redelivered: redelivered = value
    case .deliveries: deliveries = value
    case .sentAt: sentAt = value
    case .lang, .argsrepr, .kwargsrepr: break
    case .shadow, .groupIndex, .stampedHeaders: try keep(key, value, unless: value.isNull)
    case .stamps: try keep(key, value, unless: value.isNull || value.bytes.reads("{}"))
    case .replacedTaskNesting: try keep(key, value, unless: value.isNull || value.bytes.reads("0"))
    case nil: try keep(key, value, unless: false)
    }
  }

  /// Celery's own headers at their usual values are not kept: they are written again anyway.
  private mutating func keep(_ key: RawJSON, _ value: RawJSON, unless isUsual: Bool) throws(UnreadableReason) {
    guard let name = key.text else { throw UnreadableReason("a header's name is half of a surrogate pair") }
    guard !isUsual else { return others[name] = nil }
    do {
      others[name] = try value.parsed()
    } catch {
      throw UnreadableReason("header '\(name)': \(error.message)")
    }
  }

  /// What is missing here is taken from the body's: Celery's rule for messages between the protocols, where even null counts
  /// as said.
  mutating func complete(by body: borrowing RawHeaders) {
    task = task ?? body.task
    id = id ?? body.id
    eta = eta ?? body.eta
    expires = expires ?? body.expires
    group = group ?? body.group
    retries = retries ?? body.retries
    timelimit = timelimit ?? body.timelimit
    rootID = rootID ?? body.rootID
    parentID = parentID ?? body.parentID
    origin = origin ?? body.origin
    ignoreResult = ignoreResult ?? body.ignoreResult
    sentAt = sentAt ?? body.sentAt
    others = body.others.merging(others)
  }
}
