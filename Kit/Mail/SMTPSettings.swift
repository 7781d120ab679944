import Foundation

/// Which server takes our mail, and how we show who we are.
package struct SMTPSettings: Sendable, Hashable {
  package enum Encryption: Sendable, Hashable {
    /// Begins in clear and must become TLS before anything is told; port 587.
    case startTLS
    /// TLS from the first byte; port 465.
    case implicitTLS
    /// None: for a relay on the same machine or in a closed network; port 25.
    case none
  }

  package let host: String
  package let port: Int
  package let encryption: Encryption
  package let userName: String?
  let password: String?
  /// Until the server has answered.
  package var connectTimeout: Duration = .seconds(15)
  /// For one message, with everything.
  package var timeout: Duration = .seconds(120)
  /// How many messages may be on their way at once.
  package var connections = 2
  /// The file of certificate authorities (PEM) to trust instead of the system's.
  package var authorities: String?

  package init(
    host: String, port: Int, encryption: Encryption, userName: String? = nil, password: String? = nil
  ) {
    self.host = host
    self.port = port
    self.encryption = encryption
    self.userName = userName
    self.password = password
  }

  /// Reads `smtp://name:password@host:587` (STARTTLS required), `smtps://…`
  /// (TLS) or `smtp+plain://…` (no encryption, said aloud). The port may be
  /// left out; name and password are percent-encoded.
  package init(url: String) throws(SMTPSettingsError) {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased() else { throw .notURL }
    let encryptions: [String: (Encryption, port: Int)] = [
      "smtp": (.startTLS, 587), "smtps": (.implicitTLS, 465), "smtp+plain": (.none, 25),
    ]
    guard let (encryption, defaultPort) = encryptions[scheme] else { throw .scheme(scheme) }
    guard let host = parts.host, !host.isEmpty, parts.path.isEmpty || parts.path == "/", parts.query == nil,
      parts.fragment == nil
    else { throw .notURL }
    let port = parts.port ?? defaultPort
    guard (1...65_535).contains(port) else { throw .port(port) }
    guard (parts.user ?? "").isEmpty == (parts.password ?? "").isEmpty else { throw .halfCredentials }
    self.init(
      host: host, port: port, encryption: encryption, userName: parts.user.flatMap { $0.isEmpty ? nil : $0 },
      password: parts.password.flatMap { $0.isEmpty ? nil : $0 })
  }

  /// The address without the password, for `qiao config` and logs.
  package var redacted: String {
    let scheme =
      switch encryption {
      case .startTLS: "smtp"
      case .implicitTLS: "smtps"
      case .none: "smtp+plain"
      }
    let user = userName.map { "\($0):***@" } ?? ""
    return "\(scheme)://\(user)\(host):\(port)"
  }
}

extension SMTPSettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { redacted }
  package var debugDescription: String { redacted }
  package var customMirror: Mirror { Mirror(self, children: ["url": redacted]) }
}

/// What is wrong with the setting; its text never contains the setting.
package enum SMTPSettingsError: Error, Sendable, Hashable, CustomStringConvertible {
  case notURL
  case scheme(String)
  case port(Int)
  case halfCredentials

  package var description: String {
    switch self {
    case .notURL: "The mail server is given as smtp://name:password@host:587."
    case .scheme(let scheme): "\(scheme):// is no mail server. Use smtp://, smtps:// or smtp+plain://."
    case .port(let port): "\(port) is no port."
    case .halfCredentials: "A mail server needs a name and a password, or neither."
    }
  }
}
