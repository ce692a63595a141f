/// Whether, and after what pause, a failed run is tried again. Pure: randomness comes from the caller.
public struct RetryPolicy: Sendable, Hashable {
  public enum Pause: Sendable, Hashable {
    case fixed(Duration)
    /// `base`, doubled with every attempt up to `maximum`; with `jitter` a random part of that ("full jitter",
    /// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), as in Celery's `retry_backoff`.
    case exponential(base: Duration, maximum: Duration, jitter: Bool)
  }

  /// Runs in all, the first included. 1: never again.
  public var attempts: Int
  public var pause: Pause
  /// Errors by type name that are tried again; empty: every error.
  public var onlyFor: Set<String>
  /// Errors by type name that are final, whatever else is said.
  public var neverFor: Set<String>

  public init(attempts: Int, pause: Pause, onlyFor: Set<String> = [], neverFor: Set<String> = []) {
    self.attempts = max(1, attempts)
    self.pause = pause
    self.onlyFor = onlyFor
    self.neverFor = neverFor
  }

  public static let never = RetryPolicy(attempts: 1, pause: .fixed(.zero))

  public static func fixed(attempts: Int, pause: Duration) -> RetryPolicy {
    RetryPolicy(attempts: attempts, pause: .fixed(pause))
  }

  /// Celery's defaults: 1 s, doubled, at most 600 s, with jitter.
  public static func exponential(
    attempts: Int, base: Duration = .seconds(1), maximum: Duration = .seconds(600), jitter: Bool = true
  ) -> RetryPolicy {
    RetryPolicy(attempts: attempts, pause: .exponential(base: base, maximum: maximum, jitter: jitter))
  }

  /// The same, for these errors only (by type, such as `URLError.self`).
  public func retrying(on errors: any Error.Type...) -> RetryPolicy {
    var policy = self
    policy.onlyFor.formUnion(errors.map { String(describing: $0) })
    return policy
  }

  /// The same, but these errors are final.
  public func failing(on errors: any Error.Type...) -> RetryPolicy {
    var policy = self
    policy.neverFor.formUnion(errors.map { String(describing: $0) })
    return policy
  }

  /// The pause before the next attempt, or nil when there is none. `retries`: attempts made before the failed one.
  public func pause(
    afterFailure errorType: String, retries: Int, using generator: inout some RandomNumberGenerator
  ) -> Duration? {
    guard retries < attempts - 1, !neverFor.contains(errorType), onlyFor.isEmpty || onlyFor.contains(errorType) else {
      return nil
    }
    switch pause {
    case .fixed(let duration):
      return duration
    case .exponential(let base, let maximum, let jitter):
      let doubled = base.inSeconds * Double(sign: .plus, exponent: min(max(retries, 0), 60), significand: 1)
      let ceiling = min(doubled, maximum.inSeconds)
      let seconds = jitter && ceiling > 0 ? Double.random(in: 0...ceiling, using: &generator) : ceiling
      return Duration(saturatingSeconds: seconds)
    }
  }
}
