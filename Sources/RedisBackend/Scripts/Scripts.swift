import Synchronization

/// The scripts of one backend, with its prefixes and databases written into them. Made when first used: a process that only
/// sends needs one.
final class Scripts: Sendable {
  private let prelude: String
  private let made = Mutex<[String: RedisScript]>([:])

  init(_ options: RedisOptions, brokerDatabase: Int) {
    prelude = ScriptPrelude.text(options, brokerDatabase: brokerDatabase)
  }

  private func script(_ name: String, _ text: @autoclosure () -> String) -> RedisScript {
    made.withLock { made in
      if let known = made[name] { return known }
      let script = RedisScript(prelude + "\n\n" + text())
      made[name] = script
      return script
    }
  }

  var apply: RedisScript { script("apply", ApplyScript.text) }
  var claim: RedisScript { script("claim", ClaimScript.text) }
  var recovery: RedisScript { script("recovery", ClaimScript.recovery) }
  var takeName: RedisScript { script("takeName", NodeScripts.takeName) }
  var renewal: RedisScript { script("renewal", NodeScripts.renewal) }
  var survey: RedisScript { script("survey", NodeScripts.survey) }
  var held: RedisScript { script("held", NodeScripts.held) }
  var forgetNode: RedisScript { script("forgetNode", NodeScripts.forget) }
  var stale: RedisScript { script("stale", NodeScripts.stale) }
  var lockRestoring: RedisScript { script("lockRestoring", NodeScripts.lockRestoring) }
  var unlockRestoring: RedisScript { script("unlockRestoring", NodeScripts.unlockRestoring) }
  var bindings: RedisScript { script("bindings", NodeScripts.bindings) }
  var declare: RedisScript { script("declare", NodeScripts.declare) }
  var adoption: RedisScript { script("adoption", NodeScripts.adoption) }
  var statistics: RedisScript { script("statistics", InspectionScripts.statistics) }
  var heldTails: RedisScript { script("heldTails", InspectionScripts.heldTails) }
  var queues: RedisScript { script("queues", InspectionScripts.queues) }
  var searchList: RedisScript { script("searchList", InspectionScripts.searchList) }
  var searchDeferred: RedisScript { script("searchDeferred", InspectionScripts.searchDeferred) }
  var searchHeld: RedisScript { script("searchHeld", InspectionScripts.searchHeld) }
  var deferred: RedisScript { script("deferred", InspectionScripts.deferred) }
  var purge: RedisScript { script("purge", InspectionScripts.purge) }
  var dropHeld: RedisScript { script("dropHeld", InspectionScripts.dropHeld) }
  var result: RedisScript { script("result", RecordScripts.result) }
  var forgetResult: RedisScript { script("forgetResult", RecordScripts.forget) }
  var removeExpired: RedisScript { script("removeExpired", RecordScripts.removeExpired) }
  var chord: RedisScript { script("chord", RecordScripts.chord) }
  var results: RedisScript { script("results", RecordScripts.results) }
  var admission: RedisScript { script("admission", AdmissionScript.text) }
  var claimedKeys: RedisScript { script("claimedKeys", UniqueClaimScripts.claimed) }
  var giveUpKeys: RedisScript { script("giveUpKeys", UniqueClaimScripts.giveUp) }
  var areHeld: RedisScript { script("areHeld", RecordScripts.areHeld) }
  var remember: RedisScript { script("remember", RecordScripts.remember) }
  var confirmRelayed: RedisScript { script("confirmRelayed", RelayScripts.confirm) }
  var pause: RedisScript { script("pause", RecordScripts.pause) }
  var resume: RedisScript { script("resume", RecordScripts.resume) }
  var revoke: RedisScript { script("revoke", RecordScripts.revoke) }
}
