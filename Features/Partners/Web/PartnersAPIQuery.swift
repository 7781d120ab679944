import Localization
import Organizations
import Records
import Values
import Web

/// The parameters of the API's list. They are the page's, but what means
/// nothing is refused: a program must not take everything for what it asked.
enum PartnersAPIQuery {
  static let longest = 200
  static let usual = 50
  static let sorts = PartnerQuery.Order.allCases.flatMap { [$0.rawValue, "-\($0.rawValue)"] }

  /// - Throws: `WebError.unprocessable` with every parameter that means nothing.
  static func read(_ form: FormData) throws -> PartnerQuery {
    var problems: [FieldProblem] = []
    func refuse(_ name: String, _ value: String) {
      problems.append(FieldProblem(name, "kit.records.choice", ["value": String(value.prefix(60))]))
    }
    func check(_ name: String, _ isRight: (String) -> Bool) {
      for value in form.all(name) where !isRight(value) { refuse(name, value) }
    }
    check("department") { ID<Department>($0) != nil }
    check("major") { ID<Major>($0) != nil }
    check("industry") { $0.wholeMatch(of: /[A-Z]([0-9]{2})?/) != nil }
    check("province") { $0.wholeMatch(of: /[1-9][0-9]/) != nil }
    check("size") { Enterprise.Size(rawValue: $0) != nil }
    check("review") { Partnership.ReviewState(rawValue: $0) != nil }
    check("status") { Enterprise.Status(rawValue: $0) != nil }
    check("sort") { sorts.contains($0) }
    check("level") { (1...30).contains($0.count) }
    check("ended") { $0 == "true" || $0 == "false" }
    if (form["q"] ?? "").count > 60 {
      problems.append(
        FieldProblem("q", "kit.records.tooLong", ["max": "60", "count": "\((form["q"] ?? "").count)"]))
    }
    var query = PartnerListAddress.query(form)
    query.includesEnded = form["ended"] == "true"
    query.limit = usual
    if let text = form["limit"] {
      if let limit = Int(text), (1...longest).contains(limit) {
        query.limit = limit
      } else {
        problems.append(FieldProblem("limit", "kit.records.range", ["min": "1", "max": "\(longest)"]))
      }
    }
    if let place = form["after"], query.mark == nil || place.count > 200 { refuse("after", place) }
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    return query
  }

  /// - Throws: `WebError.unprocessable` for anything but `true` and `false`.
  static func flag(_ name: String, _ form: FormData) throws -> Bool {
    switch form[name] {
    case nil, "false": return false
    case "true": return true
    default: throw WebError.unprocessable([FieldProblem(name, "kit.records.flag")])
    }
  }
}
