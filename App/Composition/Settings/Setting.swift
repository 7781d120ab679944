/// One thing an operator can set: by flag, by environment variable
/// (`QIAO_BASE_URL`), or in the settings file (`{"base-url": …}`), in that order.
package struct Setting: Sendable {
  package enum Kind: Sendable, Equatable {
    case text
    case path
    /// `postgres://…`; empty means the embedded database.
    case databaseURL
    case integer(ClosedRange<Int>)
    case choice([String])
    /// `http` or `https`, without a slash at the end.
    case webAddress
    /// `smtp://host:25` or `smtps://host:465`; empty keeps mails in the mailbox page.
    case smtpURL
    case mailAddress
    /// Addresses or networks with commas between them.
    case list
  }

  package let name: String
  package let kind: Kind
  package let fallback: String
  package let isSecret: Bool
  /// One line for `qiao config` and the manual.
  package let explanation: String

  init(
    _ name: String, _ kind: Kind, _ fallback: String, isSecret: Bool = false, _ explanation: String
  ) {
    self.name = name
    self.kind = kind
    self.fallback = fallback
    self.isSecret = isSecret
    self.explanation = explanation
  }

  /// `QIAO_BASE_URL`
  package var variable: String {
    "QIAO_" + name.uppercased().replacing("-", with: "_")
  }

  /// Every setting there is. Anything else refuses to start.
  package static let all: [Setting] = [
    Setting("data", .path, "./data", "folder of the embedded database, uploaded files and keys"),
    Setting("database", .databaseURL, "", isSecret: true, "postgres://… ; empty: SQLite in the data folder"),
    Setting("host", .text, "127.0.0.1", "address to listen on"),
    Setting("port", .integer(0...65535), "8080", "port to listen on; 0 takes a free one"),
    Setting("base-url", .webAddress, "", "address people use, for links in mails; empty: from host and port"),
    Setting("trusted-proxies", .list, "", "addresses whose X-Forwarded-… headers are believed"),
    Setting("node", .integer(0...1023), "0", "number of this process among those that share a database"),
    Setting("workers", .integer(0...16), "2", "background jobs run at the same time; 0: none in this process"),
    Setting("pool", .integer(1...64), "8", "database connections"),
    Setting("smtp", .smtpURL, "", "mail server; empty: mails lie in the administrators' mailbox page"),
    Setting("smtp-user", .text, "", "account at the mail server"),
    Setting("smtp-password", .text, "", isSecret: true, "its password"),
    Setting("mail-sender", .mailAddress, "", "address in From"),
    Setting("key-file", .path, "", "keys of sealed personal data; empty: qiao.keys in the data folder"),
    Setting("python", .path, "", "interpreter of the document worker; empty: .venv/bin/python, then python3"),
    Setting("worker", .path, "", "folder of the document worker; empty: searched beside the program"),
    Setting("fonts", .list, "", "folders with further fonts for documents, with commas between them"),
    Setting(
      "log-level", .choice(["trace", "debug", "info", "notice", "warning", "error"]), "info", "least severity written"),
    Setting("log-format", .choice(["text", "json"]), "text", "one line of text or of JSON per entry"),
    Setting("metrics-token", .text, "", isSecret: true, "bearer token of /metrics; empty: only from loopback"),
  ]

  static func named(_ name: String) -> Setting? {
    all.first { $0.name == name }
  }
}

/// Why the program does not start: always names the setting and where it came from.
package enum SettingError: Error, Sendable, Equatable, CustomStringConvertible {
  case unknown(name: String, source: String)
  case invalid(name: String, source: String, expected: String)
  case unreadableFile(path: String, reason: String)

  package var description: String {
    switch self {
    case .unknown(let name, let source):
      "unknown setting \(name) (\(source)); `qiao config` lists those there are"
    case .invalid(let name, let source, let expected):
      "setting \(name) (\(source)) must be \(expected)"
    case .unreadableFile(let path, let reason):
      "cannot read \(path): \(reason)"
    }
  }
}

extension Setting.Kind {
  /// What a value must be, in words, when it is not; `nil` when it is right.
  func complaint(about value: String) -> String? {
    switch self {
    case .text, .path, .list:
      return value.contains(where: \.isNewline) ? "one line" : nil
    case .databaseURL:
      return value.isEmpty || value.hasPrefix("postgres://") || value.hasPrefix("postgresql://")
        ? nil : "empty or an address that begins with postgres://"
    case .integer(let range):
      return Int(value).map(range.contains) == true ? nil : "a number from \(range.lowerBound) to \(range.upperBound)"
    case .choice(let choices):
      return choices.contains(value) ? nil : "one of \(choices.joined(separator: ", "))"
    case .webAddress:
      let isRight =
        value.isEmpty || (value.hasPrefix("http://") || value.hasPrefix("https://")) && !value.hasSuffix("/")
      return isRight ? nil : "an address like https://qiao.example.edu.cn without a slash at the end"
    case .smtpURL:
      return value.isEmpty || ["smtp://", "smtps://", "smtp+plain://"].contains(where: value.hasPrefix)
        ? nil : "an address like smtp://mail.example.edu.cn:587"
    case .mailAddress:
      let parts = value.split(separator: "@", omittingEmptySubsequences: false)
      return value.isEmpty || parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") ? nil : "a mail address"
    }
  }
}
