import MachineTesting
import ProcessTesting
import Testing

/// What command tasks can and cannot do inside the unit's sandbox.
@Suite(.enabled(if: SystemTesting.isPossible), .timeLimit(.minutes(5)))
struct SandboxTests {
  @Test func ordinaryCommandsWork() async throws {
    try await Machine.running(.installed) { machine in
      try await machine.startTasksd()
      #expect(try await machine.task("seq 1 1000 | sort -r | head -n 1 | tr -d '\\n'") == "999")
      #expect(
        try await machine.task("python3 -c 'import ssl, sqlite3, subprocess; print(subprocess.getoutput(\"id -un\"))'")
          == "tasksd")
      #expect(
        try await machine.task("cp -p /etc/passwd copy && mv copy $STATE_DIRECTORY/kept && ls; pwd").contains("kept"))
      #expect(try await machine.task("nice -n 5 ionice -c 3 nice") == "5")
      #expect(try await machine.task("ulimit -n 99; ulimit -n") == "99")
      #expect(
        try await machine.task("cut -d ' ' -f 1 /proc/loadavg >/dev/null && grep -c MemTotal /proc/meminfo") == "1")
      #expect(try await machine.task("getent hosts localhost >/dev/null && echo found") == "found")
      #expect(try await machine.task("setsid -w sh -c 'echo apart'") == "apart")
    }
  }

  @Test func whatTheUnitForbidsFails() async throws {
    try await Machine.running(.installed) { machine in
      try await machine.shell(
        "install -d -m 755 /home/site && echo hello > /home/site/file && chmod 644 /home/site/file")
      try await machine.startTasksd()
      for script in [
        "touch /etc/x", "touch /usr/x", "touch /var/backups/x", "ls /home", "ls /root", "cat /home/site/file", "dmesg",
        "unshare --user true", "unshare --mount true", "chrt --rr 1 true", "hostname x", "date --set 2001-01-01",
        "mount -t tmpfs none /tmp", "mknod /tmp/x c 1 3", "cp /bin/true x && chmod u+s x",
        "echo 1 > /proc/sys/kernel/sysrq",
        "ls /proc/1/", "cat /dev/rtc0", "python3 -c 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)'",
        "mkdir /sys/fs/cgroup/x",
      ] {
        let output = try await machine.call("sh", script)
        #expect(output.exit == .code(1), "\(script): \(output)")
      }
      #expect(try await machine.task("grep CapBnd /proc/self/status") == "CapBnd:\t0000000000000000")
      #expect(try await machine.task("grep NoNewPrivs /proc/self/status") == "NoNewPrivs:\t1")
    }
  }

  @Test func temporaryFilesAreItsOwn() async throws {
    try await Machine.running(.installed) { machine in
      try await machine.shell("touch /tmp/of-others")
      try await machine.startTasksd()
      #expect(try await machine.task("ls /tmp; touch /tmp/mine") == "")
      #expect(try await machine.task("ls /tmp /var/tmp | grep mine") == "mine")
      #expect(try await machine.run(["ls", "/tmp/mine"]).exit != .code(0))
    }
  }

  @Test func theShippedBackupRuns() async throws {
    try await Machine.running(.installed) { machine in
      try await machine.shell("ls /etc/tasksd")
      try await machine.startTasksd(
        Machine.embeddedStore + """
          [task:backup]
          command = /usr/share/tasksd/backup.sh /var/lib/tasksd/backup tar -C /etc/tasksd -cf - .
          env.BACKUP_KEEP = 2
          """)
      _ = try await machine.call("backup").checked()
      let names = try await machine.shell("tar -taf /var/lib/tasksd/backup/*")
      #expect(names.contains("tasksd.ini"), "\(names)")

    }
  }

  @Test func aTimeLimitEndsAWholeTreeOfProcesses() async throws {
    try await Machine.running(.installed) { machine in
      try await machine.startTasksd(
        Machine.embeddedStore + """
          [task:tree]
          command = sh -c "sleep 4711 & sh -c 'sleep 4711 & sleep 4711'; true"
          timeout = 1s
          """)
      #expect(try await machine.call("tree").exit == .code(1))
      #expect(try await machine.run(["pgrep", "-f", "sleep 4711"]).exit == .code(1))
    }
  }
}
