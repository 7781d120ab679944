import Localization
import Platform
import Records
import Standards
import Views

/// What the list can be narrowed by. Choices that the field has fixed are made once, not for every page.
struct PartnerFilters: Sendable {
  private let fixed: [Language: Fixed]

  private struct Fixed: Sendable {
    let industry, province, review, size, silent, news: Filter
  }

  init(_ services: Services) {
    fixed = Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0, Self.fixed(services.localizer($0))) })
  }

  func filters(
    levels: [Filter.Choice], departments: [Filter.Choice], majors: [Filter.Choice], _ t: Localizer
  ) -> [Filter] {
    let fixed = fixed[t.language] ?? Self.fixed(t)
    let department = Filter("department", t("partners.field.department"), choices: departments, isMultiple: false)
    return (departments.count > 1 ? [department] : []) + [
      Filter("level", t("partners.field.level"), choices: levels), fixed.industry, fixed.province, fixed.review,
      fixed.size, fixed.silent, fixed.news,
      Filter("major", t("partners.field.majors"), choices: majors, isMultiple: false),
    ]
  }

  private static func fixed(_ t: Localizer) -> Fixed {
    let industries = Industries.national.sections.map { section in
      Filter.Choice(section.code, EnterpriseFields.industries.title(section.code, t.language) ?? section.code)
    }
    let provinces = Regions.national.provinces.filter(\.isCurrent).map {
      Filter.Choice(String($0.code.prefix(2)), $0.name)
    }
    let reviews = Partnership.ReviewState.allCases.map {
      Filter.Choice($0.rawValue, t("partners.review.state.\($0.rawValue)"))
    }
    let sizes = Enterprise.Size.allCases.map { Filter.Choice($0.rawValue, t("standards.size.\($0.rawValue)")) }
    return Fixed(
      industry: Filter("industry", t("partners.field.industry"), choices: industries).drawn,
      province: Filter("province", t("partners.field.region"), choices: provinces).drawn,
      review: Filter("review", t("partners.field.review"), choices: reviews).drawn,
      size: Filter("size", t("partners.field.size"), choices: sizes).drawn,
      silent: Filter(
        "silent", t("partners.tracking.contact"), choices: [Filter.Choice("1", t("partners.tracking.silent"))]
      ).drawn,
      news: Filter(
        "news", t("partners.space.list.filter"), choices: [Filter.Choice("1", t("partners.space.list.changed"))]
      ).drawn)
  }
}
