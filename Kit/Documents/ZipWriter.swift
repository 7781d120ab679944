import Foundation
package import Values

/// Writes an archive (.zip) file by file, without compressing: what goes in is compressed already.
///
/// Memory does not grow with the files. Names are UTF-8. The archive appears
/// under its name only when it is closed; dropped before, it disappears.
package final class ZipWriter {
  package enum Failure: Error, Hashable, Sendable {
    /// More files, or more bytes, than the plain format holds (65,535; 4 GiB).
    case tooLarge
    case unreadable(path: String)
  }

  /// Where the next byte goes.
  package private(set) var size = 0
  private var entries: [Entry] = []
  private let file: OutputFile

  private struct Entry {
    let name: [UInt8]
    let crc: UInt32
    let size: UInt32
    let offset: UInt32
    let time: UInt16
    let date: UInt16
  }

  /// - Throws: `TypesetError.notWritten`.
  package init(path: String) throws {
    file = try OutputFile(path)
  }

  /// Adds the file at `path`.
  /// - Parameter name: with `/` between folders; the caller sees to it that it is used once.
  package func add(fileAt path: String, named name: String, at moment: Instant) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else { throw Failure.unreadable(path: path) }
    defer { try? handle.close() }
    // The head says size and check sum before the bytes come, so they are gone through twice.
    var (crc, count) = (CRC32(), 0)
    while let piece = try handle.read(upToCount: 1 << 18), !piece.isEmpty {
      crc.add(piece)
      count += piece.count
    }
    try handle.seek(toOffset: 0)
    try begin(name, crc: crc.value, count: count, at: moment)
    while let piece = try handle.read(upToCount: 1 << 18), !piece.isEmpty { try write([UInt8](piece)) }
  }

  package func add(_ bytes: [UInt8], named name: String, at moment: Instant) throws {
    var crc = CRC32()
    crc.add(bytes)
    try begin(name, crc: crc.value, count: bytes.count, at: moment)
    try write(bytes)
  }

  /// Writes the list of contents and closes the archive.
  package func close() throws {
    let begin = size
    for entry in entries { try write(Self.central(entry)) }
    let length = size - begin
    guard length < UInt32.max, begin < UInt32.max, entries.count <= UInt16.max else { throw Failure.tooLarge }
    let count = UInt16(entries.count)
    var end = Bytes()
    end.add(UInt32(0x0605_4B50))
    for value in [0, 0, count, count] as [UInt16] { end.add(value) }
    for value in [UInt32(length), UInt32(begin)] { end.add(value) }
    end.add(UInt16(0))
    try write(end.bytes)
    try file.finish()
  }

  private func begin(_ name: String, crc: UInt32, count: Int, at moment: Instant) throws {
    let text = Array(name.utf8)
    guard let length = UInt32(exactly: count), let offset = UInt32(exactly: size), entries.count < UInt16.max,
      text.count <= UInt16.max, Int(offset) + count < Int(UInt32.max) - (1 << 24)
    else { throw Failure.tooLarge }
    let (time, date) = Self.stamp(moment)
    let entry = Entry(name: text, crc: crc, size: length, offset: offset, time: time, date: date)
    entries.append(entry)
    var head = Bytes()
    head.add(UInt32(0x0403_4B50))
    head.add(UInt16(20))
    Self.describe(entry, in: &head)
    try write(head.bytes + text)
  }

  private func write(_ bytes: [UInt8]) throws {
    try file.write(bytes)
    size += bytes.count
  }

  private static func central(_ entry: Entry) -> [UInt8] {
    var record = Bytes()
    record.add(UInt32(0x0201_4B50))
    // Made by version 2.0 on Unix, so that the permissions below are believed.
    record.add(UInt16(0x0314))
    record.add(UInt16(20))
    describe(entry, in: &record)
    for value in [0, 0, 0] as [UInt16] { record.add(value) }
    record.add(UInt32(0o100644) << 16)
    record.add(entry.offset)
    return record.bytes + entry.name
  }

  /// What both records of an entry have in common, from the flags to the lengths.
  private static func describe(_ entry: Entry, in record: inout Bytes) {
    // Bit 11: the name is UTF-8. Method 0: stored.
    for value in [0x0800, 0, entry.time, entry.date] as [UInt16] { record.add(value) }
    for value in [entry.crc, entry.size, entry.size] { record.add(value) }
    for value in [UInt16(entry.name.count), 0] { record.add(value) }
  }

  /// Time of day and date in China, as archives keep them: in two seconds, from 1980 on.
  private static func stamp(_ moment: Instant) -> (time: UInt16, date: UInt16) {
    let day = moment.day
    let seconds = Int((moment.milliseconds / 1000 + 28_800) % 86_400)
    let time = seconds / 3600 << 11 | seconds / 60 % 60 << 5 | seconds % 60 / 2
    let date = max(day.year - 1980, 0) << 9 | day.month << 5 | day.day
    return (UInt16(clamping: time), UInt16(clamping: date))
  }
}

/// Bytes in which numbers stand with their lowest byte first.
private struct Bytes {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

/// The check sum of archives (ISO/IEC 8802-3).
struct CRC32 {
  private var state: UInt32 = .max

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }

  var value: UInt32 { ~state }

  mutating func add(_ bytes: some ContiguousBytes) {
    bytes.withUnsafeBytes { buffer in
      Self.table.withUnsafeBufferPointer { table in
        for byte in buffer { state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8 }
      }
    }
  }
}
