/// What came of one run of a command.
struct RunReport: Sendable {
  var status: ExitStatus
  var duration: Duration
  /// Why it was stopped; nil when it ended by itself.
  var stopReason: GroupSupervision.StopReason?
  var lastLines: [String]
  /// All of stdout, where it is the result.
  var captured: CapturedOutput
}
