import Foundation

/// When two written names mean the same enterprise.
package enum EnterpriseName {
  /// The name without blanks, brackets, dots and width, in lower case:
  /// `岭南精密机械（广州）有限公司` and `岭南精密机械(广州) 有限公司` have one key.
  package static func key(_ name: String) -> String {
    if isKey(name) { return name }
    var key = ""
    let folded = name.precomposedStringWithCompatibilityMapping.lowercased()
    for scalar in folded.unicodeScalars {
      let isLetter = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      if isLetter { key.unicodeScalars.append(scalar) }
    }
    return key
  }

  /// Whether a name is its own key, as nearly all are but for their brackets: Chinese characters, digits and lower case.
  package static func isKey(_ name: String) -> Bool {
    name.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "\u{4E00}"..."\u{9FA5}", "0"..."9", "a"..."z": true
      default: false
      }
    }
  }

  /// The part that distinguishes it: without place and legal form, for
  /// finding duplicates: `广东岭南精密机械有限公司` → `岭南精密机械`.
  package static func core(_ name: String) -> String {
    var core = key(name)
    for ending in legalForms where core.hasSuffix(ending) {
      core.removeLast(ending.count)
      break
    }
    for place in ["省", "市", "县", "区"] {
      guard let index = core.firstIndex(of: Character(place)), core.distance(from: core.startIndex, to: index) <= 5,
        core.distance(from: index, to: core.endIndex) > 3
      else { continue }
      core = String(core[core.index(after: index)...])
    }
    return core
  }

  /// Longest first.
  private static let legalForms = [
    "股份有限公司", "集团有限公司", "有限责任公司", "控股有限公司", "有限公司", "集团公司", "合作社", "公司", "集团", "厂",
  ]
}
