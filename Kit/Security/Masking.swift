/// Shows enough of a personal value to recognise it, and no more.
///
/// Lists, exports and the audit log show masked values; the whole value is
/// shown to those who may see it, when they ask for it.
package enum Masking {
  /// `138****1234`; with a country code `+86 138****1234`; a landline keeps its
  /// area code and its last two digits.
  package static func phone(_ text: String) -> String {
    let digits = text.filter(\.isASCIIDigit)
    if text.hasPrefix("+86") || text.hasPrefix("0086"), digits.count >= 13 {
      return "+86 " + phone(String(digits.suffix(11)))
    }
    if digits.count == 11, digits.hasPrefix("1"), !text.hasPrefix("+") { return kept(digits, first: 3, last: 4) }
    if let hyphen = text.firstIndex(of: "-"), text.hasPrefix("0") {
      return text[...hyphen] + kept(String(text[text.index(after: hyphen)...]), first: 0, last: 2)
    }
    return kept(text, first: 0, last: text.count > 5 ? 2 : 0)
  }

  /// The surname stays: `张*`, `欧阳**`; of a name with a middle dot the first
  /// character, `买***·***`; of a name in Latin letters each part's first letter, `J*** S***`.
  package static func name(_ text: String) -> String {
    let name = text.filter { !$0.isNewline }
    guard let first = name.first else { return "" }
    if name.contains(where: { $0.isASCII && $0.isLetter }) {
      return name.split(separator: " ").map { "\($0.prefix(1))***" }.joined(separator: " ")
    }
    if name.contains(where: middleDots.contains) {
      return "\(first)" + name.dropFirst().map { middleDots.contains($0) ? "·" : "*" }
    }
    let surname = name.count > 2 && compoundSurnames.contains(String(name.prefix(2))) ? 2 : 1
    return kept(name, first: name.count == 1 ? 0 : surname, last: 0)
  }

  /// `410*************2X`: the region's first three digits, nothing of the
  /// birthday, the last two (GB 11643 numbers; other documents likewise).
  package static func citizenID(_ text: String) -> String {
    kept(text, first: 3, last: 2)
  }

  /// `zh***@example.com`.
  package static func mail(_ text: String) -> String {
    guard let at = text.lastIndex(of: "@") else { return kept(text, first: 1, last: 0) }
    let local = text[..<at]
    return "\(local.prefix(local.count > 3 ? 2 : 1))***\(text[at...])"
  }

  /// `****1234`: as many digits as banks print on a receipt.
  package static func bankAccount(_ text: String) -> String {
    let digits = text.filter { !$0.isWhitespace && $0 != "-" }
    return digits.count > 8 ? "****\(digits.suffix(4))" : "****"
  }

  /// Down to county or district, `河南省郑州市金水区****`; without one, the first three characters.
  package static func address(_ text: String) -> String {
    let characters = Array(text)
    var end = min(3, characters.count / 3)
    // Only the front of an address names regions: 区 and 市 occur in streets and estates too.
    for (index, character) in characters.prefix(16).enumerated() where index > 0 {
      let next = index + 1 < characters.count ? characters[index + 1] : " "
      // 市场路, 市民街 and 市政府 are no cities.
      if "省市盟".contains(character), !"场民政".contains(next) { end = index + 1 }
      if "县区旗".contains(character) {
        // 自治区 is a province; what follows still names its city.
        let isProvince = index >= 2 && characters[index - 2] == "自" && characters[index - 1] == "治"
        end = index + 1
        if !isProvince { break }
      }
    }
    return String(characters[..<end]) + "****"
  }

  /// The first and last characters, and a star for each other one; a text too
  /// short to hide anything in is all stars.
  package static func kept(_ text: String, first: Int, last: Int) -> String {
    guard text.count > first + last else { return String(repeating: "*", count: text.count) }
    let stars = String(repeating: "*", count: text.count - first - last)
    return text.prefix(first) + stars + text.suffix(last)
  }

  private static let middleDots: Set<Character> = ["·", "•", "・", "‧"]

  private static let compoundSurnames: Set<String> = [
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "司空", "夏侯", "南宫", "长孙",
    "宇文", "轩辕", "端木", "独孤", "百里", "呼延", "东郭", "西门", "太史", "申屠", "公冶", "澹台", "宗政", "濮阳", "淳于",
    "单于", "闻人", "赫连", "钟离", "鲜于", "拓跋", "完颜", "万俟", "闾丘", "公羊", "第五", "仲孙", "左丘", "梁丘", "乐正",
  ]
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
