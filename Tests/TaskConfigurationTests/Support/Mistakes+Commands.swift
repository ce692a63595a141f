extension Mistakes {
  /// Commands and routes.
  static let commands: [Mistake] = [
    Mistake(
      #"""
      [task:b]
      """#,
      #"x.ini:1: the task has no command; write command = /path/to/program ARGUMENTS, or remove the "#
        + #"section"#),
    Mistake(
      #"""
      [task:b]
      command = /opt/missing.sh
      """#,
      #"x.ini:2: command: /opt/missing.sh does not exist; install it, or correct the path"#),
    Mistake(
      #"""
      [task:b]
      command = /site/x.ini
      """#,
      #"x.ini:2: command: /site/x.ini is not executable; chmod +x /site/x.ini"#),
    Mistake(
      #"""
      [task:b]
      command = /bin
      """#,
      #"x.ini:2: command: /bin is a directory; name a program in it"#),
    Mistake(
      #"""
      [task:b]
      command = frobnicate -x
      """#,
      #"x.ini:2: command: there is no program frobnicate in "#
        + #"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; install it, or write its whole "#
        + #"path"#),
    Mistake(
      #"""
      [task:b]
      command = /bin/sh -c 'x
      """#,
      #"x.ini:2: command: a ' is not closed"#),
    Mistake(
      #"""
      [task:b]
      command = /bin/sh
      result = xml
      timeout = 10
      soft_timeout = 20
      retry_backoff = 5
      priority = 12
      acks = never
      limit_memory = much
      directory = /nowhere
      env.A-B = c
      env.OK = d
      pass_secret = true
      """#,
      #"x.ini:3: result: 'xml' is not one of its values; it takes status, text or json"#,
      #"x.ini:5: soft_timeout: 20s is not below the timeout of 10s; make it shorter than timeout"#,
      #"x.ini:6: notice: retry_backoff has no effect: max_retries is 0; set max_retries"#,
      #"x.ini:7: priority: 12 is too large; write a whole number from 0 to 9"#,
      #"x.ini:8: acks: 'never' is not a moment of acknowledgement; write late (after the run, at least "#
        + #"once) or early (before it, at most once)"#,
      #"x.ini:9: limit_memory: 'much' is not a size; write bytes, or a number with k, M, G or T: 64M"#,
      #"x.ini:10: directory: /nowhere does not exist; create it"#,
      #"x.ini:11: 'A-B' cannot be the name of an environment variable; write env.NAME = VALUE"#,
      #"x.ini:13: [task:b] has no key pass_secret; did you mean pass_secrets?"#),
    Mistake(
      #"""
      [task:b]
      command = /bin/sh
      max_retries = 3
      retry_backoff = 5
      retry_delay = 3
      """#,
      #"x.ini:5: retry_delay and retry_backoff exclude each other; retry_delay is a fixed pause, "#
        + #"retry_backoff one that doubles; keep one"#),
    Mistake(
      #"""
      [task:backup]
      command = /bin/sh
      """#,
      #"x.ini:1: the name backup belongs to two tasks: this command and Swift type Shop.Backup; rename "#
        + #"one"#),
    Mistake(
      #"""
      [task:b]
      command = /bin/sh
      pass_secrets = true
      timeout = 1000
      """#,
      #"x.ini:1: notice: stop_timeout: running tasks get 10m when the daemon stops, the longest time "#
        + #"limit is 1000s; raise stop_timeout, and TimeoutStopSec= of the unit, above it"#,
      #"x.ini:1: notice: pass_secrets: there are no secrets to pass; set secrets_file in [tasksd]"#),
    Mistake(
      #"""
      [task:b]
      command = /bin/sh
      aliases = rates, b
      """#,
      #"x.ini:1: aliases: the name rates belongs to Swift type Shop.Rates too; remove one"#,
      #"x.ini:1: aliases: the name b belongs to command in x.ini:1 too; remove one"#),
    Mistake(
      #"""
      [celeryroute:bakup]
      queue = slow
      """#,
      #"x.ini:1: notice: the route is for task bakup, which is not known here; did you mean backup?"#),
    Mistake(
      #"""
      [celeryroute:backup]
      queue = a b
      routing_key = x
      prio = 3
      """#,
      #"x.ini:2: queue: 'a b' cannot be the name of a queue; write 1 to 255 characters without blanks"#,
      #"x.ini:3: notice: routing_key has no effect here"#,
      #"x.ini:4: [celeryroute:backup] has no key prio; it takes delivery_mode, exchange, "#
        + #"exchange_type, priority, queue, routing_key"#),
  ]
}
