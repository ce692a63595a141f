/// The body, scanned once. Protocol 2 has an array of three; protocol 1 one object with everything in it, and a message with
/// the headers of 2 and the body of 1 is read, too.
struct RawBody: ~Copyable {
  var args: RawJSON?
  var kwargs: RawJSON?
  /// Protocol 2: the third element.
  var embed: RawJSON?
  /// The body is an object: protocol 1, or between the two.
  var isObject = false
  /// Protocol 1: what the headers hold in protocol 2.
  var headers = RawHeaders()
  /// Protocol 1: the members that stand in `embed` in protocol 2.
  var callbacks: RawJSON?
  var errbacks: RawJSON?
  var chord: RawJSON?
  private var taskset: RawJSON?

  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(UnreadableReason) {
    var scanner = JSONScanner(bytes, name: "the body")
    switch scanner.peek() {
    case UInt8(ascii: "["): try readArray(&scanner)
    case UInt8(ascii: "{"): try readObject(&scanner)
    default:
      let value = try scanner.value()
      throw UnreadableReason("the body is \(value.kind), not an array [args, kwargs, embed]")
    }
    try scanner.expectEnd()
  }

  private mutating func readArray(_ scanner: inout JSONScanner) throws(UnreadableReason) {
    try scanner.enter(UInt8(ascii: "["))
    var count = 0
    while try scanner.hasNext(UInt8(ascii: "]"), isFirst: count == 0) {
      let value = try scanner.value()
      switch count {
      case 0: args = value
      case 1: kwargs = value
      case 2: embed = value
      default: break
      }
      count += 1
    }
    guard count == 3 else {
      throw UnreadableReason("the body is an array of \(count), not of the three [args, kwargs, embed]")
    }
  }

  private mutating func readObject(_ scanner: inout JSONScanner) throws(UnreadableReason) {
    isObject = true
    try scanner.eachMember { key, scanner throws(UnreadableReason) in
      let value = try scanner.value()
      if !take(key.content, value), HeaderName(key.content) != nil { try headers.take(key, value) }
    }
    // Celery: `taskset` is the old name of `group` and wins.
    if let taskset { headers.group = taskset }
  }

  private mutating func take(_ name: UnsafeBufferPointer<UInt8>, _ value: RawJSON) -> Bool {
    switch name.count {
    case 4 where name.reads("args"): args = value
    case 5 where name.reads("chord"): chord = value
    case 6 where name.reads("kwargs"): kwargs = value
    case 7 where name.reads("taskset"): taskset = value
    case 8 where name.reads("errbacks"): errbacks = value
    case 9 where name.reads("callbacks"): callbacks = value
    default: return false
    }
    return true
  }
}
