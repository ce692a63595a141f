/// What to start, with which message, and how long it may take.
struct RunPlan: Sendable {
  var launch: Launch
  /// For stdin.
  var message: [UInt8]
  var hardLimit: Duration?
  var killGrace: Duration
}
