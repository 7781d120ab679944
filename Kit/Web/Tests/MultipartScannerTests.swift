import NIOCore
import Testing

@testable import Web

@Suite struct MultipartScannerTests {
  private struct Part: Equatable {
    var header: String
    var content: [UInt8]
  }

  /// Feeds pieces that end at the cuts; `nil` when the body does not end.
  private func parts(_ body: [UInt8], cuts: [Int], boundary: String = "b") throws -> [Part]? {
    var scanner = MultipartScanner(boundary: Array(boundary.utf8), headerLimit: 1000)
    var parts: [Part] = []
    var isOpen = false
    var start = 0
    for end in cuts + [body.count] {
      scanner.feed(ByteBuffer(bytes: body[start..<end]))
      start = end
      while let event = try scanner.next() {
        switch event {
        case .header(let header):
          #expect(!isOpen)
          isOpen = true
          parts.append(Part(header: String(buffer: header), content: []))
        case .content(let content):
          #expect(isOpen && content.readableBytes > 0)
          parts[parts.count - 1].content += content.readableBytesView
        case .partEnded:
          #expect(isOpen)
          isOpen = false
        }
      }
    }
    return scanner.isFinished ? parts : nil
  }

  private let body = Array(
    """
    preamble\r
    --b\r
    Content-Disposition: form-data; name="a"\r
    \r
    one\r
    --b \t\r
    X: 1\r
    Y: 2\r
    \r
    \r\r\n-\r\n--\r\n--c\r\n--bx\r\n--b-x\r\n--b\r
    Z: 3\r
    \r
    \r
    --b--\r
    epilogue --b
    """.utf8)

  private var expected: [Part] {
    [
      Part(header: "Content-Disposition: form-data; name=\"a\"", content: Array("one".utf8)),
      Part(header: "X: 1\r\nY: 2", content: Array("\r\r\n-\r\n--\r\n--c\r\n--bx\r\n--b-x".utf8)),
      Part(header: "Z: 3", content: []),
    ]
  }

  @Test func takesABodyApart() throws {
    #expect(try parts(body, cuts: []) == expected)
  }

  @Test func anyCutGivesTheSame() throws {
    for cut in 0...body.count {
      #expect(try parts(body, cuts: [cut]) == expected, "cut at \(cut)")
    }
    #expect(try parts(body, cuts: Array(1..<body.count)) == expected)
  }

  @Test func anyTwoCutsGiveTheSame() throws {
    for first in stride(from: 0, through: body.count, by: 3) {
      for second in stride(from: first, through: body.count, by: 2) {
        #expect(try parts(body, cuts: [first, second]) == expected, "cuts at \(first), \(second)")
      }
    }
  }

  @Test func aBodyThatBreaksOffNeverEnds() throws {
    let end = Array("--b--".utf8)
    let last = try #require(body.indices.last { body[$0...].starts(with: end) })
    for length in 0..<(last + end.count) {
      #expect(try parts(Array(body[..<length]), cuts: []) == nil, "length \(length)")
    }
  }

  @Test func randomContentSurvives() throws {
    var random = Seeded(state: 42)
    let alphabet: [UInt8] = Array("\r\n-bB\0".utf8) + [0xFF]
    for _ in 0..<300 {
      let content = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let boundary = "bBoundary"
      let body = Array("--\(boundary)\r\nA: 1\r\n\r\n".utf8) + content + Array("\r\n--\(boundary)--".utf8)
      let cuts = (0..<3).map { _ in Int.random(in: 0...body.count, using: &random) }.sorted()
      #expect(try parts(body, cuts: cuts, boundary: boundary) == [Part(header: "A: 1", content: content)])
    }
  }

  @Test func rubbishNeverTraps() throws {
    var random = Seeded(state: 7)
    let pieces = ["--b", "\r\n", "--", "b", "-", "\r", "\n", " ", "A: 1", "\r\n\r\n", "x", "--b--", "\t", ":"]
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0...30, using: &random)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }.joined()
      let bytes = Array(text.utf8)
      let cuts = (0..<2).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
      let whole = Result { try parts(bytes, cuts: []) }
      let cut = Result { try parts(bytes, cuts: cuts) }
      switch (whole, cut) {
      case (.success(let first), .success(let second)): #expect(first == second)
      case (.failure, .failure): break
      default: Issue.record("cuts change what is wrong: \(text.debugDescription)")
      }
    }
  }

  @Test func headersAndPreamblesAreLimited() throws {
    let long = String(repeating: "x", count: 2000)
    #expect(throws: MultipartScanner.Mistake.headerTooLarge) {
      try parts(Array("--b\r\nA: \(long)\r\n\r\n".utf8), cuts: [])
    }
    #expect(throws: MultipartScanner.Mistake.headerTooLarge) { try parts(Array("--b\r\nA: \(long)".utf8), cuts: []) }
    #expect(throws: MultipartScanner.Mistake.preambleTooLarge) { try parts(Array(long.utf8), cuts: []) }
    #expect(throws: MultipartScanner.Mistake.malformedHeader) { try parts(Array("--b\r\n\r\nx".utf8), cuts: []) }
  }

  @Test func holdsNoMoreThanADelimiterBack() throws {
    var scanner = MultipartScanner(boundary: Array("b".utf8), headerLimit: 100)
    scanner.feed(ByteBuffer(string: "--b\r\nA: 1\r\n\r\n"))
    #expect(try scanner.next() == .header(ByteBuffer(string: "A: 1")))
    scanner.feed(ByteBuffer(string: "content\r\n-"))
    #expect(try scanner.next() == .content(ByteBuffer(string: "content")))
    #expect(try scanner.next() == nil)
  }
}

/// A small generator with a seed (SplitMix64), so that a failure comes back.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
