import Activity
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// What a list shows as documents, ordered and made by a job: the register as one PDF, or all its
/// agreements as PDF in one archive.
struct PrintRoutes {
  let services: Services

  static func desk(_ services: Services) -> DocumentDesk {
    DocumentDesk([AgreementRegister(services: services), AgreementBatch(services: services)], services: services)
  }

  func add(to member: inout MemberRoutes) {
    member.post("/agreements/register", needs: .agreementsExport) { member in
      try await order(AgreementRegister(services: services), "agreements.print.register", member)
    }
    member.post("/agreements/documents", needs: .agreementsExport) { member in
      try await order(AgreementBatch(services: services), "agreements.print.batch", member)
    }
  }

  /// The buttons that order what a list shows.
  static func buttons(_ member: Member) -> HTML {
    guard member.actor.may(.agreementsExport) else { return .empty }
    let (t, csrf) = (member.t, member.exchange.csrfToken)
    let fields = asked(member.exchange.query).pairs.map { ($0.name, $0.value) }
    return PostButton(
      t("agreements.print.register.do"), to: "/agreements/register", csrf: csrf, icon: .print, fields: fields,
      isSmall: true
    ).html
      + PostButton(
        t("agreements.print.batch.do"), to: "/agreements/documents", csrf: csrf, icon: .file, fields: fields,
        isSmall: true
      ).html
  }

  /// What of an address says which agreements, in which order.
  private static func asked(_ form: FormData) -> FormData {
    let kept = Set(AgreementListAddress.filters + ["q", "sort"])
    return FormData(form.pairs.filter { kept.contains($0.name) && !$0.value.isEmpty && $0.value.utf8.count <= 400 })
  }

  private func order(_ kind: any DocumentKind, _ title: String, _ member: Member) async throws -> Reply {
    let order = try await Self.desk(services).order(
      kind, of: Self.asked(member.exchange.form), titled: member.t(title), needs: .agreementsExport, by: member)
    return .redirect(to: ActivityLinks.document(order))
  }
}
