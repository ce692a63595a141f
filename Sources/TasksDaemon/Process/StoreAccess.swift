import ControlAPI
import Glibc
import Logging
import TaskConfiguration
import TaskModel
import Tasks
import WorkerThreads

/// How a command reaches the tasks: through the daemon when one answers, straight to the store when none does.
struct StoreAccess: Sendable {
  private enum Way: Sendable {
    case daemon(DaemonClient)
    case store(OpenStore, TaskRegistry, MessageFactory)
  }

  private let way: Way
  let timer: any WallClock

  /// Reaches the tasks for the time of `body`.
  ///
  /// - Throws: 78 for a wrong configuration, 69 when neither daemon nor store can be reached, and what `body` throws.
  static func during<Result: Sendable>(
    _ configuration: ConfigurationOptions, _ client: ClientOptions, _ body: (StoreAccess) async throws -> Result
  ) async throws -> Result {
    let access = try await open(configuration, client)
    do {
      let result = try await body(access)
      await access.close()
      return result
    } catch {
      await access.close()
      throw error
    }
  }

  private static func open(
    _ configuration: ConfigurationOptions, _ client: ClientOptions
  ) async throws(DaemonError) -> StoreAccess {
    let timer = try clock(.monotonic)
    let loaded = LoadedConfiguration.load(configuration.config, role: .other)
    // A wrong configuration does not keep from asking a daemon: its credentials, for one, only the daemon can read.
    let daemon = DaemonClient(
      socketPath: client.socket ?? loaded.configuration.options.controlSocket,
      timeout: Duration(saturatingSeconds: client.timeout))
    do throws(DaemonClientError) {
      _ = try await daemon.health()
      return StoreAccess(way: .daemon(daemon), timer: timer)
    } catch {
      // A socket that was named must answer; the configured one need not.
      guard case .noDaemon(_, let reason) = error, client.socket == nil, !reason.isPermission else {
        await daemon.shutdown()
        throw DaemonError(error)
      }
    }
    await daemon.shutdown()
    let valid = try loaded.valid()
    let clock = try clock(.realtime)
    let store = try await StoreOpening.open(
      valid.options, clock: clock, name: "client", logger: Logger(label: "tasksd"))
    let assembly = TaskAssembly(configuration: valid)
    let queue = assembly.queue(
      broker: store.backend, results: store.backend, clock: clock, origin: "gen\(getpid())@\(hostName())")
    let context = assembly.context(services: Services(), queue: queue, logger: Logger(label: "tasksd"))
    let registry = try assembly.registry(in: context, logger: Logger(label: "tasksd"))
    return StoreAccess(way: .store(store, registry, queue.messages), timer: timer)
  }

  private static func clock(_ source: SystemClock.Source) throws(DaemonError) -> SystemClock {
    do throws(ThreadError) { return try SystemClock(source) } catch {
      throw DaemonError(.unavailable, error.description)
    }
  }

  func send(_ fields: JSONObject) async throws(DaemonError) -> JSONObject {
    switch way {
    case .daemon(let client):
      return try await answer { c throws(DaemonClientError) in try await c.send(fields) }(client)
    case .store(let store, let registry, let factory):
      do throws(ControlProblem) {
        let message = try TaskCall(fields).message(known: registry, factory: factory)
        do throws(BackendError) {
          return TaskCall.answer(message, refused: try await store.backend.enqueue([message]))
        } catch { throw unavailable(error) }
      } catch { throw Self.error(error) }
    }
  }

  func result(of id: TaskID, waiting: Duration?) async throws(DaemonError) -> JSONObject {
    switch way {
    case .daemon(let client):
      return try await answer { c throws(DaemonClientError) in try await c.result(of: id, waiting: waiting) }(client)
    case .store(let store, _, _):
      do throws(ControlProblem) {
        let deadline = waiting.map { timer.now + $0 }
        return try await ResultWait(store: store.backend, timer: timer).record(of: id, until: deadline).objectValue
          ?? [:]
      } catch { throw Self.error(error) }
    }
  }

  func forget(_ id: TaskID) async throws(DaemonError) -> JSONObject {
    switch way {
    case .daemon(let client):
      return try await answer { c throws(DaemonClientError) in try await c.forget(id) }(client)
    case .store(let store, _, _):
      do throws(BackendError) { return ["forgotten": .bool(try await store.backend.forget(id))] } catch {
        throw DaemonError(.unavailable, error.description)
      }
    }
  }

  func purge(_ queues: [QueueName]?) async throws(DaemonError) -> JSONObject {
    switch way {
    case .daemon(let client):
      return try await answer { c throws(DaemonClientError) in try await c.purge(queues) }(client)
    case .store(let store, _, _):
      do throws(BackendError) { return PurgeRecord.make(try await store.backend.purge(queues)) } catch {
        throw DaemonError(.unavailable, error.description)
      }
    }
  }

  private func close() async {
    switch way {
    case .daemon(let client): await client.shutdown()
    case .store(let store, _, _): store.close()
    }
  }

  private func answer(
    _ request: @escaping (DaemonClient) async throws(DaemonClientError) -> JSONValue
  ) -> (DaemonClient) async throws(DaemonError) -> JSONObject {
    { client async throws(DaemonError) in
      do throws(DaemonClientError) { return try await request(client).objectValue ?? [:] } catch {
        throw DaemonError(error)
      }
    }
  }

  private func unavailable(_ error: BackendError) -> ControlProblem {
    ControlProblem(error.isTransient ? .unavailable : .failed, error.description)
  }

  private static func error(_ problem: ControlProblem) -> DaemonError {
    DaemonError(problem.status == 503 ? .unavailable : problem.status < 500 ? .usage : .failure, problem.description)
  }
}

extension DaemonError {
  init(_ error: DaemonClientError) {
    switch error {
    case .problem(let problem) where problem.status < 500:
      let isMistake = [.unknownTask, .unknownName, .invalidArgument].contains(problem.kind)
      self.init(isMistake ? .usage : .failure, error.description)
    case .noDaemon(_, .permissionDenied): self.init(.noPermission, error.description)
    case .problem(let problem) where problem.status != 503: self.init(.failure, error.description)
    default: self.init(.unavailable, error.description)
    }
  }
}

extension DaemonClientError.NoDaemonReason {
  /// Somebody may listen there; going around him would be wrong.
  fileprivate var isPermission: Bool {
    if case .permissionDenied = self { true } else { false }
  }
}

/// What a purge dropped, as the control socket shows it.
enum PurgeRecord {
  static func make(_ count: PurgeCount) -> JSONObject {
    [
      "waiting": .integer(Int64(count.waiting)), "deferred": .integer(Int64(count.deferred)),
      "in_flight": .integer(Int64(count.inFlight)), "total": .integer(Int64(count.total)),
    ]
  }
}
