import TaskConfiguration
import TaskModel
import Testing

/// Celery's sub-sections for transport options say some of our options by kombu's names.
struct TransportOptionTests {
  @Test func kombusTransportOptionsAreOurs() {
    let result = reading(
      """
      [celery]
      broker_url = redis://localhost/3
      [celery:broker_transport_options]
      visibility_timeout = 600
      global_keyprefix = shop-
      socket_timeout = 7
      [celery:result_backend_transport_options]
      global_keyprefix = results:
      """)
    #expect(result.problems == [])
    let redis = result.configuration.options.redis
    #expect(redis.visibilityTimeout == .seconds(600))
    #expect((redis.keyPrefix, redis.resultKeyPrefix) == ("shop-", "results:"))
    #expect(redis.socketTimeout == .seconds(7))
  }

  @Test func otherTransportOptionsAreNoticed() {
    let result = reading("[celery:broker_transport_options]\nmax_retries = 3\nvisibility_timout = 3\n")
    #expect(
      result.problems.map(\.description) == [
        "x.ini:2: notice: max_retries of [celery:broker_transport_options] has no effect here; it takes global_keyprefix, "
          + "socket_connect_timeout, socket_timeout, visibility_timeout",
        "x.ini:3: notice: visibility_timout of [celery:broker_transport_options] has no effect here; "
          + "did you mean visibility_timeout?",
      ])
  }

  @Test func aSentinelsPasswordIsNeverShown() {
    let result = reading("[tasksd]\nbroker_url = sentinel://a;b/3?master=shop\nsentinel_password = hunter2\n")
    #expect(result.configuration.options.redis.sentinelPassword == "hunter2")
    let report = ConfigurationReport(result.configuration).description
    #expect(!report.contains("hunter2") && report.contains("sentinel_password = ***"))
  }

  private func problems(_ text: String) -> [String] {
    ConfigurationCheck(tasks: [:]).problems(of: reading("[tasksd]\n" + text)).map(\.description)
  }

  @Test func resultsStayWithTheTasksUnlessBothAreOnRedis() {
    #expect(
      problems("broker_url = redis://a/0\nresult_backend = sqlite:////r.db\n") == [
        "x.ini:3: result_backend: results of tasks in redis://a:6379/0 cannot be kept in sqlite:////r.db; leave the line "
          + "out to keep them with the tasks; a Redis broker can keep them on another Redis"
      ])
    #expect(problems("broker_url = sqlite:////a.db\nresult_backend = redis://a/1\n").count == 1)
    for fine in ["redis://a/1", "redis://b/1", "redis://a/0", "broker", "disabled"] {
      #expect(problems("broker_url = redis://a/0\nresult_backend = \(fine)\n") == [], "\(fine)")
    }
    #expect(problems("broker_url = sqlite:////a.db\nresult_backend = sqlite:////a.db\n") == [])
  }

  @Test func optionsOfRedisWithoutRedisAreNoticed() {
    #expect(
      problems("visibility_timeout = 2h\nbroker_url = memory://\n").first
        == "x.ini:2: notice: visibility_timeout: it concerns Redis, and the broker is memory://; set broker_url = redis://…, "
        + "or leave the line out")
  }
}
