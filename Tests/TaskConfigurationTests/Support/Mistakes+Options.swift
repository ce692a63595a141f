extension Mistakes {
  /// Options of [tasksd] and [celery].
  static let options: [Mistake] = [
    Mistake(
      #"""
      [celery]
      BROKR_URL = x
      """#,
      #"x.ini:2: [celery] has no option BROKR_URL; did you mean broker_url?"#),
    Mistake(
      #"""
      [celery]
      qwertyuiop = x
      """#,
      #"x.ini:2: [celery] has no option qwertyuiop; tasksd check --print lists all options"#),
    Mistake(
      #"""
      [celery]
      CELERY_TASK_SERIALIZER = pickle
      CELERY_IMPORTS = websauna.system.devop.tasks trees.tasks
      CELERY_RESULT_SERIALIZER = json
      """#,
      #"x.ini:2: notice: CELERY_TASK_SERIALIZER is not used: arguments and results are always JSON"#,
      #"x.ini:3: notice: imports have no effect here: tasks are compiled in or declared in [task:NAME]"#,
      #"x.ini:4: notice: CELERY_RESULT_SERIALIZER is not used: arguments and results are always JSON"#),
    Mistake(
      #"""
      [tasksd]
      task_always_eager = maybe
      """#,
      #"x.ini:2: task_always_eager: 'maybe' is not a boolean; write true or false (yes, no, on, off, 1 "#
        + #"and 0 will do)"#),
    Mistake(
      #"""
      [tasksd]
      worker_concurrency = 4  ; four threads
      """#,
      #"x.ini:2: worker_concurrency: '4  ; four threads' is not a whole number; write a whole number "#
        + #"from 1 to 1024; a remark needs a line of its own"#),
    Mistake(
      #"""
      [tasksd]
      worker_concurrency = 0
      """#,
      #"x.ini:2: worker_concurrency: 0 is too small; write a whole number from 1 to 1024"#),
    Mistake(
      #"""
      [tasksd]
      worker_concurrency =
      """#,
      #"x.ini:2: worker_concurrency: it has no value; leave the line out for the default, auto"#),
    Mistake(
      #"""
      [tasksd]
      task_time_limit = soon
      """#,
      #"x.ini:2: task_time_limit: 'soon' is not a length of time; write seconds, or a number with ms, "#
        + #"s, m, h, d or w: 90, 1h 30m"#),
    Mistake(
      #"""
      [tasksd]
      task_time_limit = 0
      """#,
      #"x.ini:2: task_time_limit: it must be more than 0 seconds"#),
    Mistake(
      #"""
      [tasksd]
      task_time_limit = 200000 days
      """#,
      #"x.ini:2: task_time_limit: '200000 days' is longer than a hundred years; write a shorter time"#),
    Mistake(
      #"""
      [tasksd]
      task_time_limit = 10
      task_soft_time_limit = 20
      """#,
      #"x.ini:3: task_soft_time_limit: 20s is not below task_time_limit, 10s; make the soft limit the "#
        + #"shorter one"#),
    Mistake(
      #"""
      [tasksd]
      broker_url = localhost
      """#,
      #"x.ini:2: broker_url: this is not a URL of a broker; write sqlite:////var/lib/tasksd/tasksd.db, "#
        + #"redis://localhost:6379/3, redis+socket:///run/redis.sock?db=3, "#
        + #"sentinel://host:26379/3?master=NAME or memory://"#),
    Mistake(
      #"""
      [tasksd]
      broker_url = amqp://guest:secret@localhost
      """#,
      #"x.ini:2: broker_url: 'amqp://' is not spoken here; write sqlite:////var/lib/tasksd/tasksd.db, "#
        + #"redis://localhost:6379/3, redis+socket:///run/redis.sock?db=3, "#
        + #"sentinel://host:26379/3?master=NAME or memory://"#),
    Mistake(
      #"""
      [tasksd]
      broker_url = reddis://:secret@localhost
      """#,
      #"x.ini:2: broker_url: 'reddis://' is not known; write sqlite:////var/lib/tasksd/tasksd.db, "#
        + #"redis://localhost:6379/3, redis+socket:///run/redis.sock?db=3, "#
        + #"sentinel://host:26379/3?master=NAME or memory://"#),
    Mistake(
      #"""
      [tasksd]
      broker_url = redis://:sec%zz@localhost
      """#,
      #"x.ini:2: broker_url: the password in the URL has a '%' that is not followed by two hexadecimal "#
        + #"digits; write %25 for a '%'"#),
    Mistake(
      #"""
      [tasksd]
      broker_url = redis://localhost:port/3
      """#,
      #"x.ini:2: broker_url: the port in the URL is not a number from 1 to 65535; write "#
        + #"redis://HOST:6379/3"#),
    Mistake(
      #"""
      [tasksd]
      broker_url = redis://localhost/three
      """#,
      #"x.ini:2: broker_url: 'three' is not the number of a Redis database; write redis://HOST:6379/3"#),
    Mistake(
      #"""
      [tasksd]
      broker_url = sqlite://x.db
      """#,
      #"x.ini:2: broker_url: the path of the SQLite file is missing or not well-formed; write "#
        + #"sqlite:////absolute/path.db"#),
    Mistake(
      #"""
      [tasksd]
      broker_url = redis+socket://
      """#,
      #"x.ini:2: broker_url: the socket's path is missing; write redis+socket:///run/redis.sock?db=3"#),
    Mistake(
      #"""
      [tasksd]
      sqlite_synchronous = ful
      """#,
      #"x.ini:2: sqlite_synchronous: 'ful' is not one of its values; did you mean full? It takes full "#
        + #"or normal"#),
    Mistake(
      #"""
      [tasksd]
      log_level = chatty
      """#,
      #"x.ini:2: log_level: 'chatty' is not one of its values; it takes trace, debug, info, notice, "#
        + #"warning or error"#),
    Mistake(
      #"""
      [tasksd]
      log_format = josn
      """#,
      #"x.ini:2: log_format: 'josn' is not one of its values; did you mean json? It takes auto, "#
        + #"journal, text or json"#),
    Mistake(
      #"""
      [tasksd]
      timezone = Europe/Helsinky
      """#,
      #"x.ini:2: timezone: there is no time zone 'Europe/Helsinky'; did you mean Europe/Helsinki?"#),
    Mistake(
      #"""
      [tasksd]
      timezone = ../../etc/passwd
      """#,
      #"x.ini:2: timezone: '../../etc/passwd' is not the name of a time zone; write one such as "#
        + #"Europe/Helsinki"#),
    Mistake(
      #"""
      [tasksd]
      control_socket_mode = 0999
      """#,
      #"x.ini:2: control_socket_mode: '0999' is not a file mode; write it in octal: 0660"#),
    Mistake(
      #"""
      [tasksd]
      max_message_size = lots
      """#,
      #"x.ini:2: max_message_size: 'lots' is not a size; write bytes, or a number with k, M, G or T: "#
        + #"64M"#),
    Mistake(
      #"""
      [tasksd]
      max_message_size = 1
      """#,
      #"x.ini:2: max_message_size: 1 bytes are too few; write 1k to 1G"#),
    Mistake(
      #"""
      [tasksd]
      worker_lease = 10ms
      """#,
      #"x.ini:2: worker_lease: 10ms is too short to be renewed in time; write 1s or more"#),
    Mistake(
      #"""
      [tasksd]
      site_url = example.com
      """#,
      #"x.ini:2: site_url: 'example.com' is not an http or https URL; write https://www.example.com"#),
    Mistake(
      #"""
      [tasksd]
      secrets_file = none.ini
      """#,
      #"x.ini:2: secrets_file: /site/none.ini: the file does not exist"#),
    Mistake(
      #"""
      [tasksd]
      worker_queues = a b c
      [celeryroute:backup]
      queue = slow
      """#,
      #"x.ini:3: notice: queue slow is not among worker_queues: nothing here takes from it; add it to "#
        + #"worker_queues if no other worker does"#),
    Mistake(
      #"""
      [celerbeat:x]
      task = y
      """#,
      #"x.ini:1: notice: section [celerbeat:x] is none of ours and is left alone; did you mean "#
        + #"[celerybeat:x]?"#),
    Mistake(
      #"""
      [tasksd]
      broker_url = sentinel://[::1/3
      """#,
      #"x.ini:2: broker_url: the closing bracket of the IPv6 address is missing; write [::1]:6379"#),
    Mistake(
      #"""
      [tasksd]
      site_url = https://
      """#,
      #"x.ini:2: site_url: 'https://' names no host; write https://www.example.com"#),
    Mistake(
      #"""
      [tasksd]
      task_default_queue = a b
      """#,
      #"x.ini:2: task_default_queue: 'a b' cannot be the name of a queue; write 1 to 255 characters "#
        + #"without blanks"#),
    Mistake(
      #"""
      [tasksd]
      worker_prefetch_multiplier = 0
      """#,
      #"x.ini:2: worker_prefetch_multiplier: 0 is too small; write a whole number from 1 to 10000"#),
    Mistake(
      #"""
      [tasksd]
      result_backend = rpc://
      """#,
      #"x.ini:2: result_backend: 'rpc://' is not spoken here; write "#
        + #"sqlite:////var/lib/tasksd/tasksd.db, redis://localhost:6379/3, "#
        + #"redis+socket:///run/redis.sock?db=3, sentinel://host:26379/3?master=NAME or memory://"#),
    Mistake(
      #"""
      [tasksd]
      CELERYD_CONCURENCY = 3
      """#,
      #"x.ini:2: [tasksd] has no option CELERYD_CONCURENCY; did you mean worker_concurrency?"#),
    Mistake(
      #"""
      [tasksd]
      control_socket = /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      """#,
      #"x.ini:2: control_socket: the path has 118 bytes, Linux allows 107 for a socket; choose a "#
        + #"shorter path"#),
    Mistake(
      #"""
      [tasksd]
      site_url = http://localhost:6543
      [app:main]
      websauna.site_production = true
      """#,
      #"x.ini:2: notice: site_url: http://localhost:6543 is this machine, but websauna.site_production "#
        + #"is set: links in mails would lead nowhere; write the site's public URL"#),
    Mistake(
      #"""
      [celery:annotations]
      visibility_timeout = 3
      """#,
      #"x.ini:1: notice: section [celery:annotations] has no effect here"#),
  ]
}
