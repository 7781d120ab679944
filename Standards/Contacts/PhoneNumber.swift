/// A telephone number in one spelling: `13812345678`, `020-82221234`,
/// `020-82221234-801`, `400-830-1234`, `95588`, `+85221234567`.
package struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
  package enum Kind: String, StandardTerm {
    case mobile, landline
    /// 400 and 800 numbers, 95xxx and 96xxx.
    case service
    /// With a country code other than 86.
    case abroad

    package static let vocabulary = "phone"
  }

  package let kind: Kind
  package let text: String

  package var description: String { text }

  /// Reads what a person typed: full-width digits, spaces, brackets, hyphens,
  /// `+86`, and an extension after `转`, `分机`, `ext`, `#` or a last hyphen.
  package static func read(_ typed: String) -> Result<PhoneNumber, Remark> {
    let text = TypedText.trimmed(typed)
    guard !text.isEmpty else { return .failure(Remark("standards.phone.empty")) }
    let end = text.unicodeScalars.firstIndex { !isPart($0) } ?? text.endIndex
    guard let markedExtension = readExtension(text[end...]) else {
      return .failure(Remark("standards.phone.characters"))
    }
    let number = text[..<end]
    var runs = number.unicodeScalars.split { !isDigit($0) }.map { String($0) }
    let digits = runs.joined()
    if number.hasPrefix("+") || number.hasPrefix("00") {
      let international = number.hasPrefix("00") ? String(digits.dropFirst(2)) : digits
      guard international.hasPrefix("86") else { return abroad(international) }
      runs = national(runs, dropping: number.hasPrefix("00") ? 4 : 2)
    } else if digits.utf8.count == 13, digits.hasPrefix("861") {
      runs = national(runs, dropping: 2)
    }
    return domestic(runs, markedExtension: markedExtension)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

  /// A digit, a plus, a bracket, a space or a dash of any kind.
  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x20, 0x28, 0x29, 0x2B, 0x2D, 0x2E, 0x2F, 0x2010...0x2015, 0x2212: true
    default: false
    }
  }

  /// The digits after a mark of an extension, empty when there is nothing to
  /// read; `nil` for a tail that no mark begins.
  private static func readExtension(_ tail: Substring) -> String? {
    guard !tail.isEmpty else { return "" }
    let lower = tail.lowercased()
    guard ["转", "分机", "ext", "#", "x"].contains(where: lower.hasPrefix) else { return nil }
    return String(lower.unicodeScalars.filter(isDigit).map(Character.init))
  }

  /// The runs of digits without the country code; an area code gets back the
  /// zero that is left out after it.
  private static func national(_ runs: [String], dropping count: Int) -> [String] {
    var left = count
    var result = runs.map { run in
      let drop = min(left, run.count)
      left -= drop
      return String(run.dropFirst(drop))
    }.filter { !$0.isEmpty }
    let digits = result.joined()
    // 400 and 800 numbers and mobile ones have no area code.
    let isMobile = digits.count == 11 && digits.hasPrefix("1")
    let isService = digits.count == 10 && (digits.hasPrefix("400") || digits.hasPrefix("800"))
    if let first = result.first, !first.hasPrefix("0"), !isMobile, !isService { result[0] = "0" + first }
    return result
  }

  private static func domestic(_ runs: [String], markedExtension: String) -> Result<PhoneNumber, Remark> {
    let digits = runs.joined()
    let count = digits.utf8.count
    if digits.hasPrefix("0") { return landline(runs, markedExtension: markedExtension) }
    if count == 11, digits.hasPrefix("1"), digits.utf8.dropFirst().first ?? 0 >= UInt8(ascii: "3") {
      return .success(PhoneNumber(kind: .mobile, text: digits))
    }
    if count == 10, digits.hasPrefix("400") || digits.hasPrefix("800") {
      let text = "\(digits.prefix(3))-\(digits.dropFirst(3).prefix(3))-\(digits.suffix(4))"
      return .success(PhoneNumber(kind: .service, text: text))
    }
    if (5...6).contains(count), digits.hasPrefix("95") || digits.hasPrefix("96") {
      return .success(PhoneNumber(kind: .service, text: digits))
    }
    if (7...8).contains(count) { return .failure(Remark("standards.phone.area-code")) }
    let remark = digits.hasPrefix("1") ? "standards.phone.wrong-mobile" : "standards.phone.length"
    return .failure(Remark(remark, ["count": "\(count)"]))
  }

  /// Area codes: 010 and 02x with eight digits after them, 03xx–09xx with seven or eight.
  private static func landline(_ runs: [String], markedExtension: String) -> Result<PhoneNumber, Remark> {
    var runs = runs
    var tail = markedExtension
    if tail.isEmpty, runs.count >= 3, let last = runs.last, last.count <= 6, runs.dropLast().joined().count >= 11 {
      tail = last
      runs.removeLast()
    }
    let digits = runs.joined()
    let isShort = digits.hasPrefix("010") || digits.hasPrefix("02")
    let area = digits.prefix(isShort ? 3 : 4)
    let number = digits.dropFirst(area.count)
    let isAreaCode = isShort || (area.count == 4 && ("3"..."9").contains(area.dropFirst().first ?? "0"))
    guard isAreaCode else { return .failure(Remark("standards.phone.area-code")) }
    guard number.count == 8 || (!isShort && number.count == 7), !number.hasPrefix("0"), !number.hasPrefix("1") else {
      return .failure(Remark("standards.phone.length", ["count": "\(digits.count)"]))
    }
    return .success(PhoneNumber(kind: .landline, text: "\(area)-\(number)\(tail.isEmpty ? "" : "-\(tail)")"))
  }

  /// E.164: at most 15 digits with the country code.
  private static func abroad(_ digits: String) -> Result<PhoneNumber, Remark> {
    guard (7...15).contains(digits.count), !digits.hasPrefix("0") else {
      return .failure(Remark("standards.phone.length", ["count": "\(digits.count)"]))
    }
    return .success(PhoneNumber(kind: .abroad, text: "+\(digits)"))
  }
}
