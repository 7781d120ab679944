/// A section or a division of the classification of industries (国民经济行业分类, GB/T 4754-2017).
package struct Industry: Hashable, Sendable {
  /// A letter A–T for a section, two digits for a division.
  package let code: String
  package let name: BilingualName
  /// The letter of the section, also of a section itself.
  package let section: String

  package var isSection: Bool { code == section }
}

/// An industry of the graduates' employment statistics, which count by other
/// codes than GB/T 4754.
package struct EmploymentIndustry: Hashable, Sendable {
  /// Two digits, for example `22` for manufacturing.
  package let code: String
  package let name: BilingualName
  /// The section of GB/T 4754; `nil` for the armed forces (80), which it leaves out.
  package let section: String?
}

/// The 20 sections and 97 divisions of GB/T 4754-2017. Groups and classes (three
/// and four digits) are read as the division they belong to.
package struct Industries: Sendable {
  /// The edition that comes with the program.
  package static let national = Industries(edition: 2017, table: EmbeddedText.table("industries.txt"))

  /// The year of the standard.
  package let edition: Int
  package let sections: [Industry]
  package let divisions: [Industry]
  package let employmentIndustries: [EmploymentIndustry]

  /// By code, by Chinese name without punctuation, and by the letters of the English name.
  private let byCode: [String: Industry]
  private let byName: [String: Industry]
  private let byEnglishName: [String: Industry]

  init(edition: Int, table: String) {
    var sections: [Industry] = []
    var divisions: [Industry] = []
    var employment: [EmploymentIndustry] = []
    EmbeddedText.forEachLine(in: table) { line in
      let fields = EmbeddedText.fields(of: line)
      if fields.count == 4 {
        let name = BilingualName(chinese: fields[2], english: fields[3])
        sections.append(Industry(code: fields[0], name: name, section: fields[0]))
        employment.append(EmploymentIndustry(code: fields[1], name: name, section: fields[0]))
      } else if fields.count == 3, let section = sections.last {
        let name = BilingualName(chinese: fields[1], english: fields[2])
        divisions.append(Industry(code: fields[0], name: name, section: section.code))
      }
    }
    let armedForces = BilingualName(chinese: "军队", english: "Armed forces")
    employment.append(EmploymentIndustry(code: "80", name: armedForces, section: nil))
    self.edition = edition
    self.sections = sections
    self.divisions = divisions
    employmentIndustries = employment
    let all = divisions + sections
    byCode = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    byName = Dictionary(all.map { (Self.plain($0.name.chinese), $0) }, uniquingKeysWith: { first, _ in first })
    byEnglishName = Dictionary(
      all.compactMap { industry in industry.name.english.map { (Self.letters($0), industry) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// `C`, `34`, `C34`, `C3484` and `3484` all have a meaning, the last two that
  /// of their division. `nil` for a code that is not in the standard.
  package func industry(_ code: String) -> Industry? {
    let code = TypedText.code(code)
    guard let first = code.utf8.first, code.utf8.count <= 5 else { return nil }
    let letter = first >= UInt8(ascii: "A") ? String(code.prefix(1)) : nil
    let digits = letter == nil ? code[...] : code.dropFirst()
    if let letter, digits.isEmpty { return byCode[letter] }
    guard (2...4).contains(digits.utf8.count), TypedText.isDigits(digits) else { return nil }
    let division = byCode[String(digits.prefix(2))]
    return letter == nil || letter == division?.section ? division : nil
  }

  package func divisions(of section: String) -> [Industry] {
    divisions.filter { $0.section == section }
  }

  package func section(of industry: Industry) -> Industry? {
    sections.first { $0.code == industry.section }
  }

  /// The code of the employment statistics for a section, a division or a longer code.
  package func employmentIndustry(for code: String) -> EmploymentIndustry? {
    guard let section = industry(code)?.section else { return nil }
    return employmentIndustries.first { $0.section == section }
  }

  /// What a sheet means by a code or a name: `34`, `通用设备制造业`, `C34 通用设备制造业`, `制造业`, `C Manufacturing`.
  /// Where a section and a division have one name (房地产业) it is the division.
  package func find(_ typed: String) -> Industry? {
    let text = TypedText.trimmed(typed)
    if let industry = industry(text) { return industry }
    if let named = byName[Self.plain(text)] { return named }
    let parts = text.split(separator: " ", maxSplits: 1)
    // A code before the name counts as the code: it is what tells a section from a division of the same name.
    if parts.count == 2, let industry = industry(String(parts[0])) {
      return Self.letters(industry.name.english ?? "") == Self.letters(String(parts[1])) ? industry : nil
    }
    return byEnglishName[Self.letters(text)]
  }

  /// Industries whose Chinese or English name contains a fragment.
  package func search(_ fragment: String) -> [Industry] {
    let fragment = TypedText.trimmed(fragment).lowercased()
    guard !fragment.isEmpty else { return [] }
    let bytes = Array(fragment.utf8)
    return (sections + divisions).filter {
      $0.name.chinese.contains(bytes: bytes) || ($0.name.english ?? "").lowercased().contains(bytes: bytes)
    }
  }

  private static func letters(_ name: String) -> String {
    name.lowercased().filter(\.isLetter)
  }

  /// A name without a code before it and without commas, which sheets write in
  /// many ways or leave out.
  private static func plain(_ name: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      switch scalar {
      case "、", "，", "；", "·": continue
      case _ where scalar.isASCII: continue
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
