package import Localization

/// What may be typed into a field.
package enum FieldKind: Sendable {
  /// One line of at most `max` characters.
  case line(max: Int)
  /// Several lines of at most `max` characters.
  case text(max: Int)
  /// A code of letters and digits: full-width forms become plain, spaces and
  /// hyphens go, letters become capital.
  case code(max: Int)
  case phone
  case mail
  /// An `http` or `https` address.
  case url
  case integer(ClosedRange<Int64>)
  /// Yuan with at most two decimals, kept as fen.
  case money(ClosedRange<Int64>)
  case date
  case flag
  case choice([Choice])
  case choices([Choice], max: Int)
  /// A code of a catalogue too long for a list: a region, an industry, a major.
  case lookup(Lookup)
}

/// A catalogue that a field takes its code from.
package struct Lookup: Sendable {
  /// The code that a person means by a code or a name; `nil` when none or several fit.
  package let find: @Sendable (String) -> String?
  /// What people read for a code; `nil` for a code that the catalogue lacks.
  package let title: @Sendable (String, Language) -> String?
  /// What the form offers while typing: what to type, and a note beside it.
  /// Everything else that `find` knows may be typed too.
  package let options: @Sendable (Language) -> [(value: String, note: String?)]

  package init(
    find: @escaping @Sendable (String) -> String?, title: @escaping @Sendable (String, Language) -> String?,
    options: @escaping @Sendable (Language) -> [(value: String, note: String?)]
  ) {
    self.find = find
    self.title = title
    self.options = options
  }
}

/// One value that a choice field offers.
package struct Choice: Sendable, Hashable {
  package enum Label: Sendable, Hashable {
    /// A key of the catalogue.
    case key(String)
    /// A name that stands in the database, the same in every language.
    case text(String)
    /// A name that stands in the database in two languages. Where one is empty the
    /// key of the catalogue speaks, and without a key the other language.
    case names(chinese: String, english: String, otherwise: String?)
  }

  package let value: String
  package let label: Label
  /// The heading under which long lists group it.
  package let group: String?

  package init(_ value: String, _ label: Label, group: String? = nil) {
    self.value = value
    self.label = label
    self.group = group
  }

  package func text(_ t: Localizer) -> String {
    switch label {
    case .key(let key): t(key)
    case .text(let text): text
    case .names(let chinese, let english, let key):
      Self.name(t.language == .english ? (english, chinese) : (chinese, english), key.map { t($0) })
    }
  }

  private static func name(_ names: (own: String, other: String), _ usual: String?) -> String {
    names.own.isEmpty ? usual ?? names.other : names.own
  }

  /// Every name a person may know it by.
  func names(_ catalogue: Catalogue?) -> [String] {
    switch label {
    case .text(let text): [text]
    case .names(let chinese, let english, let key):
      ([chinese, english]
        + Language.allCases.compactMap { language in key.flatMap { catalogue?.text($0, in: language) } })
        .filter { !$0.isEmpty }
    case .key(let key): catalogue.map { all in Language.allCases.map { all.text(key, in: $0) } } ?? []
    }
  }
}

extension FieldKind {
  /// The choices of an enumeration whose cases are named `<prefix>.<raw value>` in the catalogue.
  package static func choice<E: CaseIterable & RawRepresentable>(of: E.Type, prefix: String) -> FieldKind
  where E.RawValue == String {
    .choice(E.allCases.map { Choice($0.rawValue, .key("\(prefix).\($0.rawValue)")) })
  }

  package var choices: [Choice] {
    switch self {
    case .choice(let choices), .choices(let choices, _): choices
    default: []
    }
  }

  /// The same kind with other choices, for those that stand in the database.
  package func offering(_ choices: [Choice]) -> FieldKind {
    switch self {
    case .choice: .choice(choices)
    case .choices(_, let max): .choices(choices, max: max)
    default: self
    }
  }
}

/// Who may see a field's value unmasked, and how it looks masked.
package enum Privacy: Sendable {
  /// Whoever may see the record.
  case open
  /// A person's data: shown through `mask` until somebody with the permission
  /// asks, and that asking is logged.
  case personal(mask: @Sendable (String) -> String)

  package var isPersonal: Bool {
    if case .personal = self { true } else { false }
  }

  package func masked(_ text: String) -> String {
    if case .personal(let mask) = self, !text.isEmpty { mask(text) } else { text }
  }
}
