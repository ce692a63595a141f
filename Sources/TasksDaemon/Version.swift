/// The version of this tasksd.
public enum Version {
  public static let text = "0.4.0"
}
