import Crypto
import Foundation

/// The file that holds the keys of an installation: one line for each key,
/// `k1 ` and 43 letters, oldest first; lines that begin with `#` are notes.
///
/// Whoever has the file can open every sealed value; without it they are lost.
package enum KeyFile {
  private static let note = """
    # The keys of this installation. Back this file up apart from the database:
    # without it the sealed values cannot be read by anybody, with it by anybody.

    """

  /// Reads the keys; where there is no file, makes one with a new key that only
  /// its owner can read.
  ///
  /// Several processes may start at once: they end up with the same keys.
  /// - Throws: `KeyFileError`.
  package static func loadOrCreate(path: String) throws(KeyFileError) -> KeyRing {
    if access(path, F_OK) != 0, errno == ENOENT {
      let fresh = path + ".\(Base32.encode(randomBytes(5)))"
      try write(KeyRing(), toNew: fresh)
      defer { unlink(fresh) }
      // A link fails where a name exists: whoever is second reads what the first wrote.
      guard link(fresh, path) == 0 || errno == EEXIST else { throw .cannotWrite(path: path, reason: lastReason()) }
    }
    return try load(path: path)
  }

  /// - Throws: `KeyFileError`, also for a file that others than its owner can read.
  package static func load(path: String) throws(KeyFileError) -> KeyRing {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .cannotRead(path: path, reason: lastReason()) }
    defer { close(file) }
    var information = stat()
    guard fstat(file, &information) == 0 else { throw .cannotRead(path: path, reason: lastReason()) }
    guard information.st_mode & S_IFMT == S_IFREG else { throw .cannotRead(path: path, reason: "not a plain file") }
    guard information.st_mode & 0o077 == 0 else {
      throw .readableByOthers(path: path, mode: Int(information.st_mode & 0o777))
    }
    guard information.st_size <= 65_536 else { throw .cannotRead(path: path, reason: "too long for a key file") }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    var length = 0
    while length < bytes.count {
      let count = bytes[length...].withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
      guard count >= 0 else { throw .cannotRead(path: path, reason: lastReason()) }
      if count == 0 { break }
      length += count
    }
    return try parse(String(decoding: bytes[..<length], as: UTF8.self), path: path)
  }

  /// Adds a key, which seals from now on. Processes that run go on with the
  /// keys they have read: restart them before the new key is used.
  /// - Throws: `KeyFileError`; then the file is as it was.
  package static func rotate(path: String) throws(KeyFileError) -> KeyRing {
    let ring = try load(path: path).rotated()
    let fresh = path + ".\(Base32.encode(randomBytes(5)))"
    try write(ring, toNew: fresh)
    guard rename(fresh, path) == 0 else {
      let reason = lastReason()
      unlink(fresh)
      throw .cannotWrite(path: path, reason: reason)
    }
    return ring
  }

  private static func parse(_ text: String, path: String) throws(KeyFileError) -> KeyRing {
    var keys: [KeyRing.Key] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.isEmpty || line.hasPrefix("#") { continue }
      guard words.count == 2, words[0].first == "k", let number = Int(words[0].dropFirst()), number > 0,
        let material = Base64URL.decode(words[1]), material.count == 32
      else { throw .malformed(path: path, line: index + 1) }
      keys.append(KeyRing.Key(number: number, material: SymmetricKey(data: material)))
    }
    guard let ring = KeyRing(keys: keys) else { throw .malformed(path: path, line: 1) }
    return ring
  }

  private static func write(_ ring: KeyRing, toNew path: String) throws(KeyFileError) {
    let lines = ring.keys.map { key in
      "\(key.id) \(key.material.withUnsafeBytes { Base64URL.encode($0) })\n"
    }
    let bytes = Array((note + lines.joined()).utf8)
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .cannotWrite(path: path, reason: lastReason()) }
    defer { close(file) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { throw .cannotWrite(path: path, reason: lastReason()) }
      written += count
    }
    guard fsync(file) == 0 else { throw .cannotWrite(path: path, reason: lastReason()) }
  }

  private static func lastReason() -> String { String(cString: strerror(errno)) }
}

/// Why there are no keys, said so that an operator knows what to do.
package enum KeyFileError: Error, Sendable, Hashable, CustomStringConvertible {
  case readableByOthers(path: String, mode: Int)
  case malformed(path: String, line: Int)
  case cannotRead(path: String, reason: String)
  case cannotWrite(path: String, reason: String)

  package var description: String {
    switch self {
    case .readableByOthers(let path, let mode):
      "Others can read the key file \(path) (mode \(String(mode, radix: 8))). Run: chmod 600 \(path)"
    case .malformed(let path, let line):
      "Line \(line) of the key file \(path) is no key. Restore the file from its backup."
    case .cannotRead(let path, let reason):
      "The key file \(path) cannot be read: \(reason)."
    case .cannotWrite(let path, let reason):
      "The key file \(path) cannot be written: \(reason)."
    }
  }
}
