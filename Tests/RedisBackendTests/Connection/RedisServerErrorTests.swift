import TaskModel
import Testing

@testable import RedisBackend

struct RedisServerErrorTests {
  @Test(arguments: [
    ("OOM command not allowed when used memory > 'maxmemory'.", BackendError.Code.full),
    ("OOM command not allowed when used memory > 'maxmemory'. script: ab, on @user_script:1.", .full),
    (
      "ERR Error running script (call to f_ab): @user_script:1: @user_script: 1: -OOM command not allowed when used "
        + "memory > 'maxmemory'.", .full
    ),
    ("READONLY You can't write against a read only replica.", .readOnly),
    (
      "ERR Error running script (call to f_ab): @user_script:1: @user_script: 1: -READONLY You can't write against a "
        + "read only replica.", .readOnly
    ),
    ("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.", .readOnly),
    ("LOADING Redis is loading the dataset in memory", .unavailable),
    ("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", .unavailable),
    ("TRYAGAIN Multiple keys request during rehashing of slot", .unavailable),
    ("CLUSTERDOWN The cluster is down", .unavailable),
    ("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", .unavailable),
    ("NOREPLICAS Not enough good replicas to write.", .unavailable),
    ("ERR max number of clients reached", .unavailable),
    ("MOVED 3999 127.0.0.1:6381", .incompatible),
    ("NOAUTH Authentication required.", .refused),
    ("WRONGPASS invalid username-password pair or user is disabled.", .refused),
    ("NOPERM this user has no permissions to run the 'info' command", .refused),
    ("WRONGTYPE Operation against a key holding the wrong kind of value", .refused),
    ("ERR value is not an integer or out of range", .refused),
    ("ERR Error running script (call to f_ab): -", .refused),
    ("", .refused), (" ", .refused), ("-", .refused),
  ])
  func anErrorOfTheServerIsOneOfOurs(text: String, code: BackendError.Code) {
    #expect(RedisServerError(text: text).backendError(attempted: "try", place: "there").code == code)
  }

  @Test func aSecretThatIsRepeatedIsMasked() {
    let text = "ERR unknown command 'AUTH', with args beginning with: 's3cret' "
    #expect(text.masking("s3cret") == "ERR unknown command 'AUTH', with args beginning with: '**' ")
    #expect(text.masking(nil) == text)
    #expect(text.masking("") == text)
  }
}
