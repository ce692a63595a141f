import Schedules
import TaskConfiguration
import TaskModel
import Testing

struct SectionTests {
  @Test func anEntryIsReadAsAWhole() throws {
    let result = reading(
      """
      [tasksd]
      timezone = Europe/Helsinki
      beat_catch_up_deadline = 1h
      [celerybeat:nightly: å b]
      task = backup
      type = crontab
      schedule = {"minute": "0",
        "hour": "4"}
      args = [1, "two"]
      kwargs = {"a": null}
      options = {"queue": "slow", "priority": 7, "expires": "1h", "headers": {"x": 1},
                 "time_limit": 60, "soft_time_limit": 50.5}
      catch_up = all
      overlap = skip
      run_at_start = yes
      remote = true
      enabled = no
      """)
    #expect(result.problems == [])
    let entry = try #require(result.configuration.entries.first)
    #expect(entry.name == "nightly: å b")
    #expect(entry.schedule.text == "04:00 daily Europe/Helsinki")
    #expect(entry.arguments == TaskArguments([1, "two"], keywords: ["a": nil]))
    var options = ScheduledOptions()
    options.queue = "slow"
    options.priority = Priority(7)
    options.expires = .hours(1)
    options.headers = ["x": 1]
    options.timeLimit = TimeLimit(soft: .milliseconds(50_500), hard: .seconds(60))
    #expect(entry.options == options)
    #expect(entry.catchUp == CatchUp(.all, deadline: .hours(1)))
    #expect(entry.overlap == .skip)
    #expect([entry.runsAtStart, entry.isRemote, entry.isEnabled] == [true, true, false])
    #expect(entry.location.description == "x.ini:4")
  }

  @Test(arguments: [
    ("timedelta", #"{"hours": 0.5}"#, "every 30 min"), ("timedelta", #"{"days": 1, "seconds": 2}"#, "every 1 d 2 s"),
    ("integer", "30", "every 30 s"), ("Integer", " 30 ", "every 30 s"),
    ("crontab", "0 4 * * mon-fri", "0 4 * * mon-fri UTC"),
    ("crontab", #"{"hour": "4", "minute": 30}"#, "04:30 daily UTC"),
  ])
  func everyTypeOfScheduleIsRead(_ type: String, _ schedule: String, _ text: String) {
    let result = reading("[celerybeat:a]\ntask = backup\ntype = \(type)\nschedule = \(schedule)")
    #expect(result.problems == [])
    #expect(result.configuration.entries.map(\.schedule.text) == [text])
  }

  @Test func anEntryMayHaveAZoneOfItsOwn() {
    let result = reading(
      "[celerybeat:a]\ntask = backup\ntype = crontab\nschedule = 0 4 * * *\ntimezone = Asia/Tokyo")
    #expect(result.configuration.entries.map(\.schedule.text) == ["04:00 daily Asia/Tokyo"])
  }

  @Test func aCommandIsReadAsAWhole() throws {
    var files = MemoryFiles()
    files.executables = ["/usr/local/bin/backup.sh", "/srv/x"]
    let result = reading(
      """
      [tasksd]
      task_ignore_result = true
      [task:backup_all]
      command = /usr/local/bin/backup.sh --site {site} {0}
      aliases = old_backup, older_backup
      result = json
      timeout = 600
      soft_timeout = 9m
      kill_grace = 10s
      max_retries = 3
      retry_backoff = 5
      retry_backoff_max = 1m
      retry_jitter = false
      queue = slow
      priority = 3
      expires = 1h
      user = backup
      group = adm
      directory = /srv
      pass_secrets = false
      env.LANG = C.UTF-8
      env.Empty =
      limit_memory = 512M
      limit_cpu = 60
      limit_files = 100
      limit_processes = 10
      output_lines = 5
      acks = early
      max_deliveries = 1
      rate_limit = 100/m
      global_rate_limit = 5/s
      unique = until_done
      unique_key = {site}
      concurrency_limit = 2
      concurrency_key = {host}
      result_expires = 2h
      """, files: files)
    #expect(result.problems == [])
    let command = try #require(result.configuration.commands.first)
    #expect(command.words == ["/usr/local/bin/backup.sh", "--site", "{site}", "{0}"])
    #expect(command.aliases == ["old_backup", "older_backup"])
    #expect(command.result == .json)
    #expect(
      command.options
        == TaskOptions(
          queue: "slow", priority: Priority(3), expires: .hours(1),
          timeLimit: TimeLimit(soft: .minutes(9), hard: .minutes(10)),
          retry: .exponential(attempts: 4, base: .seconds(5), maximum: .minutes(1), jitter: false),
          acknowledges: .early,
          maxDeliveries: 1, ignoresResult: true, resultExpires: .hours(2), rateLimit: RateLimit(100, per: .minute),
          globalRateLimit: RateLimit(5), unique: .untilDone, concurrencyLimit: 2))
    #expect([command.uniqueKey, command.concurrencyKey] == ["{site}", "{host}"])
    #expect(command.killGrace == .seconds(10))
    #expect([command.user, command.group, command.directory] == ["backup", "adm", "/srv"])
    #expect(command.environment == ["LANG": "C.UTF-8", "Empty": ""])
    #expect(command.limits.memory == 536_870_912)
    #expect(command.limits.cpu == .seconds(60))
    #expect([command.limits.files, command.limits.processes, command.outputLines] == [100, 10, 5])
    #expect(command.origin == "command in x.ini:3")
  }

  @Test func aRateThatIsNoneIsNamed() {
    #expect(
      reading("[task:a]\ncommand = /bin/sh\nrate_limit = 3/fortnight").problems.map(\.description) == [
        "x.ini:3: rate_limit: '3/fortnight' is not a rate; write 10/s, 100/m, 5/h, or none"
      ])
    #expect(reading("[task:a]\ncommand = /bin/sh\nrate_limit = none").problems == [])
  }

