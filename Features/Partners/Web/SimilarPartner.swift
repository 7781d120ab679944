import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views

/// A partner of the school that looks like the one that is being entered.
struct SimilarPartner: Sendable {
  let partner: Partner
  let comparison: DuplicateComparison

  private static let field = "different"

  /// The partners that somebody saw and said to be others.
  static func confirmed(in form: FormData) -> [ID<EnterpriseKey>] {
    (form[field] ?? "").split(separator: ".").compactMap { ID<EnterpriseKey>($0) }
  }

  /// Says which partners look alike, and lets the form go through the next time.
  static func warning(_ similar: [SimilarPartner], typed: FormData?, _ t: Localizer) -> HTML {
    let known = typed.map(confirmed) ?? []
    guard !similar.isEmpty else {
      return known.isEmpty ? .empty : FormField.hidden(field, known.map(\.description).joined(separator: "."))
    }
    let items = similar.map { one -> HTML in
      let reasons = one.comparison.reasons.map { t($0.message) }.joined(separator: t("partners.similar.separator"))
      return """
        <li><a href="\(PartnerLinks.show(one.partner.partnership.id))">\(one.partner.enterprise.name)</a>\
        <div class="soft">\(reasons)</div></li>
        """
    }
    let all = known + similar.map(\.partner.enterprise.id)
    return """
      \(Alert(.warning, title: t("partners.similar.title"), "<ul>\(items)</ul><p>\(t("partners.similar.text"))</p>"))\
      \(FormField.hidden(field, all.map(\.description).joined(separator: ".")))
      """
  }
}

extension PartnerFormPage {
  /// The school's partners that look like this one and that nobody said to be others.
  func similar(to partner: Partner, _ form: FormData) async throws -> [SimilarPartner] {
    let (school, scope) = (self.school, member.actor.scope)
    let known = Set(SimilarPartner.confirmed(in: form))
    return try await member.services.database.read { connection in
      // A known credit code is no likeness: it is the same enterprise.
      if try EnterpriseStore.enterprise(creditCode: partner.enterprise.creditCode, on: connection) != nil { return [] }
      return try DuplicateStore.likely(partner.enterprise, on: connection).compactMap { found in
        guard !known.contains(found.enterprise.id),
          let own = try PartnershipStore.partner(of: school, with: found.enterprise.id, on: connection),
          let seen = try PartnershipStore.partner(own.partnership.id, in: scope, on: connection)
        else { return nil }
        return SimilarPartner(partner: seen, comparison: found.comparison)
      }
    }
  }
}
