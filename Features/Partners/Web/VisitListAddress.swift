import Accounts
import Localization
import Organizations
import Records
import Values
import Views

/// The address of the list of visits as a query and back. Parameters that mean
/// nothing are left out rather than refused, because people keep old addresses.
enum VisitListAddress {
  static let filters = [
    "kind", "department", "from", "until", "province", "owner", "outreach", "removed", "partner", "tour",
  ]

  static func query(_ form: FormData) -> VisitQuery {
    var query = VisitQuery()
    query.search = String(FieldText.trimmed(form["q"] ?? "").prefix(60))
    query.kinds = form.all("kind").filter { Visit.Kind(rawValue: $0) != nil }
    query.departmentID = form["department"].flatMap { ID<Department>($0) }
    query.partnershipID = form["partner"].flatMap { ID<Partnership>($0) }
    query.tourID = form["tour"].flatMap { ID<Tour>($0) }
    query.ownerID = form["owner"].flatMap { ID<Account>($0) }
    query.provinces = Array(form.all("province").filter { $0.count == 2 }.prefix(40))
    query.from = form["from"].flatMap(FieldText.date)
    query.until = form["until"].flatMap(FieldText.date)
    query.isOutreach = form["outreach"] == "1"
    query.isRemoved = form["removed"] == "1"
    let sort = form["sort"] ?? ""
    query.order = VisitQuery.Order(rawValue: String(sort.drop { $0 == "-" })) ?? .day
    // The latest first, unless the other way is asked for by name.
    query.isDescending = sort.isEmpty || sort.hasPrefix("-") || VisitQuery.Order(rawValue: sort) == nil
    query.mark = mark(form, order: query.order)
    return query
  }

  static func address(_ form: FormData) -> ListAddress {
    let kept = Set(filters + ["q", "sort", "after", "before"])
    return ListAddress(VisitLinks.list, form.pairs.filter { kept.contains($0.name) }.map { ($0.name, $0.value) })
  }

  /// A place as it stands in the address: the row's id, then its value in the order.
  static func text(of mark: VisitQuery.Mark) -> String { "\(mark.id).\(mark.key)" }

  private static func mark(_ form: FormData, order: VisitQuery.Order) -> VisitQuery.Mark? {
    let isBefore = form.has("before")
    guard let text = form[isBefore ? "before" : "after"], let point = text.firstIndex(of: "."),
      let id = ID<Visit>(text[..<point])
    else { return nil }
    let key = String(text[text.index(after: point)...])
    guard order == .day ? CivilDate(key) != nil : Int64(key) != nil else { return nil }
    return VisitQuery.Mark(isBefore: isBefore, key: key, id: id)
  }
}