  @Test(
    arguments: [
      ("while_queued", .whileQueued), ("until_done", .untilDone), ("UNTIL_DONE", .untilDone), ("3600", .for(.hours(1))),
      ("90m", .for(.minutes(90))), ("none", nil), ("no", nil),
    ] as [(String, Uniqueness?)])
  func aTaskIsTheOnlyOneForAsLongAsItSays(text: String, unique: Uniqueness?) {
    let result = reading("[task:a]\ncommand = /bin/sh\nunique = \(text)")
    #expect(result.problems == [] && result.configuration.commands.first?.options.unique == unique)
  }

  @Test(arguments: [
    (
      "unique = often",
      "unique: 'often' is no way of being unique; write while_queued, until_done, a length of time such as 1h, or none"
    ),
    ("unique = until_done\nunique_key = {site", "unique_key: a { is not closed; write it as {site}"),
    ("concurrency_limit = 0", "concurrency_limit: 0 is too small; write a whole number from 1 to 1000000"),
    ("unique_key = {site}", "notice: unique_key has no effect: unique is not set; set unique, or remove unique_key"),
    (
      "concurrency_key = {host}",
      "notice: concurrency_key has no effect: concurrency_limit is not set; set concurrency_limit, or remove concurrency_key"
    ), ("global_rate_limit = fast", "global_rate_limit: 'fast' is not a rate; write 10/s, 100/m, 5/h, or none"),
  ])
  func aLimitThatIsNoneIsNamed(lines: String, problem: String) {
    let problems = reading("[task:a]\ncommand = /bin/sh\n" + lines).problems.map(\.description)
    #expect(problems.count == 1 && problems[0].hasSuffix(problem), "\(problems)")
  }

  @Test(arguments: [
    ("retry_delay = 7", RetryPolicy.fixed(attempts: 3, pause: .seconds(7))),
    ("", .exponential(attempts: 3)), ("retry_backoff = true", .exponential(attempts: 3)),
  ])
  func aCommandIsTriedAgainAsItSays(_ line: String, _ policy: RetryPolicy) {
    let result = reading("[task:a]\ncommand = /bin/sh\nmax_retries = 2\n\(line)")
    #expect(result.problems == [])
    #expect(result.configuration.commands.map(\.options.retry) == [policy])
  }

  @Test func aBareProgramIsFoundOnThePath() {
    #expect(reading("[task:a]\ncommand = true", environment: ["PATH": "/opt:/usr/bin"]).problems == [])
    #expect(reading("[task:a]\ncommand = true", environment: ["PATH": "/opt"]).problems.count == 1)
  }

  @Test func aTaskOfAnotherWorkerNeedsToBeMarkedRemote() {
    let entry = "[celerybeat:a]\ntask = trees.tasks.grow\ntype = integer\nschedule = 30\n"
    #expect(problems(entry).count == 1)
    #expect(problems(entry + "remote = true") == [])
  }

  @Test func commandsAreTasksThatEntriesMayName() {
    #expect(problems("[celerybeat:a]\ntask = b\ntype = integer\nschedule = 30\n[task:b]\ncommand = /bin/sh") == [])
  }

  @Test func queuesThatAreNamedAreConsumed() {
    let text = """
      [celeryroute:backup]
      queue = slow
      [celerybeat:a]
      task = x
      type = integer
      schedule = 30
      options = {"queue": "q"}
      [celerybeat:b]
      task = x
      type = integer
      schedule = 30
      options = {"queue": "far"}
      remote = true
      """
    let configuration = reading(text).configuration
    #expect(configuration.consumedQueues(adding: ["mail", "q"]) == ["celery", "slow", "q", "mail"])
    let fixed = reading(text + "\n[tasksd]\nworker_queues = a b").configuration
    #expect(fixed.consumedQueues(adding: ["mail"]) == ["a", "b"])
  }

  @Test(arguments: [(ConfigurationCheck.Role.beat, 1), (.other, 0)])
  func beatAloneRefusesToBeEager(_ role: ConfigurationCheck.Role, _ count: Int) {
    #expect(problems("[tasksd]\ntask_always_eager = true", role: role).count == count)
  }
}
