extension Language {
  /// The language of a browser's `Accept-Language` (RFC 9110, section 12.5.4):
  /// the one it weighs most among ours, Chinese when it names none of them.
  ///
  /// Every form of Chinese reads Chinese, every form of English reads English.
  /// What cannot be read is passed over; of a header longer than a thousand
  /// bytes only the beginning is read.
  package static func preferred(header: String?) -> Language {
    var best: (language: Language, weight: Double)?
    for range in (header ?? "").prefix(1000).split(separator: ",") {
      let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
      guard let tag = parts.first, let language = spoken(by: tag) else { continue }
      let weight = weight(of: parts.dropFirst())
      guard weight > 0, weight > best?.weight ?? 0 else { continue }
      best = (language, weight)
    }
    return best?.language ?? .chinese
  }

  private static func spoken(by tag: String) -> Language? {
    switch tag.prefix(while: { $0 != "-" }) {
    case "zh", "*": .chinese
    case "en": .english
    default: nil
    }
  }

  /// The `q` of a range: 0…1, 1 when it is left out, 0 when it makes no sense.
  private static func weight(of parameters: some Sequence<String>) -> Double {
    for parameter in parameters where parameter.hasPrefix("q=") {
      guard let weight = Double(parameter.dropFirst(2)), (0...1).contains(weight) else { return 0 }
      return weight
    }
    return 1
  }
}
