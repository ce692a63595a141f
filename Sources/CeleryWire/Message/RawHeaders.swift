import TaskModel

/// The headers as found: those with a meaning by name, the others as values.
struct RawHeaders {
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
    try scanner.enter(UInt8(ascii: "{"))
    var isFirst = true
    while try scanner.hasNext(UInt8(ascii: "}"), isFirst: isFirst) {
      isFirst = false
      let key = try scanner.key()
      try take(key, try scanner.value())
    }
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

  /// These where they say something, even null; otherwise the body's: Celery's rule for messages between the protocols.
  func completed(by body: RawHeaders) -> RawHeaders {
    var all = self
    all.task = task ?? body.task
    all.id = id ?? body.id
    all.eta = eta ?? body.eta
    all.expires = expires ?? body.expires
    all.group = group ?? body.group
    all.retries = retries ?? body.retries
    all.timelimit = timelimit ?? body.timelimit
    all.rootID = rootID ?? body.rootID
    all.parentID = parentID ?? body.parentID
    all.origin = origin ?? body.origin
    all.ignoreResult = ignoreResult ?? body.ignoreResult
    all.sentAt = sentAt ?? body.sentAt
    all.others = body.others.merging(others)
    return all
  }
}
