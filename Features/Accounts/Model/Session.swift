package import Localization
package import Values

/// One browser in which an account is signed in, as its owner sees it in the
/// list of devices.
package struct Session: Sendable, Hashable {
  package let id: ID<Session>
  /// `Firefox · Windows`.
  package let device: String
  package let address: String
  package let startedAt: Instant
  package let seenAt: Instant
  package let expiresAt: Instant
}

/// A live session with what every request needs of its account; one row of one
/// query.
package struct LoadedSession: Sendable, Hashable {
  package let sessionID: ID<Session>
  package let accountID: ID<Account>
  package let displayName: String
  /// `nil` follows the browser.
  package let language: Language?
  package let isDemo: Bool
  /// Until the password is replaced, only the account's own pages are shown.
  package let mustChangePassword: Bool
  /// In which membership the person acts; chosen by the feature Organizations.
  package let membershipID: Int64?
  package let csrfSecret: String
  /// Until when dangerous acts need no new confirmation.
  package let sudoUntil: Instant?
  package let startedAt: Instant
  package let seenAt: Instant

  /// Whether the person has confirmed lately that it is they.
  package func hasSudo(at now: Instant) -> Bool {
    sudoUntil.map { now < $0 } ?? false
  }
}

/// Where a session is begun.
package struct Device: Sendable, Hashable {
  /// `Firefox · Windows`; see `DeviceName`.
  package let name: String
  package let address: String

  package init(name: String, address: String) {
    self.name = name
    self.address = address
  }
}

/// A session that has just begun.
package struct StartedSession: Sendable {
  package let id: ID<Session>
  package let accountID: ID<Account>
  /// What the browser shows from now on; exists nowhere else.
  package let cookie: String
  /// `nil` ends with the browser.
  package let cookieAge: Duration?
  package let mustChangePassword: Bool
}

/// Names a browser and its system in two words, from what it says it is.
/// Roughly: for recognising one's own devices, never for decisions.
package enum DeviceName {
  package static func of(userAgent: String?) -> String {
    guard let userAgent, !userAgent.isEmpty else { return "—" }
    let parts = [name(in: userAgent, browsers), name(in: userAgent, systems)].compactMap(\.self)
    return parts.isEmpty ? "—" : parts.joined(separator: " · ")
  }

  /// More special ones first: they all carry the words of the ones below.
  private static let browsers = [
    ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("wxwork", "企业微信"), ("Edg", "Edge"), ("OPR/", "Opera"),
    ("Quark", "Quark"), ("UCBrowser", "UC"), ("QQBrowser", "QQ"), ("HuaweiBrowser", "Huawei"),
    ("MiuiBrowser", "MIUI"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"),
    ("CriOS", "Chrome"), ("Safari", "Safari"), ("curl", "curl"),
  ]

  private static let systems = [
    ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"),
    ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
  ]

  private static func name(in text: String, _ known: [(String, String)]) -> String? {
    known.first { text.contains($0.0) }?.1
  }
}
