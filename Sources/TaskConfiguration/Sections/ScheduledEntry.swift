package import Schedules
package import TaskModel

/// One `[celerybeat:NAME]`: a task that beat sends when it is due.
package struct ScheduledEntry: Hashable, Sendable {
  package var name: String
  package var task: TaskName
  package var schedule: Schedule
  /// The entry names its zone itself.
  package var hasOwnZone = false
  package var arguments = TaskArguments()
  package var options = ScheduledOptions()
  package var catchUp: CatchUp
  package var overlap = OverlapPolicy.allow
  /// Send once as soon as the entry is first seen.
  package var runsAtStart = false
  /// The task is known to another worker, not to this daemon.
  package var isRemote = false
  package var isEnabled = true
  /// Where the section begins.
  package var location: SourceLocation
}
