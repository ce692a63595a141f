/// A machine, or a command in one, did not do what a test needs.
package struct MachineError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
