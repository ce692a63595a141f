import TaskModel
import Testing

@testable import Worker

@Suite struct HandlerTableTests {
  private func handler(_ name: TaskName, aliases: [TaskName] = []) -> Probe {
    var probe = Probe(name)
    probe.aliases = aliases
    return probe
  }

  @Test func aHandlerIsFoundByNameAndByEveryAlias() {
    let table = HandlerTable([handler("send", aliases: ["old.send", "older.send"])])
    for name in ["send", "old.send", "older.send"] as [TaskName] { #expect(table[name]?.name == "send") }
    #expect(table["other"] == nil)
  }

  @Test func aNameWinsOverAnAliasAndTheFirstAliasOverTheSecond() {
    let table = HandlerTable([handler("a", aliases: ["b", "c"]), handler("b", aliases: ["c"])])
    #expect(table["b"]?.name == "b")
    #expect(table["c"]?.name == "a")
    #expect(HandlerTable([handler("b"), handler("a", aliases: ["b"])])["b"]?.name == "b")
  }

  @Test func aReplacementLeavesNothingOfTheOldTable() {
    let table = HandlerTable([handler("old", aliases: ["older"])])
    table.replace(with: [handler("new")])
    #expect(table["old"] == nil && table["older"] == nil && table["new"] != nil)
  }

  @Test func aLimitSetWhileTheWorkerRunsStaysOverAReplacement() {
    let table = HandlerTable([handler("send")])
    #expect(table.limit(of: "send") == TimeLimit())
    table.setLimit(TimeLimit(hard: .seconds(3)), of: "send")
    table.replace(with: [handler("send")])
    #expect(table.limit(of: "send") == TimeLimit(hard: .seconds(3)))
    #expect(table.limit(of: "other") == TimeLimit())
  }
}
