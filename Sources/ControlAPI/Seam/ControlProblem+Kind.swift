extension ControlProblem {
  /// What sort of problem it is: a client tells them apart by `name`.
  public struct Kind: Sendable, Hashable {
    /// The last part of the problem's `type`.
    public let name: String
    /// The same sentence for every problem of this kind.
    public let title: String
    /// The HTTP status, 400 to 599.
    public let status: Int

    public init(name: String, title: String, status: Int) {
      self.name = name
      self.title = title
      self.status = (400...599).contains(status) ? status : 500
    }

    /// The problem's `type`: a name, not an address.
    public var type: String { Self.typePrefix + name }
    static let typePrefix = "urn:tasksd:problem:"
  }
}

/// The kinds there are. Those of requests come from the server, those of meaning from the daemon.
extension ControlProblem.Kind {
  public static let badRequest = Self(name: "bad-request", title: "This is not HTTP", status: 400)
  public static let badJSON = Self(name: "bad-json", title: "The body is not JSON", status: 400)
  public static let invalidArgument = Self(name: "invalid-argument", title: "A field is wrong", status: 400)
  public static let unknownPath = Self(name: "unknown-path", title: "There is no such path", status: 404)
  public static let unknownName = Self(name: "unknown-name", title: "Nothing has this name", status: 404)
  public static let unknownTask = Self(name: "unknown-task", title: "No task has this name", status: 404)
  public static let notFound = Self(name: "not-found", title: "Not found", status: 404)
  public static let wrongMethod = Self(name: "wrong-method", title: "The path has other methods", status: 405)
  public static let requestTimeout = Self(
    name: "request-timeout", title: "The request did not arrive in time", status: 408)
  public static let conflict = Self(name: "conflict", title: "Not possible in the present state", status: 409)
  public static let bodyTooLarge = Self(name: "body-too-large", title: "The body is too large", status: 413)
  public static let refused = Self(name: "refused", title: "Understood, but not possible", status: 422)
  public static let headersTooLarge = Self(name: "headers-too-large", title: "The headers are too large", status: 431)
  public static let failed = Self(name: "failed", title: "The daemon failed at this", status: 500)
  public static let unhealthy = Self(name: "unhealthy", title: "Not healthy", status: 503)
  public static let notReady = Self(name: "not-ready", title: "Not ready", status: 503)
  /// The broker cannot be reached.
  public static let unavailable = Self(name: "unavailable", title: "The store does not answer", status: 503)
  public static let overloaded = Self(name: "overloaded", title: "Too many connections", status: 503)

  static let all: [Self] = [
    badRequest, badJSON, invalidArgument, unknownPath, unknownName, unknownTask, notFound, wrongMethod,
    requestTimeout, conflict, bodyTooLarge, refused, headersTooLarge, failed, unhealthy, notReady, unavailable,
    overloaded,
  ]
}
