import TaskModel

/// States of the author's own on the way.
extension Runner {
  func publish(_ state: TaskState, _ meta: JSONValue, of run: Run, _ table: VerdictTable) {
    // How a run ends is the worker's to say.
    if state.isFinal { return }
    var record = table.record(state, value: meta)
    record.doneAt = clock.now
    switch run.offer(record, at: timer.now) {
    case .store: settler.record(record, receipt: run.receipt)
    case .holdUntil(let moment): storeHeld(of: run, at: moment)
    case .hold, nil: break
    }
  }

  /// Unstructured: it must run beside the run. Cancelled when that is over, since the outcome replaces what is held back.
  private func storeHeld(of run: Run, at moment: Timestamp) {
    run.awaitHeldState(
      Task { [timer, settler] in
        do { try await timer.sleep(until: moment) } catch { return }
        if let record = run.takeHeldState(at: timer.now) { settler.record(record, receipt: run.receipt) }
      })
  }
}
