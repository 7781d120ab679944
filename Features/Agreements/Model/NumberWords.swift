/// Numbers in words.
enum NumberWords {
  /// `12` and `2.5`, without a point where nothing follows it.
  static func plain(_ number: Double) -> String {
    guard number == number.rounded(), abs(number) < 1e15 else { return "\(number)" }
    return String(Int64(number))
  }

  private static let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]

  /// `一`, `十二`, `一百零三` for 1…9999, as clauses are numbered.
  static func chinese(_ number: Int) -> String {
    guard (1...9999).contains(number) else { return String(number) }
    let words = counted(number, digits, units: ["", "十", "百", "千"])
    return words.hasPrefix("一十") ? String(words.dropFirst()) : words
  }

  private static let formal = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]

  /// An amount as contracts write it beside the figure: `叁仟贰佰元整`.
  /// - Parameter fen: not negative, below a trillion yuan.
  static func amount(fen: Int64) -> String {
    guard fen >= 0, fen < 100_000_000_000_000 else { return "" }
    let yuan = fen / 100
    let (jiao, rest) = (Int(fen / 10 % 10), Int(fen % 10))
    var words = yuan == 0 ? (fen == 0 ? "零元" : "") : whole(yuan) + "元"
    if jiao == 0, rest == 0 { return words + "整" }
    if jiao > 0 {
      words += formal[jiao] + "角"
    } else if yuan > 0 {
      words += "零"
    }
    return words + (rest > 0 ? formal[rest] + "分" : "")
  }

  private static let small = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ]
  private static let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

  /// An amount as English contracts write it beside the figure: `three thousand two hundred yuan only`.
  /// - Parameter fen: not negative, below a trillion yuan.
  static func english(fen: Int64) -> String {
    guard fen >= 0, fen < 100_000_000_000_000 else { return "" }
    let (yuan, rest) = (fen / 100, Int(fen % 100))
    var parts: [String] = []
    var left = yuan
    for (scale, unit) in [(1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand")] as [(Int64, String)] {
      if left >= scale { parts.append("\(hundreds(Int(left / scale))) \(unit)") }
      left %= scale
    }
    if left > 0 || yuan == 0 { parts.append(hundreds(Int(left))) }
    return "\(parts.joined(separator: " ")) yuan" + (rest == 0 ? " only" : " and \(hundreds(rest)) fen")
  }

  /// 0…999
  private static func hundreds(_ number: Int) -> String {
    let (above, below) = number.quotientAndRemainder(dividingBy: 100)
    var words = above > 0 ? ["\(small[above]) hundred"] : []
    if below >= 20 {
      words.append(tens[below / 10] + (below % 10 == 0 ? "" : "-\(small[below % 10])"))
    } else if below > 0 || above == 0 {
      words.append(small[below])
    }
    return words.joined(separator: " and ")
  }

  private static func whole(_ yuan: Int64) -> String {
    let groups: [(scale: Int64, unit: String)] = [(100_000_000, "亿"), (10_000, "万"), (1, "")]
    var words = ""
    var left = yuan
    for (scale, unit) in groups {
      let part = Int(left / scale)
      left %= scale
      guard part > 0 else {
        if !words.isEmpty, !words.hasSuffix("零"), left > 0 { words += "零" }
        continue
      }
      if !words.isEmpty, part < 1000, !words.hasSuffix("零") { words += "零" }
      words += counted(part, formal, units: ["", "拾", "佰", "仟"]) + unit
    }
    return words
  }

  /// 1…9999 in four digits with their units; zeros between digits are said once.
  private static func counted(_ number: Int, _ digits: [String], units: [String]) -> String {
    var words = ""
    var hasGap = false
    for (place, unit) in units.enumerated().reversed() {
      let digit = number / [1, 10, 100, 1000][place] % 10
      if digit == 0 {
        hasGap = !words.isEmpty
      } else {
        if hasGap { words += digits[0] }
        hasGap = false
        words += digits[digit] + unit
      }
    }
    return words
  }
}
