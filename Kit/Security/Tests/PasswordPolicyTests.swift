import Foundation
import Localization
import Testing

@testable import Security

@Suite("Password policy")
struct PasswordPolicyTests {
  let policy = PasswordPolicy()

  @Test("Length counts characters, not bytes")
  func length() {
    #expect(policy.problem("七步成诗曹子建独步") == Message("kit.password.short", ["minimum": "10"]))
    #expect(policy.problem("七步成诗曹子建独步天下") == nil)
    #expect(policy.problem("👨‍👩‍👧‍👦春江花月夜落霞") == Message("kit.password.short", ["minimum": "10"]))
    let long = String((0..<200).map { _ in "天地玄黄宇宙洪荒".randomElement() ?? "天" })
    #expect(policy.problem(long + "地") == Message("kit.password.long", ["maximum": "200"]))
    #expect(
      policy.problem("春江花月夜" + String(repeating: "a\u{301}\u{302}\u{303}\u{304}", count: 195))?.key
        == "kit.password.long")
    #expect(PasswordPolicy(minimum: 14).problem("velvetrug mit")?.arguments == ["minimum": "14"])
  }

  @Test(
    "No rules of composition: long passwords of one kind of character are taken",
    arguments: [
      "correct horse battery staple", "velvet ladder quarrel", "七步成诗曹子建独步天下", "8402617395514", "tmkvhwpdxeg",
      "lamp quietly under bridge",
    ])
  func taken(password: String) {
    #expect(policy.problem(password) == nil)
  }

  @Test(
    "What is tried first is refused",
    arguments: [
      "woaini1314", "a123456789", "qwertyuiop", "password123", "Password1!", "P@ssw0rd2024", "zhangwei1990",
      "Zhang.Wei@19901231",
      "wangfang520", "5201314520", "1qaz2wsx3edc", "qq123456789", "woaini520!", "13812345678", "110101199003074514",
      "iloveyou520",
      "admin@2026", "zhongguo2026", "!@#$%^&*()", "１２３４５６７８９ａ", "qwertyuiop123", "abc123456789", "liuyang888888",
      "Welcome2026!", "beijing2008", "lixiaoming1", "ouyanghaoran99",
    ])
  func common(password: String) {
    #expect(policy.problem(password)?.key == "kit.password.common")
  }

  @Test(
    "Patterns are refused",
    arguments: [
      "aaaaaaaaaa", "1212121212", "abcdefghijk", "9876543210", "1234567890", "abcabcabcabc", "1314131413141314",
      "。。。。。。。。。。",
      "我我我我我我我我我我", "爱你爱你爱你爱你爱你",
    ])
  func monotonous(password: String) {
    #expect(policy.problem(password)?.key == "kit.password.monotonous")
  }

  @Test("What others know about the person is refused, also backwards and with signs between")
  func personal() {
    let context = ["hxzyoffice", "欧阳海棠", "13903711234", "tangyun@hxzy.edu.cn", "河西职业技术学院", "", "Li"]
    for password in [
      "hxzyoffice-lamp", "HXZY.office/quarrel", "eciffoyzxh-lamp", "我是欧阳海棠本人没错呀", "call 139-0371-1234 now",
      "tangyun under the bridge", "tangyun@hxzy.edu.cn!", "河西职业技术学院教务在线",
    ] {
      #expect(policy.problem(password, context: context)?.key == "kit.password.personal")
    }
    // Two letters occur in anything.
    #expect(policy.problem("lime quarrel lantern velvet", context: context) == nil)
  }

  @Test("The list has more than a thousand entries, in small letters")
  func list() {
    #expect(CommonPasswordList.words.split(whereSeparator: \.isWhitespace).count >= 1000)
    #expect(CommonPasswords.pieces.count >= 5000)
    #expect(CommonPasswords.pieces.allSatisfy { $0 == $0.lowercased() })
  }

  @Test("The longest password is judged quickly")
  func speed() {
    let password = String((0..<200).map { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() ?? "a" })
    let time = ContinuousClock().measure { _ = policy.problem(password, context: ["hxzyoffice"]) }
    #expect(time < .seconds(2))
  }

  @Test("Every message has its text in both languages")
  func texts() throws {
    let catalogue = try Catalogue(sources: SecurityTexts.sources)
    #expect(catalogue.keys(in: .chinese) == catalogue.keys(in: .english))
    let said = Localizer(language: .english, catalogue: catalogue)(try #require(policy.problem("short")))
    #expect(said.contains("10 characters"))
    for key in ["short", "long", "monotonous", "personal", "common"] { #expect(catalogue.has("kit.password.\(key)")) }
  }
}
