import Crypto
import Testing
import Values

@testable import Security

private enum Session {}

@Suite("Tokens")
struct TokenTests {
  private let id = ID<Session>(rawValue: 912_345_678_901_234_567)

  @Test("A token that was handed out is recognised, and only by its own digest")
  func roundTrip() throws {
    let token = Token(id: id)
    let shown = try #require(Token<Session>(token.text()))
    #expect(shown.id == id)
    #expect(shown.matches(digest: token.digest))
    #expect(!Token(id: id).matches(digest: token.digest))
    #expect(!shown.matches(digest: ""))
  }

  @Test("The stored digest is SHA-256 of the secret's bytes and does not contain the secret")
  func digest() throws {
    let token = Token(id: id)
    let secret = try #require(token.text().split(separator: ".").last)
    let bytes = try #require(Base64URL.decode(secret))
    #expect(bytes.count == 32)
    #expect(token.digest == Base64URL.encode(SHA256.hash(data: bytes)))
    #expect(!token.digest.contains(secret))
  }

  @Test("Every secret is new")
  func uniqueness() {
    #expect(Set((0..<100).map { _ in Token(id: id).text() }).count == 100)
  }

  @Test("A prefix is written and required")
  func prefix() {
    let token = Token(id: id)
    #expect(token.text(prefix: "qiao_").hasPrefix("qiao_\(id)."))
    #expect(Token<Session>(token.text(prefix: "qiao_"), prefix: "qiao_")?.matches(digest: token.digest) == true)
    #expect(Token<Session>(token.text(), prefix: "qiao_") == nil)
    #expect(Token<Session>(token.text(prefix: "qiao_")) == nil)
  }

  @Test(
    "Anything else is no token",
    arguments: [
      "", ".", "0000000000000", "0000000000000.", "0000000000000.AAAA", ".AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "0000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.x",
      "0000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
      "O000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "zzzzzzzzzzzzz.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "0000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
    ])
  func malformed(text: String) {
    #expect(Token<Session>(text) == nil)
  }

  @Test("A token printed by accident does not tell its secret")
  func description() throws {
    let token = Token(id: id)
    let secret = try #require(token.text().split(separator: ".").last)
    var dumped = ""
    dump(token, to: &dumped)
    for printed in ["\(token)", String(reflecting: token), dumped] { #expect(!printed.contains(secret)) }
    #expect(!dumped.contains("secret"))
  }
}

@Suite("Second factor")
struct SecondFactorTests {
  @Test("Codes agree with RFC 6238, appendix B")
  func vectors() {
    let totp = TOTP(secret: Array("12345678901234567890".utf8), digits: 8)
    let vectors: [(seconds: Int64, code: String)] = [
      (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
      (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ]
    for vector in vectors {
      #expect(totp.code(at: Instant(milliseconds: vector.seconds * 1000)) == vector.code)
    }
  }

  @Test("A code holds one step before and after its own, and no longer")
  func tolerance() {
    let totp = TOTP()
    let now = Instant(milliseconds: 1_774_000_000_000)
    let step = now.milliseconds / 30_000
    let code = totp.code(at: now)
    #expect(totp.step(matching: code, at: now, after: nil) == step)
    for seconds in [-30, 30] {
      #expect(totp.step(matching: code, at: now.advanced(by: .seconds(seconds)), after: nil) == step)
    }
    for seconds in [-90, 90] {
      #expect(totp.step(matching: code, at: now.advanced(by: .seconds(seconds)), after: nil) == nil)
    }
    #expect(totp.step(matching: "１２", at: now, after: nil) == nil)
    #expect(totp.step(matching: "", at: now, after: nil) == nil)
  }

  @Test("A code that was used works no second time, and neither does an earlier one")
  func replay() throws {
    let totp = TOTP()
    let now = Instant(milliseconds: 1_774_000_000_000)
    let used = try #require(totp.step(matching: totp.code(at: now), at: now, after: nil))
    #expect(totp.step(matching: totp.code(at: now), at: now, after: used) == nil)
    let earlier = totp.code(at: now.advanced(by: .seconds(-30)))
    #expect(totp.step(matching: earlier, at: now, after: used) == nil)
    let later = now.advanced(by: .seconds(30))
    #expect(totp.step(matching: totp.code(at: later), at: later, after: used) == used + 1)
  }

  @Test("Blanks and full-width digits are forgiven")
  func typing() {
    let totp = TOTP()
    let now = Instant(milliseconds: 1_774_000_000_000)
    let code = totp.code(at: now)
    let wide = String(String.UnicodeScalarView(code.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
    #expect(totp.step(matching: "\(code.prefix(3)) \(code.suffix(3))", at: now, after: nil) != nil)
    #expect(totp.step(matching: wide, at: now, after: nil) != nil)
  }

  @Test("The secret is read back from what was shown, and short ones are refused")
  func secret() throws {
    let totp = TOTP()
    #expect(totp.secret.count == 20)
    #expect(try #require(TOTP(base32: totp.base32.lowercased())).secret == totp.secret)
    #expect(TOTP(base32: "MZXW6YTB") == nil)
    #expect(TOTP(base32: "not base 32!") == nil)
    #expect(!"\(totp)".contains(totp.base32))
  }

  @Test("The address for the QR code names issuer and account, encoded")
  func uri() {
    let totp = TOTP(secret: Array("12345678901234567890".utf8))
    #expect(
      totp.uri(issuer: "桥 Qiao", account: "li&wei")
        == "otpauth://totp/%E6%A1%A5%20Qiao:li%26wei?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        + "&issuer=%E6%A1%A5%20Qiao&algorithm=SHA1&digits=6&period=30")
  }

  @Test("Recovery codes are found however they are typed, and only those")
  func recoveryCodes() throws {
    let codes = RecoveryCodes.make()
    #expect(Set(codes).count == 10)
    let digests = codes.map(RecoveryCodes.digest)
    for (index, code) in codes.enumerated() {
      #expect(code.count == 19)
      #expect(RecoveryCodes.index(of: code, in: digests) == index)
      let typed = code.uppercased().replacing("-", with: " ").replacing("0", with: "O").replacing("1", with: "l")
      #expect(RecoveryCodes.index(of: typed, in: digests) == index)
    }
    #expect(RecoveryCodes.index(of: try #require(RecoveryCodes.make(count: 1).first), in: digests) == nil)
    #expect(RecoveryCodes.index(of: "", in: digests) == nil)
    #expect(RecoveryCodes.index(of: codes[0], in: []) == nil)
  }
}
