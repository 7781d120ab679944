import Database
import Localization
import Organizations
import Records
import Standards
import Values
import Views

/// What the answers and the summary of a survey are narrowed by, as it stands in their addresses.
enum SurveyFilterAddress {
  /// What readers choose.
  static let filters = ["industry", "province", "level", "size"]
  /// What a figure carries to the rows behind it.
  static let figures = ["question", "value", "from", "to", "major", "year", "interns", "outcome"]

  static func filter(_ form: FormData) -> SurveyFilter {
    func values(_ name: String) -> [String] {
      Array(form.all(name).filter { !$0.isEmpty && $0.count <= 40 }.prefix(40))
    }
    var filter = SurveyFilter()
    filter.search = String(FieldText.trimmed(form["q"] ?? "").prefix(60))
    filter.industries = values("industry").filter { $0.count == 1 }
    filter.provinces = values("province").filter { $0.count == 2 }
    filter.levels = values("level")
    filter.sizes = values("size")
    filter.question = form["question"].flatMap { (1...20).contains($0.count) ? $0 : nil }
    filter.value = form["value"].flatMap { (1...40).contains($0.count) ? $0 : nil }
    filter.from = form["from"].flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
    filter.to = form["to"].flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
    filter.majorID = form["major"].flatMap { ID<Organizations.Major>($0) }
    filter.year = form["year"].flatMap { Int($0) }
    filter.isForInterns = form["interns"] == "1"
    filter.outcome = form["outcome"].flatMap { SurveyParticipant.Outcome(rawValue: $0) }
    return filter
  }

  static func address(_ link: Link, _ form: FormData) -> ListAddress {
    let kept = Set(filters + figures + ["q", "after"])
    return ListAddress(link, form.pairs.filter { kept.contains($0.name) }.map { ($0.name, $0.value) })
  }

  static func bar(_ address: ListAddress, levels: [PartnerLevel], target: String, _ t: Localizer) -> FilterBar {
    FilterBar(
      address, placeholder: t("partners.survey.participants.search"),
      filters: [
        Filter(
          "industry", t("partners.field.industry"),
          choices: Industries.national.sections.map { section in
            Filter.Choice(section.code, EnterpriseFields.industries.title(section.code, t.language) ?? section.code)
          }),
        Filter(
          "province", t("partners.field.region"),
          choices: Regions.national.provinces.filter(\.isCurrent).map {
            Filter.Choice(String($0.code.prefix(2)), $0.name)
          }),
        Filter(
          "level", t("partners.field.level"),
          choices: levels.map { Filter.Choice($0.code, LevelText.name($0.code, $0.name, t)) }),
        Filter(
          "size", t("partners.field.size"),
          choices: Enterprise.Size.allCases.map { Filter.Choice($0.rawValue, t("standards.size.\($0.rawValue)")) }),
      ], target: target, t)
  }
}
