import Database
import DatabaseTesting
import HTTPTypes
import Localization
import Organizations
import Partners
import Platform
import TestKit
import Testing
import Values

@testable import Agreements

@Suite struct PageTests {
  @Test(arguments: TestEngine.all)
  func anAgreementIsDraftedReviewedCommentedAndSignedOnItsPages(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let template = try await world.template()
      let partner = world.partner.partnership.id
      let show = try await Self.draft(world, template)
      try await world.browse(as: world.departmentAdministrator) { browser in
        let page = try await browser.get(show)
        #expect(page.text.contains("二级学院审核"))
        let wordless = try await browser.submit(
          page, form: "//form[contains(@action, '/decide')]", ["decision": "refused"])
        #expect(wordless.status == 422 && wordless.text.contains("请写明退回理由"))
        try #expect(wordless.has("//input[@value='refused'][@checked]"))
        let done = try await browser.submit(
          wordless, form: "//form[contains(@action, '/decide')]", ["decision": "approved"])
        #expect(done.status == 303)
      }
      for person in [world.counsel, world.office, world.leader] {
        try await world.browse(as: person) { browser in
          let page = try await browser.get(show)
          _ = try await browser.submit(page, form: "//form[contains(@action, '/decide')]", ["decision": "approved"])
        }
      }
      try await world.browse(as: world.office) { browser in
        var page = try await browser.get(show)
        page = try await browser.submit(
          page, form: "//section[@id='clause-c3']//form", ["side.c3": "enterprise", "body.c3": "希望改为每年三十名"]
        ).follow()
        #expect(page.text.contains("希望改为每年三十名") && page.text.contains("企业"))
        page = try await browser.submit(page, form: "//form[contains(@action, '/settle')]", [:]).follow()
        #expect(page.text.contains("标记为已处理"))
        page = try await browser.submit(page, form: "//form[contains(@action, '/manage')]", ["decision": "agreed"])
          .follow()
        #expect(page.text.contains("纸质签订"))
        let version = try #require(
          try page.texts("//form[contains(@action, '/scan')]//input[@name='version']/@value").first)
        let fields = [("version", version), ("signedOn", world.today.description)]
        let wrong = try await browser.upload(
          "\(show)/scan", fields, files: [.init("scan", name: "扫描.pdf", bytes: Array("只是文字".utf8))])
        #expect(wrong.status == 422 && wrong.text.contains("扫描.pdf"))
        let none = try await browser.upload("\(show)/scan", [("version", version), ("signedOn", "")], files: [])
        #expect(none.status == 422 && none.text.contains("请选择扫描件") && none.text.contains("请填写签订日期"))
        let done = try await browser.upload(
          "\(show)/scan", fields, files: [.init("scan", name: "扫描.pdf", bytes: AgreementWorld.pdf)])
        try await #expect(done.follow().text.contains("等待另一人核对"))
      }
      try await world.browse(as: world.colleague) { browser in
        let page = try await browser.get(show)
        #expect(page.text.contains("扫描.pdf"))
        let done = try await browser.submit(
          page, form: "//form[contains(@action, '/manage')][.//input[@value='confirmed']]", ["decision": "confirmed"])
        let active = try await done.follow()
        #expect(active.text.contains("协议已生效") && active.text.contains("续签"))
        #expect(!active.text.contains(/agreements\.[a-z]/))
        for tab in ["obligations", "differences", "versions", "attachments"] {
          let page = try await browser.get("\(show)/\(tab)")
          #expect(page.status == 200 && !page.text.contains(/agreements\.[a-z]/), "\(tab)")
        }
        let tab = try await browser.get("/partners/\(partner)/agreements")
        #expect(tab.text.contains("有协议") && tab.text.contains("P1-2026-KJ-001"))
      }
    }
  }

  /// From the partner's page to a submitted draft; the address of the agreement.
  private static func draft(_ world: AgreementWorld, _ template: ID<AgreementTemplate>) async throws -> String {
    let place = Place()
    try await world.browse(as: world.teacher) { browser in
      let tab = try await browser.get("/partners/\(world.partner.partnership.id)/agreements")
      #expect(tab.text.contains("与这家企业还没有协议"))
      let new = try await browser.get("/agreements/new?partner=\(world.partner.partnership.id)&type=framework")
      let made = try await browser.submit(
        new, form: "//form[@method='post'][.//input[@name='title']]",
        ["template": template.description, "startOn": world.today.description])
      let edit = try #require(made.location)
      var form = try await made.follow()
      form = try await browser.submit(
        form, form: "//form[.//input[@name='own.interns']]",
        ["own.interns": "很多", "amount": "一百万", "clause.c2.text": "共建课程，乙方提供{{enterprise.nmae}}", "act": "save"])
      #expect(form.status == 422 && form.text.contains("请填写金额") || form.text.contains("金额"))
      try #expect(form.texts("//input[@name='own.interns']/@value") == ["很多"])
      try #expect(form.text("//textarea[@name='clause.c2.text']").contains("enterprise.nmae"))
      form = try await browser.submit(
        form, form: "//form[.//input[@name='own.interns']]", ["amount": "１２，０００．５", "act": "save"])
      #expect(form.status == 422 && form.text.contains("不是数字"))
      #expect(form.text.contains("是不是 enterprise.name？"))
      form = try await browser.submit(
        form, form: "//form[.//input[@name='own.interns']]",
        ["own.interns": "２０", "clause.c2.text": "共建课程，由{{enterprise.name}}派出讲师。", "act": "save"]
      ).follow()
      #expect(form.status == 200)
      try #expect(form.texts("//input[@name='amount']/@value") == ["12000.50"])
      let sent = try await browser.submit(
        form, form: "//form[.//input[@name='own.interns']]", ["act": "submit"])
      #expect(sent.location == String(edit.dropLast(5)))
      let page = try await sent.follow()
      #expect(page.text.contains("由甲精密机械有限公司派出讲师") && page.text.contains("P1-2026-KJ-001"))
      await place.set(String(edit.dropLast(5)))
    }
    return await place.path
  }

  private actor Place {
    var path = ""
    func set(_ path: String) { self.path = path }
  }

  @Test func whoSavesSecondKeepsWhatWasTypedAndIsTold() async throws {
    try await AgreementWorld.open { world in
      let draft = try await world.draft()
      try await world.browse(as: world.office) { browser in
        let form = try await browser.get("/agreements/\(draft.id)/edit")
        var other = try await world.agreement(draft.id)
        other.title = "别人改的名称"
        try await DraftAgreement(world.services).save(other, by: world.colleague)
        let late = try await browser.submit(
          form, form: "//form[.//input[@name='own.interns']]", ["clause.c2.text": "我写的长长的内容", "act": "save"])
        #expect(late.status == 409 && late.text.contains("有人在您修改期间保存了新的内容"))
        try #expect(late.text("//textarea[@name='clause.c2.text']").contains("我写的长长的内容"))
        try await #expect(world.agreement(draft.id).title == "别人改的名称")
        let again = try await browser.submit(late, form: "//form[.//input[@name='own.interns']]", ["act": "save"])
        #expect(again.status == 303)
        try await #expect(world.agreement(draft.id).text.clause("c2")?.text == "我写的长长的内容")
      }
    }
  }

  @Test func whoIsLateIsToldWhoWasFirstAndKeepsTheirWords() async throws {
    try await AgreementWorld.open { world in
      let submitted = try await world.move(.submitted, try await world.draft(), by: world.office)
      try await world.browse(as: world.departmentAdministrator) { browser in
        let page = try await browser.get("/agreements/\(submitted.id)")
        try await world.move(.withdrawn, submitted, by: world.office)
        let late = try await browser.submit(
          page, form: "//form[contains(@action, '/decide')]", ["decision": "refused", "reason": "条件还不成熟"])
        #expect(late.status == 409 && late.text.contains("李岚已于") && late.text.contains("条件还不成熟"))
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func aTemplateIsWrittenCheckedPublishedAndPreviewed(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      try await world.browse(as: world.office) { browser in
        let new = try await browser.get("/agreements/templates/new")
        let made = try await browser.submit(
          new, form: "//form[.//input[@name='title']]", ["kind": "framework", "title": "校企合作框架协议（通用）"])
        let path = try #require(made.location)
        var page = try await made.follow()
        try #expect(page.count("//section[starts-with(@id, 'clause-c')] | //*[starts-with(@id, 'clause-c')]") == 4)
        page = try await browser.submit(page, form: "//form[contains(@action, '/clauses/c1/remove')]", [:])
        #expect(page.status == 422 && page.text.contains("第 9 条"))
        let clause = try await browser.get("\(path)/clauses/new")
        let wrong = try await browser.submit(
          clause, form: "//form[.//textarea[@name='text']]",
          ["heading": "保密", "text": "第一行\n{{enterprise.nmae}}", "condition": "agreement.months >="])
        #expect(wrong.status == 422 && wrong.text.contains("第 5 条“保密”第 2 行") && wrong.text.contains("条件不完整"))
        let kept = try await browser.submit(
          wrong, form: "//form[.//textarea[@name='text']]",
          [
            "text": "双方对{{enterprise.name}}的资料保密。", "condition": "agreement.months >= 36", "duty.subject": "保密培训",
            "duty.target": "2",
          ])
        try await #expect(kept.follow().text.contains("保密培训"))
        let preview = try await browser.get("\(path)/preview?version=draft&partner=\(world.partner.partnership.id)")
        #expect(preview.text.contains("双方对甲精密机械有限公司的资料保密"))
        page = try await browser.get("\(path)?version=draft")
        page = try await browser.submit(page, form: "//form[contains(@action, '/publish')]", ["note": "第一版"]).follow()
        #expect(page.text.contains("范本已发布") && page.text.contains("第 1 版"))
        let frozen = try await browser.get("\(path)/clauses/new")
        #expect(frozen.status == 409)
        let foreign = try await browser.get("\(path)/preview?partner=\(world.foreignPartner.partnership.id)")
        #expect(foreign.text.contains("变量显示为空格") && !foreign.text.contains("丙食品有限公司"))
      }
      try await world.browse(as: world.teacher) { browser in
        let list = try await browser.get("/agreements/templates")
        #expect(list.text.contains("校企合作框架协议（通用）"))
        try await #expect(browser.get("/agreements/templates/new").status == 403)
      }
      try await world.browse(as: world.foreignOffice) { browser in
        try await #expect(!browser.get("/agreements/templates").text.contains("校企合作框架协议（通用）"))
      }
    }
  }

  @Test func aTypeIsChangedOnItsPageAndWhatIsWrongIsKept() async throws {
    try await AgreementWorld.open { world in
      try await world.browse(as: world.office) { browser in
        let form = try await browser.get("/agreements/types/framework/edit")
        let wrong = try await browser.submit(
          form, form: "//form[.//input[@name='pattern']]", ["pattern": "{year}", "usualMonths": "很久", "chinese": "框架"])
        #expect(wrong.status == 422)
        try #expect(wrong.texts("//input[@name='usualMonths']/@value") == ["很久"])
        let done = try await browser.submit(
          wrong, form: "//form[.//input[@name='pattern']]",
          ["pattern": "KJ-{year}-{seq:2}", "usualMonths": "60", "chain.counsel.place": "", "chain.leader.place": ""])
        let list = try await done.follow()
        #expect(list.status == 200 && list.text.contains("KJ-{year}-{seq:2}") && list.text.contains("二级学院 → 校企合作办"))
      }
      try await world.browse(as: world.teacher) { browser in
        try await #expect(browser.get("/agreements/types").status == 403)
      }
    }
  }

  @Test func anotherSchoolsPagesAreNotThere() async throws {
    try await AgreementWorld.open { world in
      let draft = try await world.draft()
      let template = try await world.template()
      for stranger in [world.foreignOffice, world.otherDepartmentAdministrator] {
        try await world.browse(as: stranger) { browser in
          for path in ["", "/edit", "/differences", "/versions", "/attachments"] {
            try await #expect(browser.get("/agreements/\(draft.id)\(path)").status == 404, "\(path)")
          }
          _ = try await browser.get("/agreements/new")
          for path in ["submit", "discard", "follow", "comments"] {
            let sent = try await browser.post(
              "/agreements/\(draft.id)/\(path)", [("version", "2"), ("relation", "renewal")])
            #expect(sent.status == 404, "\(path)")
          }
          try await #expect(browser.get("/partners/\(world.partner.partnership.id)/agreements").status == 404)
        }
      }
      try await world.browse(as: world.foreignOffice) { browser in
        try await #expect(browser.get("/agreements/templates/\(template)").status == 404)
      }
      try await world.browse(as: world.counsel) { browser in
        try await #expect(browser.get("/agreements/\(draft.id)").status == 200)
        try await #expect(browser.get("/agreements/\(draft.id)/edit").status == 403)
      }
    }
  }

  @Test func thePagesSpeakEnglish() async throws {
    try await AgreementWorld.open { world in
      let draft = try await world.draft()
      let template = try await world.template()
      try await world.browse(as: world.office, in: .english) { browser in
        for path in [
          "/agreements", "/agreements/new", "/agreements/new?partner=\(world.partner.partnership.id)",
          "/agreements/delegations", "/agreements/statistics", "/agreements/types", "/agreements/types/order/edit",
          "/agreements/templates",
          "/agreements/templates/variables", "/agreements/templates/\(template)",
          "/agreements/templates/\(template)/preview",
          "/agreements/\(draft.id)", "/agreements/\(draft.id)/edit", "/agreements/\(draft.id)/versions",
          "/agreements/\(draft.id)/differences", "/agreements/\(draft.id)/signing", "/verify", "/agreements/checks",
          "/agreements/\(draft.id)/reviews", "/agreements/\(draft.id)/brief",
          "/agreements/\(draft.id)/obligations", "/agreements/obligations",
          "/partners/\(world.partner.partnership.id)/agreements",
        ] {
          let page = try await browser.get(path)
          #expect(page.status == 200, "\(path)")
          #expect(!page.text.contains(/agreements\.[a-z]+\.[a-z]/), "\(path)")
        }
      }
    }
  }

  @Test func everythingThatPagesSayOfTheModelHasWords() async throws {
    try await AgreementWorld.open { world in
      let t = world.services.localizer(.english)
      var keys = AgreementKind.allCases.flatMap { [$0.label, "agreements.type.\($0.rawValue)"] }
      keys += AgreementParty.allCases.map(\.label) + SignerKind.allCases.map(\.label)
      keys += ClauseTopic.allCases.flatMap { [$0.label, "agreements.finding.missing.\($0.rawValue)"] }
      keys += AgreementState.allCases.map(\.label)
      keys += ReviewPost.Step.allCases.flatMap { [$0.label, "agreements.problem.nobody.\($0.rawValue)"] }
      for act in AgreementAct.allCases {
        keys += [act.label, "audit.agreements.agreement.\(act.rawValue)"]
        if act.needsReason { keys.append("agreements.problem.reason.\(act.rawValue)") }
      }
      for rule in AgreementLaw.rules {
        keys += [rule.source.label, "agreements.problem.removed.\(rule.source.rawValue)"]
        keys += rule.topics.map { "agreements.problem.law.\(rule.source.rawValue).\($0.rawValue)" }
      }
      keys += VariableCatalogue.all.map(\.label)
      keys += TemplateValue.Kind.allCases.map { "agreements.value.\($0.rawValue)" }
      keys += DutyMark.Debtor.allCases.map(\.label) + DutyMark.Rhythm.allCases.map(\.label)
      keys += DutyMark.Measure.allCases.map(\.label) + FiveHaves.Item.allCases.map(\.label)
      keys += Agreement.Relation.allCases.map(\.label)
      keys += ObligationDue.State.allCases.map(\.label) + Fulfilment.State.allCases.map(\.label)
      keys += HealthScore.Part.Kind.allCases.map(\.label)
      keys += SigningRound.State.allCases.map(\.label) + Signer.State.allCases.map(\.label)
      keys += Signer.Way.allCases.flatMap { [$0.label, "\($0.label).hint"] } + SigningEvent.Act.allCases.map(\.label)
      keys += AgreementRules.warnings.map { "agreements.ending.\($0)" }
      #expect(keys.filter { !t.has($0) } == [])
    }
  }
}
