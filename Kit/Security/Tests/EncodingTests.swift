import Testing

@testable import Security

@Suite("Encodings")
struct EncodingTests {
  @Test("Base 32 agrees with RFC 4648, section 10, without padding")
  func base32() {
    let vectors = [
      ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
      ("foobar", "MZXW6YTBOI"),
    ]
    for (plain, encoded) in vectors {
      #expect(Base32.encode(plain.utf8) == encoded)
      #expect(Base32.decode(encoded) == Array(plain.utf8))
    }
    #expect(Base32.decode("mzxw 6ytb-oi======") == Array("foobar".utf8))
    #expect(Base32.decode("MZX1") == nil)
  }

  @Test("URL-safe base 64 returns what went in and has one spelling for each value")
  func base64() {
    #expect(Base64URL.encode([0xFB, 0xFF, 0xFE]) == "-__-")
    for length in 0...40 {
      let bytes = randomBytes(length)
      let text = Base64URL.encode(bytes)
      #expect(!text.contains("=") && !text.contains("+") && !text.contains("/"))
      #expect(Base64URL.decode(text) == bytes)
    }
    // The last letter's spare bits are set, standard alphabet, padding, one letter, blanks.
    for wrong in ["AB", "-_+/", "AA==", "A", "AA AA", "AAé"] { #expect(Base64URL.decode(wrong) == nil) }
  }

  @Test("Random bytes have the length asked for and do not repeat")
  func random() {
    #expect(randomBytes(0).isEmpty)
    #expect(randomBytes(33).count == 33)
    #expect(Set((0..<200).map { _ in randomBytes(16) }).count == 200)
  }

  @Test("Constant-time comparison compares")
  func comparison() {
    #expect(equalInConstantTime([UInt8](), [UInt8]()))
    #expect(equalInConstantTime("abc".utf8, [97, 98, 99]))
    #expect(!equalInConstantTime("abc".utf8, "abd".utf8))
    #expect(!equalInConstantTime("abc".utf8, "abcd".utf8))
  }
}
