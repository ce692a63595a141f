/// A configuration as far as it could be read, with everything that is wrong with it. It is fit for use when no problem
/// is an error.
package struct ConfigurationReading: Sendable {
  package var configuration: DaemonConfiguration
  package var problems: [Problem]

  package var isValid: Bool { problems.errors.isEmpty }
}
