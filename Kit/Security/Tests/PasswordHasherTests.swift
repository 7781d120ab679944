import Foundation
import Synchronization
import Testing

@testable import Security

@Suite("Password hashing")
struct PasswordHasherTests {
  let hasher = PasswordHasher(parameters: .forTests)

  @Test("Scrypt agrees with RFC 7914, section 12 (its first 32 of 64 bytes)")
  func vector() throws {
    let parameters = try #require(ScryptParameters(cost: 1024, blockSize: 8, parallelism: 16))
    let derived = try parameters.derive(password: "password", salt: Array("NaCl".utf8))
    let expected = "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
    #expect(derived.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined() == expected)
  }

  @Test("The right password is right, any other wrong")
  func verification() async throws {
    let stored = try await hasher.hash("产教融合 2026")
    #expect(stored.hasPrefix("scrypt$16$8$1$"))
    #expect(try await hasher.verify("产教融合 2026", against: stored) == .init(isCorrect: true, needsRehash: false))
    // Full-width digits look the same while they are typed.
    #expect(try await hasher.verify("产教融合 ２０２６", against: stored).isCorrect)
    for wrong in ["产教融合 2027", "", "产教融合 2026 "] {
      #expect(try await hasher.verify(wrong, against: stored) == .init(isCorrect: false, needsRehash: false))
    }
  }

  @Test("Each hash has its own salt")
  func salt() async throws {
    let first = try await hasher.hash("same password")
    #expect(try await hasher.hash("same password") != first)
  }

  @Test("An unknown account is never right, and costs the same work")
  func unknownAccount() async throws {
    #expect(try await hasher.verify("anything", against: nil) == .init(isCorrect: false, needsRehash: false))
    let slow = PasswordHasher(parameters: try #require(ScryptParameters(cost: 4096, blockSize: 8, parallelism: 1)))
    let stored = try await slow.hash("right")
    let clock = ContinuousClock()
    var known = Duration.seconds(60)
    var unknown = Duration.seconds(60)
    for _ in 0..<8 {
      known = try await min(known, clock.measure { _ = try await slow.verify("wrong", against: stored) })
      unknown = try await min(unknown, clock.measure { _ = try await slow.verify("wrong", against: nil) })
    }
    #expect(unknown > known / 2 && unknown < known * 2)
  }

  @Test("A password stored at another cost asks to be hashed again, once it is known to be right")
  func rehash() async throws {
    let older = PasswordHasher(parameters: try #require(ScryptParameters(cost: 8, blockSize: 8, parallelism: 1)))
    let stored = try await older.hash("long ago")
    #expect(try await hasher.verify("long ago", against: stored) == .init(isCorrect: true, needsRehash: true))
    #expect(try await hasher.verify("wrong", against: stored) == .init(isCorrect: false, needsRehash: false))
  }

  @Test(
    "A stored text of another form, or of absurd cost, is refused without work",
    arguments: [
      "", "scrypt", "plain", "bcrypt$16$8$1$AAAAAAAAAAAAAAAAAAAAAA$x", "scrypt$15$8$1$AAAAAAAAAAAAAAAAAAAAAA$",
      "scrypt$1073741824$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "scrypt$1048576$32$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "scrypt$16$8$1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "scrypt$-16$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ])
  func unreadable(stored: String) async {
    await #expect(throws: PasswordHashingError.unreadable) {
      try await hasher.verify("anything", against: stored)
    }
  }

  /// Counts who is inside, and lets nobody out before two are in and somebody was turned away.
  private final class Gate: Sendable {
    private let state = Mutex((isRefused: false, inside: 0, most: 0))

    var most: Int { state.withLock { $0.most } }

    func refuse() { state.withLock { $0.isRefused = true } }

    func pass() {
      let patience = ContinuousClock.now.advanced(by: .seconds(10))
      state.withLock { $0 = ($0.isRefused, $0.inside + 1, max($0.most, $0.inside + 1)) }
      while state.withLock({ !$0.isRefused || $0.most < 2 }), ContinuousClock.now < patience {
        Thread.sleep(forTimeInterval: 0.001)
      }
      state.withLock { $0.inside -= 1 }
    }
  }

  @Test("At most `limit` work at once, the line is bounded, and nobody in it is lost")
  func bounds() async throws {
    let threads = HashingThreads(limit: 2, waitingLimit: 5)
    let gate = Gate()
    let finished = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<40 {
        group.addTask {
          do {
            try await threads.run { gate.pass() }
            return true
          } catch {
            #expect(error as? PasswordHashingError == .busy)
            gate.refuse()
            return false
          }
        }
      }
      return await group.reduce(into: [Bool]()) { $0.append($1) }
    }
    #expect(finished.filter { $0 }.count >= 7)
    #expect(finished.contains(false))
    #expect(gate.most == 2)
    #expect(try await threads.run { 42 } == 42)
  }

  @Test("What the work throws arrives")
  func failure() async {
    struct Broken: Error {}
    await #expect(throws: Broken.self) {
      try await HashingThreads(limit: 1, waitingLimit: 1).run { throw Broken() }
    }
  }
}
