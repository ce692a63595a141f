/// The application's shared objects by their type: clients, pools, gateways. Filled once before the daemon is ready, and
/// never changed afterwards.
public struct Services: Sendable {
  private var values: [ObjectIdentifier: any Sendable] = [:]

  public init() {}

  /// Puts a service under its own type; a second one of the type replaces the first.
  public mutating func register<Service: Sendable>(_ service: Service) {
    values[ObjectIdentifier(Service.self)] = service
  }

  /// Puts a service under a type of which it is one: `register(gateway, as: (any Gateway).self)`.
  public mutating func register<Service: Sendable>(_ service: Service, as type: Service.Type) {
    values[ObjectIdentifier(type)] = service
  }

  /// The service registered under this type, if there is one.
  public func find<Service: Sendable>(_ type: Service.Type = Service.self) -> Service? {
    values[ObjectIdentifier(type)] as? Service
  }

  /// The service registered under this type.
  public func require<Service: Sendable>(_ type: Service.Type = Service.self) throws(TaskRequestError) -> Service {
    guard let service = find(type) else { throw .serviceMissing("\(type)") }
    return service
  }
}
