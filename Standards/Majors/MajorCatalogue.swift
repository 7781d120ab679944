/// An edition of 职业教育专业目录: 19 groups and 97 classes, numbered alike on the
/// three levels, and majors.
///
/// The edition that comes with the program has the majors with a published
/// teaching standard and some common others. The ministry changes the list every
/// year; `adding` takes over what an import of the official sheet brings.
package struct MajorCatalogue: Sendable {
  /// The edition of 2021.
  package static let edition2021 = MajorCatalogue(edition: 2021, table: EmbeddedText.table("majors.txt"))

  package let edition: Int
  /// In the order of codes.
  package private(set) var majors: [Major]
  /// Number of the group (1–19) and its names.
  private var groupNames: [(number: Int, name: BilingualName)]
  /// Number of the group, two digits of the class, and its name.
  private var classNames: [(group: Int, digits: String, name: String)]

  init(edition: Int, table: String) {
    self.edition = edition
    var majors: [Major] = []
    var groupNames: [(number: Int, name: BilingualName)] = []
    var classNames: [(group: Int, digits: String, name: String)] = []
    EmbeddedText.forEachLine(in: table) { line in
      let fields = EmbeddedText.fields(of: line)
      let code = fields[0]
      if fields.count == 3, let number = Int(code) {
        groupNames.append((number, BilingualName(chinese: fields[1], english: fields[2])))
      } else if fields.count == 2, code.count == 4, let group = Int(code.prefix(2)) {
        classNames.append((group, String(code.suffix(2)), fields[1]))
      } else if fields.count == 2, let major = Major(code: code, name: fields[1]) {
        majors.append(major)
      }
    }
    self.majors = majors
    self.groupNames = groupNames
    self.classNames = classNames
  }

  /// The catalogue with further majors; one with a known code replaces the known one.
  package func adding(_ more: [Major]) -> MajorCatalogue {
    var byCode: [String: Major] = [:]
    for major in majors + more { byCode[major.code] = major }
    var result = self
    result.majors = byCode.values.sorted { $0.code < $1.code }
    return result
  }

  package func groups(of level: EducationLevel) -> [MajorGroup] {
    groupNames.map { MajorGroup(code: "\(level.base + $0.number)", name: $0.name, level: level) }
  }

  /// The group of a code of two, four or six digits.
  package func group(of code: String) -> MajorGroup? {
    guard let level = EducationLevel(majorCode: code), let number = Int(code.prefix(2)),
      let group = groupNames.first(where: { $0.number == number - level.base })
    else { return nil }
    return MajorGroup(code: "\(number)", name: group.name, level: level)
  }

  /// The classes of a group. Not every level has majors in each of them.
  package func classes(of groupCode: String) -> [MajorClass] {
    guard let level = EducationLevel(majorCode: groupCode), let number = Int(groupCode) else { return [] }
    return classNames.filter { $0.group == number - level.base }
      .map { MajorClass(code: groupCode + $0.digits, name: $0.name) }
  }

  /// The class of a code of four or six digits.
  package func majorClass(of code: String) -> MajorClass? {
    classes(of: String(code.prefix(2))).first { $0.code == code.prefix(4) }
  }

  /// The majors whose code begins with these digits, a group's or a class's.
  package func majors(in prefix: String) -> [Major] {
    majors.filter { $0.code.hasPrefix(prefix) }
  }

  /// The major with a code, `K` and spelling aside.
  package func major(_ code: String) -> Major? {
    let text = TypedText.code(code)
    let digits = text.hasSuffix("K") ? String(text.dropLast()) : text
    return digits.utf8.count == 6 ? majors.first { $0.code == digits } : nil
  }

  /// The majors a sheet may mean by a code or an exact name; several levels can
  /// have a major of one name.
  package func find(_ typed: String, level: EducationLevel? = nil) -> [Major] {
    if let major = major(typed) { return [major] }
    let name = Array(TypedText.trimmed(typed).utf8)
    return majors.filter { $0.name.utf8.elementsEqual(name) && (level == nil || $0.level == level) }
  }

  /// Majors whose code begins with, or whose name contains, a fragment.
  package func search(_ fragment: String, level: EducationLevel? = nil, limit: Int = 20) -> [Major] {
    let fragment = TypedText.trimmed(fragment)
    guard !fragment.isEmpty else { return [] }
    let bytes = Array(fragment.utf8)
    let hits = majors.lazy.filter { major in
      (level == nil || major.level == level)
        && (major.code.hasPrefix(fragment) || major.name.contains(bytes: bytes))
    }
    return Array(hits.prefix(limit))
  }
}
