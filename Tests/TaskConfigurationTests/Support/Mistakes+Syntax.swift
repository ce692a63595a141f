extension Mistakes {
  /// Text that is not INI.
  static let syntax: [Mistake] = [
    Mistake(
      #"""
      broker_url = x
      """#,
      #"x.ini:1: 'broker_url = x' stands before any section; begin with [tasksd]"#),
    Mistake(
      #"""
      [tasksd
      """#,
      #"x.ini:1: the section's closing bracket is missing; write [tasksd]"#),
    Mistake(
      #"""
      []
      """#,
      #"x.ini:1: the section has no name; write [tasksd], for instance"#),
    Mistake(
      #"""
      [tasksd] x
      """#,
      #"x.ini:1: 'x' stands behind the section's closing bracket; give it a line of its own"#),
    Mistake(
      #"""
      [tasksd]
      worker_concurrency
      """#,
      #"x.ini:2: 'worker_concurrency' has no value; write worker_concurrency = VALUE, or indent the "#
        + #"line if it continues the one above"#),
    Mistake(
      #"""
      [tasksd]
      = 4
      """#,
      #"x.ini:2: the name before '=' is missing; write NAME = VALUE"#),
    Mistake(
      #"""
      [tasksd]
      timezone = UTC
      [celery]
      x = y
      [tasksd]
      """#,
      #"x.ini:4: [celery] has no option x; tasksd check --print lists all options"#,
      #"x.ini:5: section [tasksd] is repeated, it began on line 1 already; merge the two or rename one"#),
    Mistake(
      #"""
      [tasksd]
      timezone = UTC
      TimeZone = UTC
      """#,
      #"x.ini:3: TimeZone is repeated, it stands on line 2 already; keep one of the two"#),
    Mistake(
      #"""
      [tasksd]
      timezone = UTC
      CELERY_TIMEZONE = UTC
      """#,
      #"x.ini:3: CELERY_TIMEZONE says timezone again, line 2 says it as timezone; keep one of the two"#),
  ]
}
