import Localization
import Organizations
import Records
import Values

extension TemplateJSON {
  /// Reads clauses, annexes and fields; a part that is not named stays as it is.
  static func text(_ json: JSONValue, otherwise old: TemplateText) -> (TemplateText, [FieldProblem]) {
    var reader = TemplateTextReader()
    var text = old
    if let items = reader.items(json, "annexes", most: TemplateText.Limit.annexes) {
      text.annexes = items.enumerated().map { index, item in
        let title = reader.line(item, "annexes.\(index)", most: TemplateText.Limit.annexTitle)
        if title.isEmpty { reader.problems.append(FieldProblem("annexes.\(index)", "kit.records.required")) }
        return title
      }
    }
    if let items = reader.items(json, "fields", most: TemplateText.Limit.fields) {
      text.fields = items.enumerated().map { reader.field($1, "fields.\($0)") }
    }
    if let items = reader.items(json, "clauses", most: TemplateText.Limit.clauses) {
      text.clauses = items.enumerated().map { reader.clause($1, "clauses.\($0)", usual: "c\($0 + 1)") }
      let keys = text.clauses.map(\.key)
      if Set(keys).count < keys.count {
        reader.problems.append(FieldProblem("clauses", "agreements.api.template.keys"))
      }
    }
    return (text, reader.problems)
  }
}

/// Reads the parts of a text and notes all that is no such part.
private struct TemplateTextReader {
  var problems: [FieldProblem] = []

  mutating func items(_ json: JSONValue, _ name: String, most: Int) -> [JSONValue]? {
    guard let value = json[name] else { return nil }
    guard let items = value.array, items.count <= most else {
      problems.append(FieldProblem(name, "kit.records.kind"))
      return nil
    }
    return items
  }

  mutating func line(_ value: JSONValue?, _ place: String, most: Int) -> String {
    guard let value, value != .null else { return "" }
    let text: String
    switch value {
    case .string(let words): text = FieldText.trimmed(words).replacing("\r\n", with: "\n")
    case .integer(let number): text = "\(number)"
    case .number(let number): text = NumberWords.plain(number)
    default:
      problems.append(FieldProblem(place, "kit.records.kind"))
      return ""
    }
    if text.count > most {
      problems.append(FieldProblem(place, "kit.records.tooLong", ["max": "\(most)", "count": "\(text.count)"]))
    }
    return text
  }

  /// One of the words of a list; `nil` where it is left out.
  private mutating func word<Word: RawRepresentable<String>>(
    _ value: JSONValue?, _ place: String, as: Word.Type
  ) -> Word? {
    guard let value, value != .null else { return nil }
    let word = value.string.flatMap(Word.init(rawValue:))
    if word == nil { problems.append(FieldProblem(place, "kit.records.kind")) }
    return word
  }

  private mutating func flag(_ value: JSONValue?, _ place: String) -> Bool {
    guard let value, value != .null else { return false }
    if value.bool == nil { problems.append(FieldProblem(place, "kit.records.kind")) }
    return value.bool ?? false
  }

  private mutating func integer(_ value: JSONValue?, _ place: String, _ range: ClosedRange<Int64>) -> Int? {
    guard let value, value != .null else { return nil }
    guard let number = value.integer, range.contains(number) else {
      problems.append(
        FieldProblem(
          place, "kit.records.range", ["min": "\(range.lowerBound)", "max": "\(range.upperBound)"]))
      return nil
    }
    return Int(number)
  }

  /// What has a value or is left out, but is not said to be nothing.
  private mutating func refuseNull(_ json: JSONValue, _ names: [String], _ place: String) {
    problems += names.filter { json[$0] == .null }.map { FieldProblem("\(place).\($0)", "kit.records.kind") }
  }

  mutating func field(_ json: JSONValue, _ place: String) -> OwnField {
    refuseNull(json, ["kind", "isRequired"], place)
    var field = OwnField(
      name: line(json["name"], "\(place).name", most: 40), label: line(json["label"], "\(place).label", most: 40))
    for (name, value) in [("name", field.name), ("label", field.label)] where value.isEmpty {
      problems.append(FieldProblem("\(place).\(name)", "kit.records.required"))
    }
    field.kind = word(json["kind"], "\(place).kind", as: TemplateValue.Kind.self) ?? .text
    field.isRequired = flag(json["isRequired"], "\(place).isRequired")
    field.initial = line(json["initial"], "\(place).initial", most: 200)
    return field
  }

  mutating func clause(_ json: JSONValue, _ place: String, usual key: String) -> Clause {
    var clause = Clause(key: key)
    refuseNull(json, ["key", "annex", "isMandatory", "heading", "text"], place)
    problems += ["heading", "text"].filter { json[$0] == nil }.map {
      FieldProblem("\(place).\($0)", "kit.records.required")
    }
    let own = line(json["key"], "\(place).key", most: TalkAPIDescription.longestKey)
    if !own.isEmpty {
      if own.wholeMatch(of: /[A-Za-z][A-Za-z0-9_\-]*/) == nil {
        problems.append(FieldProblem("\(place).key", "kit.records.kind"))
      }
      clause.key = own
    }
    clause.annex = integer(json["annex"], "\(place).annex", 0...Int64(TemplateText.Limit.annexes)) ?? 0
    clause.heading = line(json["heading"], "\(place).heading", most: TemplateText.Limit.heading)
    clause.text = line(json["text"], "\(place).text", most: TemplateText.Limit.text)
    clause.topic = word(json["topic"], "\(place).topic", as: ClauseTopic.self)
    clause.isMandatory = flag(json["isMandatory"], "\(place).isMandatory")
    clause.condition = line(json["condition"], "\(place).condition", most: TemplateText.Limit.condition)
    if let duty = json["duty"], duty != .null { clause.duty = self.duty(duty, "\(place).duty") }
    return clause
  }

  private mutating func duty(_ json: JSONValue, _ place: String) -> DutyMark {
    var duty = DutyMark()
    refuseNull(json, ["debtor", "rhythm", "measure"], place)
    duty.debtor = word(json["debtor"], "\(place).debtor", as: DutyMark.Debtor.self) ?? duty.debtor
    duty.subject = line(json["subject"], "\(place).subject", most: 80)
    if duty.subject.isEmpty {
      problems.append(FieldProblem("\(place).subject", "agreements.duty.problem.subject"))
    }
    duty.rhythm = word(json["rhythm"], "\(place).rhythm", as: DutyMark.Rhythm.self) ?? duty.rhythm
    duty.days = integer(json["days"], "\(place).days", 0...3660)
    duty.measure = word(json["measure"], "\(place).measure", as: DutyMark.Measure.self) ?? duty.measure
    duty.target = line(json["target"], "\(place).target", most: 60)
    duty.evidence = line(json["evidence"], "\(place).evidence", most: 80)
    return duty
  }
}
