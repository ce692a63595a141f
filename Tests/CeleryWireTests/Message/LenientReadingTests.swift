import CeleryWire
import TaskModel
import Testing

/// What senders other than today's Celery may write, and Celery reads.
struct LenientReadingTests {
  private func read(_ change: (inout Envelope) -> Void) throws -> TaskMessage {
    try CeleryCodec.decode(Array(Envelope(change).text.utf8), queue: "celery").get().message
  }

  @Test func theBodyMayBePlainText() throws {
    let message = try read { $0.encode(#"[["ü\u00fc\\"], {"a": NaN}, null]"#) }
    #expect(message.arguments.positional == ["üü\\"])
    #expect(message.arguments.keywords["a"]?.doubleValue?.isNaN == true)
  }

  @Test func theBodyMayBeBrokenIntoLines() throws {
    let message = try read { $0.body = #""W1sxLCAy\nXSwge30s\r\nIHt9XQ==""# }
    #expect(message.arguments == TaskArguments([1, 2]))
  }

  @Test(arguments: [
    ("\"2031-03-04T05:06:07\"", 1_930_367_167_000_000), ("\"2031-03-04 05:06:07Z\"", 1_930_367_167_000_000),
    ("\"20310304T050607+0100\"", 1_930_363_567_000_000), ("\"2031-03-04T05:06:07.089+01:00\"", 1_930_363_567_089_000),
    ("\"2031-03-04\"", 1_930_348_800_000_000), ("\"2031-03-04T05:06\"", 1_930_367_160_000_000),
  ])
  func aTimeWithoutAnOffsetIsUTC(text: String, microseconds: Int64) throws {
    #expect(try read { $0.set("eta", text) }.eta == Timestamp(microseconds: microseconds))
    #expect(try read { $0.set("expires", text) }.expires == Timestamp(microseconds: microseconds))
  }

  @Test func emptyTimesAreNone() throws {
    #expect(try read { $0.set("eta", "\"\"") }.eta == nil)
  }

  @Test(arguments: [("3", 3), ("\"3\"", 3), ("3.0", 3), ("null", 0), ("1180591620717411303424", 0)])
  func retriesMayBeDigits(text: String, retries: Int) throws {
    guard text.count < 10 else {
      #expect(throws: UnreadableReason.self) { try read { $0.set("retries", text) } }
      return
    }
    #expect(try read { $0.set("retries", text) }.retries == retries)
  }

  @Test(
    arguments: [
      ("[null, null]", nil, nil), ("[30, 20]", 20, 30), ("[0.5, null]", nil, 0.5), ("null", nil, nil), ("[]", nil, nil),
      ("[0, 0]", nil, nil), ("[1e300, 1]", 1, 9_223_372_036_854.775807),
    ] as [(String, Double?, Double?)])
  func timeLimitsAreHardThenSoft(text: String, soft: Double?, hard: Double?) throws {
    let limit = try read { $0.set("timelimit", text) }.timeLimit
    #expect(limit.soft?.inSeconds == soft)
    #expect(limit.hard?.inSeconds == hard)
  }

  @Test(arguments: [
    ("5", 5), ("255", 9), ("-3", 0), ("null", 0), ("\"7\"", 7), ("\"high\"", 0), ("[1]", 0), ("3.9", 3), ("NaN", 0),
  ])
  func aPriorityIsClampedAsKombuDoes(text: String, level: Int) throws {
    let message = try read {
      $0.properties = $0.properties.dropLast() + ", \"priority\": \(text)}"
    }
    #expect(message.priority == Priority(level))
  }

  @Test func theLastMemberOfANameCounts() throws {
    let message = try read {
      $0.set("id", "\"2\"")
      $0.set("x", "1")
      $0.set("x", "{\"y\": 2}")
      $0.set("shadow", "\"s\"")
      $0.set("shadow", "null")
    }
    #expect(message.id == "2")
    #expect(message.headers == ["x": ["y": 2]])
  }

  @Test func namesMayBeWrittenWithEscapes() throws {
    let message = try read { $0.headers = #"{"t\u0061sk": "demo.\u0061dd", "\u0069d": "1", "\u00fc": 1}"# }
    #expect(message.task == "demo.add")
    #expect(message.id == "1")
    #expect(message.headers == ["ü": 1])
  }

  @Test func aMessageBetweenTheProtocolsIsRead() throws {
    let message = try read {
      $0.headers = #"{"task": "demo.add", "id": "1", "retries": 2}"#
      $0.encode(
        #"{"args": [1], "kwargs": {}, "task": "other", "retries": 1, "eta": "2031-03-04T05:06:07", "utc": true, "group": "g", "callbacks": [{"task": "c"}]}"#
      )
    }
    #expect(message.task == "demo.add")
    #expect(message.retries == 2)
    #expect(message.eta == Timestamp(microseconds: 1_930_367_167_000_000))
    #expect(message.groupID == "g")
    #expect(message.embed == ["callbacks": [["task": "c"]]])
  }

  @Test func inProtocol1TasksetWinsOverGroup() throws {
    let message = try read {
      $0.headers = "{}"
      $0.encode(#"{"task": "t", "id": "i", "args": [], "kwargs": {}, "group": "g", "taskset": "s", "chord": null}"#)
    }
    #expect(message.groupID == "s")
    #expect(message.embed.isEmpty)
    #expect(message.headers.isEmpty)
  }

  @Test func propertiesWithoutAWordAreKept() throws {
    let message = try read {
      $0.properties =
        $0.properties.dropLast()
        + #", "reply_to": "r", "correlation_id": "other", "delivery_mode": 1, "expiration": "5", "x": [1]}"#
    }
    #expect(message.properties == ["reply_to": "r", "correlation_id": "other", "delivery_mode": 1, "x": [1]])
  }
}
