import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Whom a survey asks: chosen, written to, reminded, left out.
struct ParticipantRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let one = "/surveys/{survey}/participants"
    let choices = PartnerFilters(services)
    member.get(one, needs: .surveysRead) { member in
      try await ParticipantsPage(page: try await SurveyPage.load(member)).reply()
    }
    member.get("/surveys/{survey}/choose", needs: .surveysManage) { member in
      try await ChoosePartnersPage(page: try await SurveyPage.managed(member), choices: choices).reply()
    }
    member.post("/surveys/{survey}/choose", needs: .surveysManage) { member in
      try await choose(member, choices)
    }
    member.post("/surveys/{survey}/invite", needs: .surveysManage) { member in
      try await all(member, flash: "partners.survey.flash.invited") { page in
        try await AskParticipants(services).invite(page.survey.id, by: member.actor)
      }
    }
    member.post("/surveys/{survey}/remind", needs: .surveysManage) { member in
      try await all(member, flash: "partners.survey.flash.reminded") { page in
        try await AskParticipants(services).remind(of: page.survey.id, by: member.actor)
      }
    }
    member.get("\(one)/{participant}", needs: .surveysRead) { try await ParticipantPage.load($0).reply() }
    member.post("\(one)/{participant}/person", needs: .surveysManage) { try await setPerson($0) }
    for (word, flash) in [
      ("remind", "partners.survey.flash.remindedOne"), ("withdraw", "partners.survey.flash.withdrawn"),
      ("restore", "partners.survey.flash.restored"),
    ] {
      member.post("\(one)/{participant}/\(word)", needs: .surveysManage) { member in
        try await act(word, member, flash: flash)
      }
    }
  }

  private func choose(_ member: Member, _ choices: PartnerFilters) async throws -> Reply {
    let page = try await SurveyPage.managed(member)
    let form = member.exchange.form
    let ask = AskParticipants(services)
    let chosen: (added: Int, withoutMail: Int)
    do {
      if form["all"] == "1" {
        var query = PartnerListAddress.query(member.exchange.query)
        (query.mark, query.includesEnded) = (nil, false)
        chosen = try await ask.add(matching: query, to: page.survey.id, by: member.actor)
      } else {
        let ids = form.all("ids").compactMap { ID<Partnership>($0) }
        guard !ids.isEmpty else {
          return try await ChoosePartnersPage(page: page, choices: choices).reply(
            problems: [FieldProblem("", "partners.survey.problem.nobody")])
        }
        chosen = try await ask.add(ids, to: page.survey.id, by: member.actor)
      }
    } catch let invalid as Invalid {
      return try await ChoosePartnersPage(page: page, choices: choices).reply(problems: invalid.problems)
    } catch is SurveyError {
      return try await SurveyPage.managed(member).reply(late: true)
    }
    let flash: FlashMessage =
      chosen.withoutMail == 0
      ? .ok("partners.survey.flash.chosen", ["count": "\(chosen.added)"])
      : FlashMessage(
        .warning,
        Message(
          "partners.survey.flash.chosenWithout", ["count": "\(chosen.added)", "none": "\(chosen.withoutMail)"]))
    return .redirect(to: SurveyLinks.participants(page.survey.id), flash: flash)
  }

  private func all(
    _ member: Member, flash: String, _ act: (SurveyPage) async throws -> Int
  ) async throws -> Reply {
    let page = try await SurveyPage.managed(member)
    let count: Int
    do {
      count = try await act(page)
    } catch is SurveyError {
      return try await SurveyPage.managed(member).reply(late: true)
    }
    return .redirect(
      to: SurveyLinks.participants(page.survey.id),
      flash: count == 0
        ? FlashMessage(.info, Message("partners.survey.flash.nobody")) : .ok(flash, ["count": "\(count)"]))
  }

  private func setPerson(_ member: Member) async throws -> Reply {
    let page = try await ParticipantPage.managed(member)
    let form = member.exchange.form
    do {
      try await AskParticipants(services).setPerson(
        GuestPerson(
          name: FieldText.trimmed(form["name"] ?? ""), mail: FieldText.trimmed(form["mail"] ?? ""),
          language: Language(rawValue: form["language"] ?? "") ?? .chinese),
        of: page.row.participant.id, in: page.page.survey.id, by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    } catch is SurveyError {
      return try await ParticipantPage.managed(member).reply(late: true)
    }
    return .redirect(to: page.link, flash: .ok("partners.survey.flash.person"))
  }

  private func act(_ word: String, _ member: Member, flash: String) async throws -> Reply {
    let page = try await ParticipantPage.managed(member)
    let (id, survey) = (page.row.participant.id, page.page.survey.id)
    let ask = AskParticipants(services)
    do {
      switch word {
      case "remind": try await ask.remind(id, of: survey, by: member.actor)
      case "withdraw": try await ask.withdraw(id, in: survey, by: member.actor)
      default: try await ask.restore(id, in: survey, by: member.actor)
      }
    } catch is SurveyError {
      return try await ParticipantPage.managed(member).reply(late: true)
    }
    return .redirect(to: page.link, flash: .ok(flash, ["name": page.row.partnerName]))
  }
}
