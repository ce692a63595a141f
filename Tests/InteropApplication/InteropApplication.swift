import Tasks
import TasksDaemon

/// A tasksd with the twins of the tasks in Tests/InteropTests/Python/app.py: same names, same arguments, same results.
@main
struct InteropApplication: TaskApplication {
  static let tasks: [any TaskDefinition.Type] = [
    Add.self, Sum.self, Echo.self, Now.self, Fail.self, Hold.self, Slow.self, RetryUntil.self, GiveUp.self, Crash.self,
    Record.self, Parent.self, Identity.self, Ignored.self, ErrorCallback.self, Tick.self, Progress.self, Replace.self,
    ReplaceWithChain.self, ReplaceWithGroup.self, Ignore.self, Reject.self,
  ]
}
