import CHiredis
import Glibc
import TaskModel

/// The functions of hiredis' TLS library, and of the OpenSSL it was linked with, as their manuals declare them
/// (https://docs.openssl.org/3.0/man3/). Loaded at the first use, for the life of the process.
struct TLSLibrary: Sendable {
  /// `SSL_CTX *`, `SSL *` and other things only the library looks into.
  typealias Object = OpaquePointer
  typealias PasswordCallback =
    @Sendable @convention(c) (
      UnsafeMutablePointer<CChar>?, CInt, CInt, UnsafeMutableRawPointer?
    ) -> CInt

  let initiate: @Sendable @convention(c) (UnsafeMutablePointer<redisContext>, Object) -> CInt

  let clientMethod: @Sendable @convention(c) () -> Object?
  let newContext: @Sendable @convention(c) (Object?) -> Object?
  let freeContext: @Sendable @convention(c) (Object?) -> Void
  let controlContext: @Sendable @convention(c) (Object, CInt, CLong, UnsafeMutableRawPointer?) -> CLong
  let setVerification: @Sendable @convention(c) (Object, CInt, UnsafeRawPointer?) -> Void
  let setPasswordCallback: @Sendable @convention(c) (Object, PasswordCallback) -> Void
  let loadAuthorities: @Sendable @convention(c) (Object, UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> CInt
  let loadSystemAuthorities: @Sendable @convention(c) (Object) -> CInt
  let useCertificate: @Sendable @convention(c) (Object, UnsafePointer<CChar>) -> CInt
  let useKey: @Sendable @convention(c) (Object, UnsafePointer<CChar>, CInt) -> CInt

  let newSession: @Sendable @convention(c) (Object) -> Object?
  let freeSession: @Sendable @convention(c) (Object?) -> Void
  let controlSession: @Sendable @convention(c) (Object, CInt, CLong, UnsafeMutableRawPointer?) -> CLong
  let parameters: @Sendable @convention(c) (Object) -> Object?
  let expectAddress: @Sendable @convention(c) (Object?, UnsafePointer<CChar>) -> CInt
  let expectName: @Sendable @convention(c) (Object, UnsafePointer<CChar>) -> CInt
  let verdict: @Sendable @convention(c) (Object) -> CLong
  let verdictText: @Sendable @convention(c) (CLong) -> UnsafePointer<CChar>?
  let pending: @Sendable @convention(c) (Object) -> CInt

  let clearErrors: @Sendable @convention(c) () -> Void
  let lastError: @Sendable @convention(c) () -> CUnsignedLong
  let errorText: @Sendable @convention(c) (CUnsignedLong) -> UnsafePointer<CChar>?

  private static let shared = Result { () throws(LinkError) in try TLSLibrary() }

  /// Throws what an administrator can do where there is none.
  static func loaded() throws(LinkError) -> TLSLibrary { try shared.get() }

  private init() throws(LinkError) {
    guard let name = chiredis_tls_library().map({ String(cString: $0) }) else {
      let version = "\(chiredis_major).\(chiredis_minor).\(chiredis_patch)"
      throw Self.absent("which this build (hiredis \(version)) does not have: build it with hiredis 1.0 or newer")
    }
    guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
      throw Self.absent("and its library cannot be loaded (\(Self.loaderText)): install \(name)")
    }
    // A search from the handle goes on in the libraries it was linked with: this is the OpenSSL hiredis uses.
    func find<Function>(_ name: String) throws(LinkError) -> Function {
      guard let address = dlsym(handle, name) else {
        throw Self.absent("and \(name) is missing in its library: install OpenSSL 1.1 or newer")
      }
      return unsafeBitCast(address, to: Function.self)
    }
    initiate = try find("redisInitiateSSL")
    clientMethod = try find("TLS_client_method")
    newContext = try find("SSL_CTX_new")
    freeContext = try find("SSL_CTX_free")
    controlContext = try find("SSL_CTX_ctrl")
    setVerification = try find("SSL_CTX_set_verify")
    setPasswordCallback = try find("SSL_CTX_set_default_passwd_cb")
    loadAuthorities = try find("SSL_CTX_load_verify_locations")
    loadSystemAuthorities = try find("SSL_CTX_set_default_verify_paths")
    useCertificate = try find("SSL_CTX_use_certificate_chain_file")
    useKey = try find("SSL_CTX_use_PrivateKey_file")
    newSession = try find("SSL_new")
    freeSession = try find("SSL_free")
    controlSession = try find("SSL_ctrl")
    parameters = try find("SSL_get0_param")
    expectAddress = try find("X509_VERIFY_PARAM_set1_ip_asc")
    expectName = try find("SSL_set1_host")
    verdict = try find("SSL_get_verify_result")
    verdictText = try find("X509_verify_cert_error_string")
    pending = try find("SSL_pending")
    clearErrors = try find("ERR_clear_error")
    lastError = try find("ERR_peek_last_error")
    errorText = try find("ERR_reason_error_string")
  }

  private static func absent(_ why: String) -> LinkError {
    LinkError(
      .refused,
      "rediss:// needs TLS, \(why), or put stunnel in front of the server and connect to it with redis:// or "
        + "redis+socket://")
  }

  private static var loaderText: String { dlerror().map { String(cString: $0) } ?? "no reason was given" }

  /// The last of OpenSSL's errors on this thread, in words; nil where there is none.
  var reason: String? {
    let error = lastError()
    return error == 0 ? nil : errorText(error).map { String(cString: $0) } ?? "error \(error)"
  }
}
