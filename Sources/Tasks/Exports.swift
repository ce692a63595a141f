// What an author writes with `import Tasks` alone: names, durations, retry policies, schedules and the logger of a run.
@_exported public import Logging
@_exported public import Schedules
@_exported public import TaskModel
