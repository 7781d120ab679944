import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Who is to be seen when, and who has fallen silent.
struct TrackingRoutes {
  let services: Services

  static let path: Link = "/partners/tracking"

  func add(to member: inout MemberRoutes) {
    member.get("/partners/tracking", needs: .visitsRead) { try await TrackingPage(member: $0).reply() }
    member.get("/partners/tracking/growth", needs: .visitsRead) { try await GrowthPage(member: $0).reply() }
    member.post("/partners/tracking/settings", needs: .partnersLevels) { try await settings($0) }
    member.post("/partners/{partner}/next-contact", needs: .visitsWrite) { try await setNext($0) }
  }

  private func settings(_ member: Member) async throws -> Reply {
    let form = member.exchange.form
    let typed = FieldKind.integer(ContactRhythm.months).parse([form["silentMonths"] ?? ""])
    func again(_ problem: FieldProblem) async throws -> Reply {
      try await TrackingPage(member: member).reply(typed: form, problems: [problem])
    }
    switch typed {
    case .failure(let failure): return try await again(FieldProblem("silentMonths", failure.message))
    case .success(.integer(let months)):
      do {
        try await TrackContacts(services).setSilentMonths(Int(months), by: member.actor)
      } catch PartnersError.notFound {
        throw WebError.forbidden(Message("partners.problem.noSchool"))
      }
      return .redirect(
        to: Self.path, flash: .ok("partners.tracking.flash.settings", ["count": "\(months)"]))
    case .success: return try await again(FieldProblem("silentMonths", "kit.records.required"))
    }
  }

  private func setNext(_ member: Member) async throws -> Reply {
    let page = try await PartnerPage.load(member)
    let id = page.partner.partnership.id
    let typed = FieldText.trimmed(member.exchange.form["nextContact"] ?? "")
    let day = FieldText.date(typed)
    guard typed.isEmpty || day != nil else {
      return try await page.reply(.visits, problems: [FieldProblem("nextContact", "kit.records.date")])
    }
    do {
      try await TrackContacts(services).setNext(day, of: id, by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(.visits, problems: invalid.problems)
    }
    let flash: FlashMessage =
      day.map { .ok("partners.tracking.flash.set", ["date": $0.description]) } ?? .ok("partners.tracking.flash.rhythm")
    return .redirect(to: VisitLinks.list(of: id), flash: flash)
  }
}
