import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Duplicate candidates, merging them, and taking merges back.
struct DuplicateRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let pair = "/partners/duplicates/{kept}/{gone}"
    member.get("/partners/duplicates", needs: .partnersMerge) { try await DuplicatesPage(member: $0).reply() }
    member.get(pair, needs: .partnersMerge) { member in
      try await MergePage(member: member, pair: try await load(member)).reply()
    }
    member.post("\(pair)/merge", needs: .partnersMerge) { try await merge($0) }
    member.post("\(pair)/dismiss", needs: .partnersMerge) { try await dismiss($0, isDismissed: true) }
    member.post("\(pair)/restore", needs: .partnersMerge) { try await dismiss($0, isDismissed: false) }
    member.get("/partners/merges", needs: .partnersMerge) { try await MergesPage(member: $0).reply() }
    member.get("/partners/merges/{merge}", needs: .partnersMerge) { member in
      try await MergesPage(member: member).one(try await merge(of: member))
    }
    member.post("/partners/merges/{merge}/undo", needs: .partnersMerge) { try await undo($0) }
    member.get("/partners/{partner}/merges", needs: .partnersRead) { member in
      let page = try await PartnerPage.load(member, try member.exchange.parameter("partner", as: ID<Partnership>.self))
      return try await page.reply(.merges)
    }
  }

  // MARK: Pairs

  private func ids(_ member: Member) throws -> (kept: ID<EnterpriseKey>, gone: ID<EnterpriseKey>) {
    (
      try member.exchange.parameter("kept", as: ID<EnterpriseKey>.self),
      try member.exchange.parameter("gone", as: ID<EnterpriseKey>.self)
    )
  }

  private func load(_ member: Member) async throws -> MergePair {
    let (ids, actor) = (try ids(member), member.actor)
    let pair = try await services.database.read { connection in
      try MergePair.load(kept: ids.kept, gone: ids.gone, by: actor, on: connection)
    }
    guard let pair else { throw WebError.notFound }
    return pair
  }

  private func merge(_ member: Member) async throws -> Reply {
    let pair = try await load(member)
    let form = member.exchange.form
    var choices: [String: PartnerMerge.Side] = [:]
    for field in form.pairs { choices[field.name] = PartnerMerge.Side(rawValue: field.value) }
    let page = MergePage(member: member, pair: pair, choices: choices)
    do {
      let outcome = try await MergePartners(services)(
        .init(kept: pair.kept.id, gone: pair.gone.id, choices: choices, version: form["version"] ?? ""),
        by: member.actor)
      return .redirect(
        to: outcome.partnership.map(PartnerLinks.show) ?? PartnerLinks.merge(outcome.merge),
        flash: .ok(
          "partners.merge.done", ["gone": pair.gone.name, "kept": pair.kept.name, "days": "\(Merge.undoDays)"]))
    } catch PartnersError.stale {
      return try await page.reply(problem: Message("partners.merge.stale"))
    } catch PartnersError.mergeRefused(let refusal) {
      return try await page.reply(problem: Message("partners.merge.refused.\(refusal.rawValue)"))
    } catch PartnersError.notFound {
      throw WebError.notFound
    }
  }

  private func dismiss(_ member: Member, isDismissed: Bool) async throws -> Reply {
    let ids = try ids(member)
    guard ids.kept != ids.gone else { throw WebError.notFound }
    do {
      try await DismissDuplicate(services)(
        DuplicateStore.Pair(ids.kept.rawValue, ids.gone.rawValue), isDismissed: isDismissed, by: member.actor)
    } catch PartnersError.notFound {
      throw WebError.notFound
    }
    return isDismissed
      ? .redirect(to: PartnerLinks.duplicates, flash: .ok("partners.duplicate.dismissed"))
      : .redirect(to: PartnerLinks.dismissed, flash: .ok("partners.duplicate.restored"))
  }

  // MARK: Merges

  private func merge(of member: Member) async throws -> Merge {
    let id = try member.exchange.parameter("merge", as: ID<Merge>.self)
    let actor = member.actor
    if actor.schoolID == nil, actor.scope != .installation { throw WebError.notFound }
    let merge = try await services.database.read { try MergeStore.merge(id, school: actor.schoolID, on: $0) }
    guard let merge else { throw WebError.notFound }
    return merge
  }

  private func undo(_ member: Member) async throws -> Reply {
    let merge = try await merge(of: member)
    do {
      try await UndoMerge(services)(merge.id, by: member.actor)
      return .redirect(
        to: PartnerLinks.merge(merge.id),
        flash: .ok("partners.merge.undone", ["kept": merge.keptName, "gone": merge.goneName]))
    } catch PartnersError.undoRefused(let obstacle) {
      return .redirect(to: PartnerLinks.merge(merge.id), flash: .bad("partners.merge.obstacle.\(obstacle.rawValue)"))
    } catch PartnersError.notFound {
      throw WebError.notFound
    }
  }
}
