import Records

/// What publishing a page changes, section by section, for the schools that
/// are told.
enum PublicityDifference {
  /// Texts are cut here; the page itself says the rest.
  static let longest = 160

  static func changes(from old: PublicityContent?, to new: PublicityContent) -> [FieldChange] {
    let kinds = PublicitySection.Kind.allCases
    var changes = kinds.compactMap { kind -> FieldChange? in
      let (before, after) = (old?.section(kind), new.section(kind))
      guard before != after else { return nil }
      return FieldChange(field: kind.rawValue, before: value(before), after: value(after))
    }
    if let old, changes.isEmpty, old != new {
      changes = [FieldChange(field: "order", before: order(old), after: order(new))]
    }
    return changes
  }

  private static func value(_ section: PublicitySection?) -> FieldValue {
    guard let section else { return .none }
    let pictures = section.pictures.isEmpty ? nil : "▣×\(section.pictures.count)"
    let text = String(section.text.prefix(longest)) + (section.text.count > longest ? "…" : "")
    let words = [section.salary?.figures, text.isEmpty ? nil : text, pictures].compactMap(\.self)
    return words.isEmpty ? .none : .text(words.joined(separator: " · "))
  }

  private static func order(_ content: PublicityContent) -> FieldValue {
    .text(content.sections.map(\.kind.rawValue).joined(separator: ", "))
  }
}
