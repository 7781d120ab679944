import Composition
import Foundation
import Testing

@Suite struct SettingsTests {
  @Test func `flags come before the environment, the environment before the file`() throws {
    let file = NSTemporaryDirectory() + "settings-\(UUID().uuidString).json"
    try #"{"port": 1001, "host": "127.0.0.2", "node": 3}"#.write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let settings = try Settings(
      flags: ["port": "1003"], environment: ["QIAO_PORT": "1002", "QIAO_HOST": "127.0.0.3", "HOME": "/root"], file: file
    )
    #expect(settings["port"] == "1003")
    #expect(settings["host"] == "127.0.0.3")
    #expect(settings.integer("node") == 3)
    #expect(settings["data"] == "./data")
  }

  @Test(arguments: [
    ["QIAO_PROT": "1"], ["QIAO_PORT": "many"], ["QIAO_PORT": "70000"], ["QIAO_DATABASE": "mysql://x"],
    ["QIAO_BASE_URL": "qiao.example"], ["QIAO_BASE_URL": "https://qiao.example/"], ["QIAO_LOG_LEVEL": "loud"],
    ["QIAO_MAIL_SENDER": "nobody"],
  ])
  func `an unknown or wrong setting refuses and names itself`(environment: [String: String]) throws {
    let error = try #require(throws: SettingError.self) { try Settings(environment: environment) }
    let name = try #require(environment.keys.first)
    #expect(error.description.contains(name), "\(error)")
  }

  @Test func `secrets may stand in a file`() throws {
    let file = NSTemporaryDirectory() + "secret-\(UUID().uuidString)"
    try "s3cret\n".write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    #expect(try Settings(environment: ["QIAO_SMTP_PASSWORD_FILE": file])["smtp-password"] == "s3cret")
  }

  @Test func `a settings file with an unknown name refuses`() throws {
    let file = NSTemporaryDirectory() + "settings-\(UUID().uuidString).json"
    try #"{"prot": 1}"#.write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    #expect(throws: SettingError.self) { try Settings(file: file) }
  }
}
