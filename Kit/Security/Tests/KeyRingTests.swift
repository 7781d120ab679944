import Foundation
import Testing
import Values

@testable import Security

@Suite("Key file")
struct KeyFileTests {
  /// A folder of its own for each test.
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path())
  }

  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test("The first start makes the file for its owner alone, the second reads it")
  func creation() throws {
    try inFolder { folder in
      let path = folder + "/keys"
      let created = try KeyFile.loadOrCreate(path: path)
      #expect(try mode(path) == 0o600)
      #expect(created.ids == ["k1"])
      let sealed = try Sealer(created).seal("值", context: "a")
      #expect(try Sealer(KeyFile.loadOrCreate(path: path)).open(sealed, context: "a") == "值")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["keys"])
    }
  }

  @Test("Processes that start together end up with the same key")
  func race() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path() + "/keys"
    let fingerprints = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<16 {
        group.addTask { try KeyFile.loadOrCreate(path: path).fingerprints.map(\.fingerprint).joined() }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(fingerprints.count == 1)
  }

  @Test("A file that others can read is refused, with the command that mends it", arguments: [0o644, 0o640, 0o604])
  func permissions(mode: Int) throws {
    try inFolder { folder in
      let path = folder + "/keys"
      _ = try KeyFile.loadOrCreate(path: path)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let error = #expect(throws: KeyFileError.self) { try KeyFile.loadOrCreate(path: path) }
      #expect(error == .readableByOthers(path: path, mode: mode))
      #expect(error?.description.contains("chmod 600 \(path)") == true)
    }
  }

  @Test("Rotation keeps the old keys and the file's mode; the newest seals, all open")
  func rotation() throws {
    try inFolder { folder in
      let path = folder + "/keys"
      let old = Sealer(try KeyFile.loadOrCreate(path: path))
      let sealed = try old.seal("旧值", context: "c")
      let ring = try KeyFile.rotate(path: path)
      #expect(ring.ids == ["k1", "k2"])
      #expect(try mode(path) == 0o600)
      let loaded = try KeyFile.load(path: path)
      #expect(loaded.fingerprints.map(\.fingerprint) == ring.fingerprints.map(\.fingerprint))
      let new = Sealer(loaded)
      #expect(try new.open(sealed, context: "c") == "旧值")
      #expect(new.isOutdated(sealed))
      let resealed = try new.seal("旧值", context: "c")
      #expect(resealed.hasPrefix("k2:"))
      #expect(!new.isOutdated(resealed))
      #expect(throws: SealError.unknownKey(id: "k2")) { try old.open(resealed, context: "c") }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["keys"])
    }
  }

  @Test("A damaged file is refused and left alone, with the line that is wrong")
  func damage() throws {
    let key = Base64URL.encode(randomBytes(32))
    let cases: [(text: String, line: Int)] = [
      ("", 1), ("# only a note\n", 1), ("k1 \(key)\nk2 short\n", 2), ("k1 \(key)\nk1 \(key)\n", 1),
      ("k2 \(key)\nk1 \(key)\n", 1), ("x1 \(key)\n", 1), ("k0 \(key)\n", 1), ("k1 \(key) more\n", 1),
    ]
    for (text, line) in cases {
      try inFolder { folder in
        let path = folder + "/keys"
        #expect(
          FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]))
        #expect(throws: KeyFileError.malformed(path: path, line: line)) { try KeyFile.loadOrCreate(path: path) }
        let kept = try String(contentsOfFile: path, encoding: .utf8)
        #expect(kept == text)
      }
    }
  }

  @Test("A place where no file can be made, and a folder in its place, are said")
  func places() throws {
    try inFolder { folder in
      #expect(throws: KeyFileError.cannotWrite(path: folder + "/none/keys.", reason: "")) {
        do {
          _ = try KeyFile.loadOrCreate(path: folder + "/none/keys")
        } catch KeyFileError.cannotWrite(let path, let reason) {
          #expect(!reason.isEmpty)
          throw KeyFileError.cannotWrite(path: String(path.prefix(folder.count + 11)), reason: "")
        }
      }
      #expect(throws: KeyFileError.cannotRead(path: folder, reason: "not a plain file")) {
        try KeyFile.loadOrCreate(path: folder)
      }
    }
  }

  @Test("A ring that is printed by accident does not tell its keys")
  func description() {
    var dumped = ""
    let ring = KeyRing().rotated()
    dump(ring, to: &dumped)
    #expect("\(ring)" == "KeyRing(k1, k2)")
    #expect(!dumped.contains("material"))
  }
}

@Suite("Sealing and signing")
struct SealerTests {
  let ring = KeyRing()
  var sealer: Sealer { Sealer(ring) }

