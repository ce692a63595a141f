/// What differs between two configurations.
package enum OptionChanges {
  /// The options whose change a reload cannot put in force, or not for all tasks; in the table's order.
  package static func waitingForStart(_ old: DaemonOptions, _ new: DaemonOptions) -> [String] {
    OptionTable.all.filter { $0.moment != .reload && $0.differs(old, new) }.map { option in
      option.moment == .start ? option.name : "\(option.name) of compiled-in tasks"
    }
  }
}
