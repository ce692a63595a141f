import TaskConfiguration
import TaskModel
import Testing

struct ReportTests {
  private let configuration = reading(
    """
    [celery]
    BROKER_URL = redis://:hunter2@localhost:6379/15
    CELERY_IMPORTS = a.tasks b.tasks
    [app:main]
    websauna.site_id = shop
    mail.password = hunter2
    [celerybeat:backup]
    task = backup
    type = timedelta
    schedule = {"hours": 24}
    [task:b]
    command = /bin/sh
    env.TOKEN = hunter2
    """, environment: ["TASKSD_LOG_LEVEL": "debug"]
  ).configuration

  @Test func everyValueHasItsOrigin() {
    let text = ConfigurationReport(configuration).description.split(separator: "\n").map { line in
      line.split(separator: " ").joined(separator: " ")
    }
    for line in [
      "broker_url = redis://:***@localhost:6379/15 # x.ini:2",
      "result_backend = redis://:***@localhost:6379/15 (the broker) # default",
      "log_level = debug # environment variable TASKSD_LOG_LEVEL",
      "imports = a.tasks, b.tasks (without effect) # x.ini:3",
      "websauna.site_id = shop # x.ini:5", "mail.password = *** # x.ini:6", "[celerybeat:backup]",
      "schedule = every 1 d # x.ini:7", "env.TOKEN = *** # x.ini:11", "worker_concurrency = auto # default",
    ] {
      #expect(text.contains(line), "\(line)")
    }
  }

  @Test func noSecretIsShown() {
    let report = ConfigurationReport(configuration)
    #expect(!report.description.contains("hunter2"))
    #expect(!"\(report.json)".contains("hunter2"))
  }

  @Test func programsGetTheSameAsJSON() {
    let json = ConfigurationReport(configuration).json
    #expect(json["tasksd"]?["log_level"]?["value"] == "debug")
    #expect(json["celerybeat:backup"]?["task"]?["origin"] == "x.ini:7")
  }
}
