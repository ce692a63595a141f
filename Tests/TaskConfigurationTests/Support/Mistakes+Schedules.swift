extension Mistakes {
  /// When an entry is due.
  static let schedules: [Mistake] = [
    Mistake(
      #"""
      [celerybeat:]
      task = y
      """#,
      #"x.ini:1: section [celerybeat:] has no name; write [celerybeat:NAME]"#),
    Mistake(
      #"""
      [celerybeat:a]
      """#,
      #"x.ini:1: the entry names no task; write task = NAME"#,
      #"x.ini:1: the entry has no type; write type = timedelta, crontab or integer"#,
      #"x.ini:1: the entry has no schedule; write schedule = {"hours": 24}"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = bakcup
      type = timedelta
      schedule = {"hours": 24}
      """#,
      #"x.ini:2: there is no task bakcup; did you mean backup?"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = sundial
      schedule = {"hours": 24}
      """#,
      #"x.ini:3: type: 'sundial' is not a type of schedule; it takes timedelta, crontab, integer"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = timedelta
      schedule = {"hours": 60*60}
      """#,
      #"x.ini:4: schedule: this is not JSON: ',' or the closing bracket is missing at column 13; JSON "#
        + #"does not calculate: write the product as a number"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = timedelta
      schedule = {"hours": 0}
      """#,
      #"x.ini:4: schedule: an interval of zero would fire without pause; it must be at least 1 ms"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = timedelta
      schedule = {"hours": -1}
      """#,
      #"x.ini:4: schedule: an interval cannot be negative; ticks go forward"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = timedelta
      schedule = {"fortnights": 1}
      """#,
      #"x.ini:4: schedule: fortnights: no such unit; there are weeks, days, hours, minutes, seconds, "#
        + #"milliseconds, microseconds"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = timedelta
      schedule = 3600
      """#,
      #"x.ini:4: schedule: a whole number is not a timedelta, its unit is missing; write an object "#
        + #"such as {"seconds": 3600}, with weeks, days, hours, minutes, seconds, milliseconds, "#
        + #"microseconds"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = integer
      schedule = "30"
      """#,
      #"x.ini:4: schedule: a string is not a number of seconds; write a whole number such as 30"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = crontab
      schedule = {"hour": 24, "minute": 0}
      timezone = UTC
      """#,
      #"x.ini:4: schedule: hour '24': hour 24 does not exist, midnight is 0"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = crontab
      schedule = {"hour": 3}
      """#,
      #"x.ini: notice: no timezone is set: UTC is in force for a crontab entry; write timezone = "#
        + #"Europe/Helsinki, or UTC if it is meant"#,
      #"x.ini:4: notice: schedule: fires every minute of hour 3; for once an hour, give the minute: "#
        + #""minute": 0"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = crontab
      schedule = {"day_of_month": 30, "month_of_year": 2}
      """#,
      #"x.ini:4: schedule: day_of_month '30': never fires: month_of_year '2' has no such day"#),
    Mistake(
      #"""
      [celerybeat:a]
      task = backup
      type = crontab
      schedule = {'hour': 3}
      """#,
      #"x.ini:4: schedule: this is not JSON: an object's key must be a quoted string at column 2; "#
        + #"JSON's quotation mark is ""#),
  ]
}
