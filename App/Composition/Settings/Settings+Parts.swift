package import Documents
import Foundation
import Mail
import Web

extension Settings {
  /// Where people reach the installation.
  package var baseURL: String {
    self["base-url"].isEmpty ? "http://\(self["host"]):\(self["port"])" : self["base-url"]
  }

  /// How the document worker is found; empty settings leave it to the search.
  package func documentWorker(_ paths: DataPaths) -> DocumentWorker.Settings {
    // What a new certificate is called: the host that people know.
    let host = URL(string: baseURL)?.host ?? "qiao"
    return DocumentWorker.Settings(
      python: self["python"].isEmpty ? nil : self["python"],
      workerDirectory: self["worker"].isEmpty ? nil : self["worker"],
      fontDirectories: self["fonts"].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) },
      signing: DocumentSigner.Identity(path: paths.signing(keyFile: self["key-file"]), name: host))
  }

  /// The mail server; `nil` when none is set.
  func mailTransport() throws -> (any MailTransport)? {
    guard !self["smtp"].isEmpty else { return nil }
    do {
      var parts = try SMTPSettings(url: self["smtp"])
      if !self["smtp-user"].isEmpty {
        parts = SMTPSettings(
          host: parts.host, port: parts.port, encryption: parts.encryption, userName: self["smtp-user"],
          password: self["smtp-password"])
      }
      return SMTPTransport(parts)
    } catch {
      throw SettingError.invalid(name: "smtp", source: "settings", expected: error.description)
    }
  }

  func web(temporaryDirectory: String) throws -> WebSettings {
    let proxies = self["trusted-proxies"].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    var web = WebSettings(temporaryDirectory: temporaryDirectory)
    web.publicOrigin = self["base-url"].isEmpty ? nil : self["base-url"]
    do {
      web.trustedProxies = try TrustedProxies(proxies.filter { !$0.isEmpty })
    } catch {
      throw SettingError.invalid(
        name: "trusted-proxies", source: "settings", expected: "addresses or networks such as 127.0.0.1, 10.0.0.0/8")
    }
    return web
  }
}