  @Test(
    "What was sealed opens, in its own place only",
    arguments: ["", "13812345678", "中文\0与零", String(repeating: "长", count: 9000)])
  func roundTrip(text: String) throws {
    let sealed = try sealer.seal(text, context: "people.phone/1")
    #expect(sealed.hasPrefix("k1:"))
    #expect(try sealer.open(sealed, context: "people.phone/1") == text)
    #expect(throws: SealError.damaged) { try sealer.open(sealed, context: "people.phone/2") }
    #expect(throws: SealError.damaged) { try Sealer(KeyRing()).open(sealed, context: "people.phone/1") }
    #expect(try sealer.seal(text, context: "people.phone/1") != sealed)
  }

  @Test("Each changed letter is noticed")
  func tampering() throws {
    let sealed = Array(try sealer.seal("410101199001011234", context: "c"))
    for index in sealed.indices {
      var changed = sealed
      changed[index] = sealed[index] == "A" ? "B" : "A"
      #expect(throws: SealError.self) { try sealer.open(String(changed), context: "c") }
    }
    for text in ["", "k1", "k1:", "k1:AAAA", "plain text", "k1:x:y"] {
      #expect(throws: SealError.self) { try sealer.open(text, context: "c") }
    }
  }

  @Test("Equal values have equal blind indexes, whatever their width, case and blanks")
  func blindIndex() {
    let index = sealer.blindIndex("41010119900101123x", context: "people.citizen_id")
    #expect(index == sealer.blindIndex(" 410101 19900101-123Ｘ ", context: "people.citizen_id"))
    #expect(index != sealer.blindIndex("410101199001011231", context: "people.citizen_id"))
    #expect(index != sealer.blindIndex("41010119900101123x", context: "people.passport"))
    #expect(index != Sealer(KeyRing()).blindIndex("41010119900101123x", context: "people.citizen_id"))
    #expect(index.count == 25)
  }

  @Test("After a rotation the search still knows the index that rows have")
  func blindIndexRotation() {
    let old = sealer.blindIndex("13812345678", context: "c")
    let rotated = Sealer(ring.rotated())
    #expect(rotated.blindIndexes("13812345678", context: "c").first == old)
    #expect(rotated.blindIndexes("13812345678", context: "c").last == rotated.blindIndex("13812345678", context: "c"))
  }

  @Test("A signed value comes back until it expires, for its purpose alone")
  func signing() throws {
    let signer = Signer(ring, purpose: "downloads")
    let now = Instant(milliseconds: 1_774_000_000_000)
    let text = signer.sign("合同.pdf|17", expires: now.advanced(by: .seconds(60)))
    #expect(try signer.value(of: text, at: now) == "合同.pdf|17")
    #expect(text.utf8.allSatisfy { $0 != 0x2B && $0 != 0x2F && $0 != 0x3D && $0 < 0x80 })
    #expect(throws: SignatureError.expired) { try signer.value(of: text, at: now.advanced(by: .seconds(60))) }
    #expect(throws: SignatureError.forged) { try Signer(ring, purpose: "unsubscribe").value(of: text, at: now) }
    #expect(throws: SignatureError.forged) { try Signer(KeyRing(), purpose: "downloads").value(of: text, at: now) }
    #expect(try Signer(ring.rotated(), purpose: "downloads").value(of: text, at: now) == "合同.pdf|17")
  }

  @Test("No part of a signed value can be changed")
  func forging() {
    let signer = Signer(ring, purpose: "downloads")
    let now = Instant(milliseconds: 1_774_000_000_000)
    let text = Array(signer.sign("17", expires: now.advanced(by: .seconds(60))))
    for index in text.indices where text[index] != "." {
      var changed = text
      changed[index] = text[index] == "a" ? "b" : "a"
      #expect(throws: SignatureError.self) { try signer.value(of: String(changed), at: now) }
    }
    for wrong in ["", "...", "k1.zzzzzzzzzzzzzzzzzz.MTc.AAAA", "k1.-1.MTc.AAAA"] {
      #expect(throws: SignatureError.self) { try signer.value(of: wrong, at: now) }
    }
  }

  @Test("A one-time code is right for its person and purpose alone")
  func oneTimeCodes() throws {
    let codes = OneTimeCodes(ring)
    let made = (0..<500).map { _ in codes.make() }
    #expect(made.allSatisfy { $0.count == 6 && $0.allSatisfy { ("0"..."9").contains($0) } })
    #expect(Set(made).count > 450)
    #expect(made.contains { $0.hasPrefix("0") })
    let digest = codes.digest("042137", context: "mail/7")
    #expect(!digest.contains("042137"))
    #expect(codes.matches("042137", digest: digest, context: "mail/7"))
    #expect(codes.matches(" ０４２ 137 ", digest: digest, context: "mail/7"))
    #expect(!codes.matches("042138", digest: digest, context: "mail/7"))
    #expect(!codes.matches("042137", digest: digest, context: "mail/8"))
    #expect(OneTimeCodes(ring.rotated()).matches("042137", digest: digest, context: "mail/7"))
    #expect(!OneTimeCodes(KeyRing()).matches("042137", digest: digest, context: "mail/7"))
    #expect(!codes.matches("042137", digest: "", context: "mail/7"))
  }
}
