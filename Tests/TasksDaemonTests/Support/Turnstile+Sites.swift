import ProcessTesting

extension Turnstile {
  static let sites = Turnstile(5)
}
