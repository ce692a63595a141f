/// A task each of whose properties has a default: what a call leaves out is taken from `init()`, which the compiler writes.
///
/// ```swift
/// struct CleanUp: RequestAwareTask, TaskWithDefaults {
///   static let name: TaskName = "clean_up"
///   var days = 30
///   var dryRun = false              // tasksd call clean_up --kwargs '{"dry_run": true}'
/// }
/// ```
public protocol TaskWithDefaults: TaskDefinition {
  init()
}
