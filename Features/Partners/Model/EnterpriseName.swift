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
}
