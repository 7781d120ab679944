import Localization
import Records
import Standards

extension Lookup {
  /// GB/T 2260; offered down to prefectures, counties are understood when typed.
  static let regions = Lookup(
    find: { typed in
      if case .found(let region, _) = RegionMatcher.national.match(typed) { return region.code }
      return nil
    },
    title: { code, _ in Regions.national.fullName(code) },
    options: { _ in
      Regions.national.all.lazy
        .filter { $0.isCurrent && !$0.isGrouping && $0.level <= .prefecture }
        .map { (Regions.national.fullName($0.code) ?? $0.name, $0.code) }
    })

  /// 职业教育专业目录 by code or by name. A code that the embedded edition lacks
  /// is kept as typed: the ministry adds majors every year.
  static let majors = Lookup(
    find: { typed in MajorCode.find(typed) },
    title: { code, _ in
      MajorCatalogue.edition2021.major(code).map { "\($0.printedCode) \($0.name)" }
    },
    options: { language in
      MajorCatalogue.edition2021.majors.map { major in
        let localizedGroup = MajorCatalogue.edition2021.group(of: major.code)?.name
        let group = language == .english ? localizedGroup?.english ?? localizedGroup?.chinese : localizedGroup?.chinese
        return ("\(major.printedCode) \(major.name)", group)
      }
    })
}

/// A code of the national catalogue of majors.
enum MajorCode {
  /// The printed code that a person means by `460103`, `460103 数控技术` or a
  /// name that only one level has; `nil` for anything else.
  static func find(_ typed: String) -> String? {
    let found = MajorCatalogue.edition2021.find(typed)
    if found.count == 1, let major = found.first { return major.printedCode }
    // What the form offers is the code and the name.
    let first = String(typed.prefix { !$0.isWhitespace })
    if let major = MajorCatalogue.edition2021.major(first) { return major.printedCode }
    return Standards.Major(code: first, name: first)?.printedCode
  }

  /// The name in the catalogue; `nil` for a code that the embedded edition lacks.
  static func name(_ code: String) -> String? { MajorCatalogue.edition2021.major(code)?.name }

  /// The level that the first digits of a code tell.
  static func level(of code: String) -> SchoolLevel? {
    switch EducationLevel(majorCode: code) {
    case .secondary: .secondary
    case .associate: .higher
    case .bachelor: .undergraduate
    case nil: nil
    }
  }

  static func isStateControlled(_ code: String) -> Bool { code.hasSuffix("K") }
}

extension Message {
  /// What the library of standards says, as a text of the catalogue.
  init(_ remark: Remark) {
    self.init(remark.key, remark.arguments)
  }
}

/// Checks that fields of several records share.
enum FieldCheck {
  /// The database counts code points where pages count characters: a name of
  /// composed emoji may be short on the page and too long for its column.
  static func fits(_ max: Int) -> @Sendable (FieldValue) -> Message? {
    { value in
      let count = value.plainText.unicodeScalars.count
      return count <= max ? nil : Message("kit.records.tooLong", ["max": "\(max)", "count": "\(count)"])
    }
  }
}
