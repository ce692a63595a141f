/// The scripts of one backend, with its prefixes and databases written into them.
struct Scripts: Sendable {
  let apply, claim, recovery: RedisScript
  let renewal, survey, held, forgetNode, stale, lockRestoring, unlockRestoring, bindings, declare, adoption: RedisScript
  let statistics, heldTails, queues, searchList, searchDeferred, searchHeld, deferred, purge, dropHeld: RedisScript
  let result, forgetResult, removeExpired, chord, results, areHeld, remember, revoke: RedisScript

  init(_ options: RedisOptions, brokerDatabase: Int) {
    let prelude = ScriptPrelude.text(options, brokerDatabase: brokerDatabase)
    func script(_ text: String) -> RedisScript { RedisScript(prelude + "\n\n" + text) }
    apply = script(ApplyScript.text)
    claim = script(ClaimScript.text)
    recovery = script(ClaimScript.recovery)
    renewal = script(NodeScripts.renewal)
    survey = script(NodeScripts.survey)
    held = script(NodeScripts.held)
    forgetNode = script(NodeScripts.forget)
    stale = script(NodeScripts.stale)
    lockRestoring = script(NodeScripts.lockRestoring)
    unlockRestoring = script(NodeScripts.unlockRestoring)
    bindings = script(NodeScripts.bindings)
    declare = script(NodeScripts.declare)
    adoption = script(NodeScripts.adoption)
    statistics = script(InspectionScripts.statistics)
    heldTails = script(InspectionScripts.heldTails)
    queues = script(InspectionScripts.queues)
    searchList = script(InspectionScripts.searchList)
    searchDeferred = script(InspectionScripts.searchDeferred)
    searchHeld = script(InspectionScripts.searchHeld)
    deferred = script(InspectionScripts.deferred)
    purge = script(InspectionScripts.purge)
    dropHeld = script(InspectionScripts.dropHeld)
    result = script(RecordScripts.result)
    forgetResult = script(RecordScripts.forget)
    removeExpired = script(RecordScripts.removeExpired)
    chord = script(RecordScripts.chord)
    results = script(RecordScripts.results)
    areHeld = script(RecordScripts.areHeld)
    remember = script(RecordScripts.remember)
    revoke = script(RecordScripts.revoke)
  }
}
