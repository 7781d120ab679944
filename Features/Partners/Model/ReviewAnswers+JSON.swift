import Values

/// The column `answers`.
extension ReviewAnswers {
  package var stored: String {
    func findings<Item: RawRepresentable<String> & CaseIterable & Hashable>(
      _ all: [Item: ReviewFinding]
    ) -> JSONValue {
      .members(
        Item.allCases.compactMap { item in
          guard let finding = all[item] else { return nil }
          return (
            item.rawValue,
            .members([("result", .string(finding.result?.rawValue ?? "")), ("note", .string(finding.note))])
          )
        })
    }
    return JSONValue.members([
      ("items", findings(items)), ("inspection", findings(inspection)), ("creditCheckedOn", .string(creditCheckedOn)),
      ("lastViolationOn", .string(lastViolationOn)), ("inspectedOn", .string(inspectedOn)),
      ("inspectors", .string(inspectors)), ("conclusion", .string(conclusion)),
    ]).text
  }

  package init(stored text: String) {
    self.init()
    let json = JSONValue.parse(text)
    func string(_ name: String) -> String { json?[name]?.string ?? "" }
    func findings<Item: RawRepresentable<String> & CaseIterable & Hashable>(
      _ name: String, as: Item.Type
    ) -> [Item: ReviewFinding] {
      var all: [Item: ReviewFinding] = [:]
      for member in json?[name]?.object ?? [] {
        guard let item = Item(rawValue: member.name) else { continue }
        let result = member.value["result"]?.string.flatMap { ReviewFinding.Result(rawValue: $0) }
        all[item] = ReviewFinding(result, note: member.value["note"]?.string ?? "")
      }
      return all
    }
    items = findings("items", as: ReviewItem.self)
    inspection = findings("inspection", as: InspectionItem.self)
    creditCheckedOn = string("creditCheckedOn")
    lastViolationOn = string("lastViolationOn")
    inspectedOn = string("inspectedOn")
    inspectors = string("inspectors")
    conclusion = string("conclusion")
  }
}
