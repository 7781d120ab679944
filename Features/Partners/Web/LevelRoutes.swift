import Localization
import Organizations
import Platform
import Records
import Views
import Web

/// The pages on which a school's office arranges its levels.
struct LevelRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let path = LevelsPage.path.text
    let permission = Permission.partnersLevels
    member.get(path, needs: permission) { try await LevelsPage.load($0).reply() }
    member.get("\(path)/new", needs: permission) { try await LevelsPage.load($0).form(nil) }
    member.post(path, needs: permission) { try await save($0, isNew: true) }
    member.get("\(path)/{level}/edit", needs: permission) { member in
      let page = try await LevelsPage.load(member)
      return try await page.form(try page.level(try member.exchange.parameter("level")))
    }
    member.post("\(path)/{level}/edit", needs: permission) { try await save($0, isNew: false) }
    member.post("\(path)/{level}/move", needs: permission) { member in
      let level = try await LevelsPage.load(member).level(try member.exchange.parameter("level"))
      try await ChangeLevels(services).move(level.code, isUp: member.exchange.form["to"] == "up", by: member.actor)
      return .redirect(to: LevelsPage.path)
    }
    member.post("\(path)/{level}/remove", needs: permission) { try await remove($0) }
  }

  private func save(_ member: Member, isNew: Bool) async throws -> Reply {
    let page = try await LevelsPage.load(member)
    let old = isNew ? nil : try page.level(try member.exchange.parameter("level"))
    let form = member.exchange.form
    let read = LevelFields.description.read(
      form, into: old.map(page.named) ?? PartnerLevel(code: "", position: 0, isCounted: false))
    guard read.problems.isEmpty else { return try await page.form(old, typed: form, problems: read.problems) }
    let level = page.kept(read.record)
    do {
      if isNew {
        try await ChangeLevels(services).add(level, by: member.actor)
      } else {
        try await ChangeLevels(services).save(level, by: member.actor)
      }
    } catch let invalid as Invalid {
      return try await page.form(old, typed: form, problems: invalid.problems)
    } catch PartnersError.notFound {
      throw WebError.notFound
    }
    return .redirect(
      to: LevelsPage.path,
      flash: .ok(
        isNew ? "partners.levels.created" : "partners.levels.changed",
        ["name": level.name.text(of: level.code, member.t)]
      ))
  }

  private func remove(_ member: Member) async throws -> Reply {
    let level = try await LevelsPage.load(member).level(try member.exchange.parameter("level"))
    let name = level.name.text(of: level.code, member.t)
    do {
      try await ChangeLevels(services).remove(level.code, by: member.actor)
      return .redirect(to: LevelsPage.path, flash: .ok("partners.levels.removed", ["name": name]))
    } catch PartnersError.levelInUse(let count, let names) {
      let some = names.joined(separator: member.t.language == .chinese ? "、" : ", ")
      return .redirect(
        to: LevelsPage.path,
        flash: .bad("partners.levels.inUse", ["name": name, "count": "\(count)", "names": some]))
    } catch PartnersError.lastLevel {
      return .redirect(to: LevelsPage.path, flash: .bad("partners.levels.last"))
    }
  }
}
