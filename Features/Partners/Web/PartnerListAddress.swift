import Localization
import Organizations
package import Records
import Values
package import Views

/// The list's address as a query and back: what a person sees can be
/// bookmarked, saved, shared and exported. Parameters that mean nothing are
/// left out rather than refused, because people keep old addresses.
package enum PartnerListAddress {
  package static let filters = [
    "level", "department", "major", "industry", "province", "size", "review", "tag", "status", "ended", "silent",
    "known", "news",
  ]

  package static func query(_ form: FormData) -> PartnerQuery {
    var query = PartnerQuery()
    query.search = String(FieldText.trimmed(form["q"] ?? "").prefix(60))
    query.levels = values("level", form)
    query.departmentID = form["department"].flatMap { ID<Department>($0) }
    query.majorID = form["major"].flatMap { ID<Major>($0) }
    query.industries = values("industry", form).filter { $0.count <= 3 }
    query.provinces = values("province", form).filter { $0.count == 2 }
    query.sizes = values("size", form)
    query.reviews = values("review", form)
    query.tag = form["tag"] ?? ""
    query.enterpriseStatus = form["status"] ?? ""
    query.includesEnded = form["ended"] == "1"
    query.isSilent = form["silent"] == "1"
    query.hasChanges = form["news"] == "1"
    query.knownBy = form["known"].flatMap { Int($0) }.flatMap { (1900...2200).contains($0) ? $0 : nil }
    let sort = form["sort"] ?? ""
    query.isDescending = sort.hasPrefix("-")
    query.order =
      PartnerQuery.Order(rawValue: String(sort.drop { $0 == "-" })) ?? (query.search.isEmpty ? .name : .newest)
    query.mark = mark(form, order: query.order)
    return query
  }

  package static func address(_ form: FormData) -> ListAddress {
    let kept = Set(filters + ["q", "sort", "columns", "after", "before"])
    return ListAddress(PartnerLinks.list, form.pairs.filter { kept.contains($0.name) }.map { ($0.name, $0.value) })
  }

  /// A place as it stands in the address: the row's id, then its value in the order.
  static func text(of mark: PartnerQuery.Mark) -> String {
    "\(mark.id).\(mark.key)"
  }

  private static func mark(_ form: FormData, order: PartnerQuery.Order) -> PartnerQuery.Mark? {
    let isBefore = form.has("before")
    guard let text = form[isBefore ? "before" : "after"], let point = text.firstIndex(of: "."),
      let id = ID<Partnership>(text[..<point])
    else { return nil }
    let key = String(text[text.index(after: point)...])
    guard order != .changed || Int64(key) != nil else { return nil }
    return PartnerQuery.Mark(isBefore: isBefore, key: key, id: id)
  }

  private static func values(_ name: String, _ form: FormData) -> [String] {
    Array(form.all(name).filter { !$0.isEmpty && $0.count <= 40 }.prefix(40))
  }
}
