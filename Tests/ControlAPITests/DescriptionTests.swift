import Testing

@testable import ControlAPI

@Suite struct DescriptionTests {
  let description: APIDescription

  init() throws { description = try APIDescription() }

  @Test("The paths that are served are those that are described") func paths() {
    let served = RouteTable(StubControl(), StopSignal()).routes.map(\.operation)
    #expect(Set(served) == description.operations)
    #expect(served.count == description.operations.count)
  }

  @Test("So are the names of what can be inspected and commanded") func names() {
    #expect(description.values(ofSchema: "InspectName") == InspectName.allCases.map(\.rawValue))
    #expect(description.values(ofSchema: "ControlCommand") == ControlCommand.allCases.map(\.rawValue))
  }

  @Test("So are the fields of a call and of all commands") func fields() {
    #expect(description.properties(ofSchema: "Call") == RequestFields.call.map(\.name))
    let arguments = Set(ControlCommand.allCases.flatMap { $0.arguments.map(\.name) })
    #expect(Set(description.properties(ofSchema: "ControlArguments")) == arguments)
  }

  @Test("So are the types of problems") func problems() {
    let kinds = ControlProblem.Kind.all
    #expect(description.values(ofSchema: "ProblemType") == kinds.map(\.type))
    #expect(Set(kinds.map(\.name)).count == kinds.count)
  }
}
