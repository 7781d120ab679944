package import Localization

/// One field of a record: its name, what may be typed, who may see it, and
/// how it is read from and written to the record.
///
/// `name` is the same word in forms, JSON, sheets and the audit log.
///
/// A class, because descriptions are walked for every row of a sheet, and a copy of so many members costs more than
/// reading the field.
package final class Field<Record: Sendable>: Sendable {
  package let name: String
  /// The catalogue key of its label; `<label>.hint` is shown under the label when it exists.
  package let label: String
  package let kind: FieldKind
  package let isRequired: Bool
  package let privacy: Privacy
  /// The catalogue key of the unit behind the field.
  package let unit: String?
  /// Other headings under which spreadsheets carry this field.
  package let headings: [String]
  /// HTML's autocomplete token.
  package let autocomplete: String?

  let get: @Sendable (Record) -> FieldValue
  let set: @Sendable (inout Record, FieldValue) -> Bool
  let check: @Sendable (FieldValue) -> Message?

  package init<Value: FieldConvertible>(
    _ name: String, _ path: any WritableKeyPath<Record, Value> & Sendable, _ kind: FieldKind, label: String,
    isRequired: Bool = false, privacy: Privacy = .open, unit: String? = nil, headings: [String] = [],
    autocomplete: String? = nil, check: @escaping @Sendable (FieldValue) -> Message? = { _ in nil }
  ) {
    self.name = name
    self.label = label
    self.kind = kind
    self.isRequired = isRequired
    self.privacy = privacy
    self.unit = unit
    self.headings = headings
    self.autocomplete = autocomplete
    self.check = check
    get = { $0[keyPath: path].fieldValue }
    set = { record, value in
      guard let converted = Value.from(value) else { return false }
      record[keyPath: path] = converted
      return true
    }
  }

  /// The same field with other choices.
  func offering(_ choices: [Choice]) -> Field {
    Field(copying: self, kind: kind.offering(choices))
  }

  private init(copying other: Field, kind: FieldKind) {
    name = other.name
    label = other.label
    self.kind = kind
    isRequired = other.isRequired
    privacy = other.privacy
    unit = other.unit
    headings = other.headings
    autocomplete = other.autocomplete
    get = other.get
    set = other.set
    check = other.check
  }

  package func value(of record: Record) -> FieldValue { get(record) }

  /// What people read: choices by their label, flags as words, money in yuan.
  package func display(_ value: FieldValue, _ t: Localizer, choices: [Choice]? = nil) -> String {
    let offered = choices ?? kind.choices
    func label(_ raw: String) -> String { offered.first { $0.value == raw }?.text(t) ?? raw }

    switch (kind, value) {
    case (_, .none): return ""
    case (.choice, .text(let raw)): return label(raw)
    case (.lookup(let lookup), .text(let code)): return lookup.title(code, t.language) ?? code
    case (.choices, .list(let raws)): return raws.map(label).joined(separator: "、")
    case (_, .flag(let flag)): return t(flag ? "kit.records.yes" : "kit.records.no")
    case (.money, .integer(let fen)): return Fen.text(fen)
    default: return value.plainText
    }
  }
}

/// Writes and reads yuan with two decimals; amounts are whole fen everywhere else.
package enum Fen {
  package static func text(_ fen: Int64) -> String {
    let rest = String(fen.magnitude % 100)
    return (fen < 0 ? "-" : "") + "\(fen.magnitude / 100)." + (rest.count == 1 ? "0" : "") + rest
  }

  /// Reads `3200`, `3,200.5`, `￥3200元` and `1.2万`; `nil` for anything else or more than two decimals of a yuan.
  package static func parse(_ text: String) -> Int64? {
    var digits = FieldText.plainDigits(text)
    digits.removeAll { $0 == "," || $0 == "¥" || $0 == "￥" || $0 == "元" || $0 == " " }
    var scale: Int64 = 100
    if digits.hasSuffix("万") {
      digits.removeLast()
      scale = 1_000_000
    }
    let isNegative = digits.hasPrefix("-")
    if isNegative { digits.removeFirst() }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = Int64(parts[0]), whole >= 0 else { return nil }
    var total = whole.multipliedReportingOverflow(by: scale)
    if parts.count == 2 {
      guard !parts[1].isEmpty, parts[1].allSatisfy(\.isWholeNumber) else { return nil }
      var step = scale
      for character in parts[1] {
        guard let digit = character.wholeNumberValue else { return nil }
        guard step % 10 == 0 else {
          if digit == 0 { continue } else { return nil }
        }
        step /= 10
        let sum = total.partialValue.addingReportingOverflow(Int64(digit) * step)
        total = (sum.partialValue, total.overflow || sum.overflow)
      }
    }
    guard !total.overflow else { return nil }
    return isNegative ? -total.partialValue : total.partialValue
  }
}
