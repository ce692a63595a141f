import TaskModel
import Testing

@testable import ControlAPI

@Suite struct ControlProblemTests {
  @Test("A problem survives its document", arguments: ControlProblem.Kind.all) func roundTrip(
    _ kind: ControlProblem.Kind
  ) {
    let problem = ControlProblem(kind, "what is wrong", argument: "eta", suggestion: "countdown")
    #expect(ControlProblem(document: problem.document, status: 500).kind.name == kind.name)
    #expect(ControlProblem(document: problem.document, status: kind.status) == problem)
  }

  @Test("Extensions do not replace the members that every problem has") func reservedMembers() {
    let problem = ControlProblem(.conflict, "no", extensions: ["status": 200, "type": "x", "more": true])
    #expect(problem.document["status"] == 409)
    #expect(problem.document["more"] == true)
  }

  @Test(
    "Any object is a problem, as the RFC wants it",
    arguments: [
      [:], ["type": 7, "title": nil, "status": "x", "detail": []], ["detail": "only this"],
    ] as [JSONObject])
  func foreignDocuments(_ document: JSONObject) {
    let problem = ControlProblem(document: document, status: 502)
    #expect(problem.status == 502)
    #expect(!problem.description.isEmpty)
  }
}
