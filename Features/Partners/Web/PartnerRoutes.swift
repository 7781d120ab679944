import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The pages of the registry.
struct PartnerRoutes {
  let services: Services

  func add(to table: inout RouteTable) {
    var member = MemberRoutes(services)
    let choices = PartnerFilters(services)

    let kept = PartnerListPage.Kept(capacity: 100)
    member.get("/partners", needs: .partnersRead) {
      try await PartnerListPage(member: $0, choices: choices, kept: kept).reply()
    }
    member.get("/partners/new", needs: .partnersManage) { member in
      try await PartnerFormPage.load(member, school: member.actor.schoolID).new()
    }
    member.post("/partners", needs: .partnersManage) { try await create($0) }
    member.get("/partners/coverage", needs: .partnersRead) { try await CoveragePage(member: $0).reply() }
    member.get("/partners/{partner}", needs: .partnersRead) { member in
      try await PartnerPage.load(member).reply(.overview)
    }
    member.get("/partners/{partner}/contacts", needs: .partnersRead) { member in
      try await PartnerPage.load(member).reply(.contacts)
    }
    member.get("/partners/{partner}/attachments", needs: .partnersRead) { member in
      try await PartnerPage.load(member).reply(.attachments)
    }
    AttachmentRoutes(
      "/partners/{partner}/attachments", reads: .partnersRead, writes: .partnersManage,
      find: { AttachmentsTab.place($0, try await PartnerPage.load($0).partner) },
      page: { try await PartnerPage.load($0).reply(.attachments, problems: $1) }
    ).add(to: &member)
    LogoRoutes(services: services).add(to: &member)
    ReviewRoutes(services: services).add(to: &member)
    member.get("/partners/{partner}/history", needs: .partnersRead) { member in
      try await PartnerPage.load(member).reply(.history)
    }
    member.get("/partners/{partner}/edit", needs: .partnersManage) { member in
      let partner = try await PartnerPage.load(member).partner
      return try await PartnerFormPage.load(member, school: partner.partnership.schoolID).edit(partner)
    }
    member.post("/partners/{partner}/edit", needs: .partnersManage) { try await change($0) }
    ContactRoutes(services: services).add(to: &member)
    DuplicateRoutes(services: services).add(to: &member)
    PrintRoutes(services: services).add(to: &member)

    table.add(member.table)
  }

  private func partnership(_ member: Member) throws -> ID<Partnership> {
    try member.exchange.parameter("partner", as: ID<Partnership>.self)
  }

  private func create(_ member: Member) async throws -> Reply {
    let page = try await PartnerFormPage.load(member, school: member.actor.schoolID)
    let form = member.exchange.form
    let (partner, problems) = page.read(form, into: page.blank)
    guard problems.isEmpty else { return try await page.new(partner, typed: form, problems: problems) }
    let similar = try await page.similar(to: partner, form)
    guard similar.isEmpty else { return try await page.new(partner, typed: form, similar: similar) }
    do {
      let name = ["name": partner.enterprise.name]
      let different = SimilarPartner.confirmed(in: form)
      switch try await CreatePartner(services)(
        partner.enterprise, partner.partnership, differentFrom: different, by: member.actor)
      {
      case .created(let id):
        return .redirect(to: PartnerLinks.show(id), flash: .ok("partners.flash.created", name))
      case .joined(let id):
        return .redirect(to: PartnerLinks.show(id), flash: .ok("partners.flash.joined", name))
      case .known(let id):
        return .redirect(to: PartnerLinks.show(id), flash: .bad("partners.flash.known", name))
      }
    } catch let invalid as Invalid {
      return try await page.new(partner, typed: form, problems: invalid.problems)
    }
  }

  private func change(_ member: Member) async throws -> Reply {
    let old = try await PartnerPage.load(member, try partnership(member)).partner
    let page = try await PartnerFormPage.load(member, school: old.partnership.schoolID)
    let form = member.exchange.form
    var (partner, problems) = page.read(form, into: old)
    // The versions that the form was opened on: a change made meanwhile is not overwritten.
    let versions = (form["version"] ?? "").split(separator: ".").compactMap { Int($0) }
    if versions.count == 2 {
      partner.enterprise.version = versions[0]
      partner.partnership.version = versions[1]
    }
    guard problems.isEmpty else { return try await page.edit(partner, typed: form, problems: problems) }
    do {
      try await ChangePartner(services)(partner, by: member.actor)
      return .redirect(
        to: PartnerLinks.show(partner.partnership.id),
        flash: .ok("partners.flash.changed", ["name": partner.enterprise.name]))
    } catch let invalid as Invalid {
      return try await page.edit(partner, typed: form, problems: invalid.problems)
    } catch PartnersError.creditCodeTaken(let name) {
      let problem = FieldProblem("creditCode", "partners.problem.creditCodeTaken", ["name": name])
      return try await page.edit(partner, typed: form, problems: [problem])
    } catch PartnersError.stale {
      return try await page.edit(old, typed: form, problems: [FieldProblem("", "partners.problem.stale")])
    }
  }
}
