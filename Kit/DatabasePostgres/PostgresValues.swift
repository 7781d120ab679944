import CLibPQ
import Database

/// The server's types that this driver reads and sends, by object id (`pg_type.dat`).
enum TypeID {
  static let bool: Oid = 16
  static let bytes: Oid = 17
  static let int8: Oid = 20
  static let int2: Oid = 21
  static let int4: Oid = 23
  static let text: Oid = 25
  static let oid: Oid = 26
  static let json: Oid = 114
  static let float4: Oid = 700
  static let float8: Oid = 701
  static let numeric: Oid = 1700
  static let void: Oid = 2278
  static let regclass: Oid = 2205
  /// "char", name, text, unknown, bpchar, varchar, json, xml: their binary form is their text.
  static let texts: Set<Oid> = [18, 19, text, 705, 1042, 1043, json, 142]
  /// Inferred by the server from the place of the parameter.
  static let inferred: Oid = 0
}

extension SQLValue {
  /// The type that a parameter is declared with. Text is always text and integers are always `bigint`, so that an
  /// overloaded operator means the same for every value. NULL alone is inferred.
  var parameterType: Oid {
    switch self {
    case .null: TypeID.inferred
    case .integer: TypeID.int8
    case .real: TypeID.float8
    case .text: TypeID.text
    case .blob: TypeID.bytes
    }
  }
}

/// Parameters in the binary form that libpq wants: addresses, lengths, formats.
struct Parameters {
  private var bytes: [UInt8] = []
  private var spans: [(start: Int, count: Int)?] = []

  init(_ sql: SQL) {
    sql.forEachValue { value in
      let start = bytes.count
      switch value {
      case .null:
        spans.append(nil)
        return
      case .integer(let number): append(UInt64(bitPattern: number))
      case .real(let number): append(number.bitPattern)
      case .text(let text): bytes.append(contentsOf: text.utf8)
      case .blob(let blob): bytes.append(contentsOf: blob)
      }
      spans.append((start, bytes.count - start))
    }
    // An address even when all values are empty.
    bytes.append(0)
  }

  private mutating func append(_ number: UInt64) {
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }

  func withPointers<T>(
    _ body: (CInt, [UnsafePointer<CChar>?], [CInt], [CInt]) -> T
  ) -> T {
    bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        let addresses = spans.map { span in
          span.flatMap { span in characters.baseAddress.map { $0 + span.start } }
        }
        let lengths = spans.map { CInt($0?.count ?? 0) }
        return body(CInt(spans.count), addresses, lengths, Array(repeating: 1, count: spans.count))
      }
    }
  }
}

/// Reads one field of a binary result.
///
/// A `numeric` without decimals (sums of integers) is an integer, any other a real: exact decimals are not stored in
/// this program, money is integer fen.
func decode(_ result: OpaquePointer, row: CInt, column: CInt, type: Oid) throws -> SQLValue {
  guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else {
    return .null
  }
  let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
  switch type {
  case TypeID.int8: return .integer(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
  case TypeID.int4: return .integer(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
  case TypeID.int2: return .integer(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
  case TypeID.bool: return .integer(bytes[0] == 0 ? 0 : 1)
  case TypeID.float8:
    return .real(Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))))
  case TypeID.float4:
    return .real(Double(Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)))))
  case TypeID.bytes: return .blob(Array(bytes))
  case TypeID.numeric: return numeric(bytes)
  case TypeID.oid, TypeID.regclass:
    return .integer(Int64(UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))))
  case TypeID.void: return .null
  case _ where TypeID.texts.contains(type): return .text(String(decoding: bytes, as: UTF8.self))
  default:
    let name = PQfname(result, column).map { String(cString: $0) } ?? ""
    throw DatabaseError.failed(
      code: "type", message: "column \(name) has a type (\(type)) to be cast to text")
  }
}

/// `numeric`: counts of digits and decimals around digits of base 10,000 (`numeric_send` in the server).
private func numeric(_ bytes: UnsafeRawBufferPointer) -> SQLValue {
  func word(_ position: Int) -> Int {
    Int(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: position * 2, as: Int16.self)))
  }
  let (count, weight, sign, decimals) = (
    word(0), word(1), UInt16(truncatingIfNeeded: word(2)), word(3)
  )
  switch sign {
  case 0, 0x4000: break
  case 0xD000: return .real(.infinity)
  case 0xF000: return .real(-.infinity)
  default: return .real(.nan)
  }
  var text = sign == 0x4000 ? "-" : ""
  for position in 0...max(weight, 0) {
    let digit = position < count && weight >= 0 ? word(4 + position) : 0
    text += String(digit + 10_000).dropFirst()
  }
  if decimals == 0, let whole = Int64(text) { return .integer(whole) }
  text += "."
  for place in 1...max(1, (decimals + 3) / 4) {
    let position = weight + place
    let digit = position >= 0 && position < count ? word(4 + position) : 0
    text += String(digit + 10_000).dropFirst()
  }
  return .real(Double(text) ?? .nan)
}
