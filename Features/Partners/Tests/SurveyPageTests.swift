import Activity
import Database
import DatabaseTesting
import Documents
import Foundation
import HTTPTypes
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct SurveyPageTests {
  private static let new = "//form[@action='/surveys']"
  private static let question =
    "//form[contains(@action, '/questions') and .//textarea[@name='options'] or .//input[@name='text']]"

  @Test func aSurveyIsWrittenOpenedAnsweredByLinkAndSummedUp() async throws {
    try await ReviewWorld.open { world in
      let major = try await world.major()
      let contact = try await world.contact("王敏")
      var mailed = contact
      mailed.mail = "wang@jia.example"
      try await SaveContact(world.services)(mailed, of: world.partner, isNew: false, by: world.office)
      try await world.browse(as: world.office) { browser in
        try await #expect(browser.get("/surveys").text.contains("还没有需求调研"))
        let form = try await browser.get("/surveys/new")
        let wrong = try await browser.submit(form, form: Self.new, ["title": "", "closesOn": "2020-01-01"])
        #expect(wrong.status == 422 && wrong.text.contains("截止日期不能早于今天") && wrong.text.contains("2020-01-01"))
        let made = try await browser.submit(
          form, form: Self.new, ["title": "2027 年企业人才需求调研", "englishTitle": "Demand 2027", "majors": major.description]
        ).follow()
        #expect(made.text.contains("调研已建立") && made.text.contains("草稿"))
        let survey = try #require(
          try await world.database.read { try SurveyStore.list(limit: 1, in: .installation, on: $0).first })
        let place = "/surveys/\(survey.survey.id)"
        try await #expect(
          browser.get("\(place)/preview?language=en").text.contains("How many people work for you now?"))
        let choose = try await browser.get("\(place)/choose?level=signed")
        #expect(choose.text.contains("甲精密") && choose.text.contains("王*") && !choose.text.contains("wang@jia.example"))
        let chosen = try await browser.post("\(place)/choose?level=signed", [("all", "1"), ("action", "add")]).follow()
        #expect(chosen.text.contains("加入了 2 家企业，其中 1 家没有邮箱"))
        let page = try await browser.get(place)
        let opened = try await browser.submit(page, form: "//form[contains(@action, '/open')]").follow()
        #expect(opened.text.contains("发送了 1 份邀请") && opened.text.contains("进行中"))
      }
      let survey = try #require(
        try await world.database.read { try SurveyStore.list(limit: 1, in: .installation, on: $0).first }
      ).survey
      let link = try await world.surveyLink()
      try await world.browse(as: world.expert) { browser in
        let page = try await browser.get(link)
        #expect(page.status == 200 && page.text.contains("分专业人才需求") && page.text.contains("暂无需求"))
        #expect(page.text.contains("仅当“是否愿意接收学生岗位实习”选择“是”时填写"))
        // All problems at once, and nothing typed is lost.
        let wrong = try await browser.submit(
          page, form: "//form[.//button[@value='submit']]", ["q.q2": "很多", "q.q18": "<script>alert(1)</script>"],
          button: ("act", "submit"))
        #expect(wrong.status == 422 && wrong.text.contains("很多") && wrong.text.contains("&lt;script&gt;"))
        try #expect(
          wrong.has("//a[@href='#f-q-q2']") && wrong.has("//a[@href='#f-q-q4']") && wrong.has("//a[@href='#f-q-q6']"))
        try await #expect(world.response(to: survey) == nil)
        // Saved for now, wrong as it is.
        let saved = try await browser.post(link, [("version", "2"), ("act", "save"), ("q.q2", "很多"), ("q.nope", "x")])
        try await #expect(saved.follow().text.contains("已暂存"))
        let participant = try #require(try await world.participants(of: survey).first { !$0.mail.isEmpty })
        let stale = try await browser.post(link, [("version", "1"), ("act", "save"), ("q.q2", "后来的")])
        #expect(stale.status == 409 && stale.text.contains("有人在您之前保存了") && stale.text.contains("后来的"))
        let sent = try await browser.post(
          link,
          [("version", "\(participant.version)"), ("act", "submit")] + world.typed(survey, [("q.q18", "=1+1<b>")]))
        #expect(sent.status == 303, "\(sent.text.suffix(2000))")
        let thanks = try await sent.follow()
        for words in ["感谢您的填写", "1,200 人", "800 人", "设备点检、PLC、识图", "5,000–8,000 元", "2026-05-08", "=1+1&lt;b&gt;"] {
          #expect(thanks.text.contains(words), "\(words)")
        }
        let edit = try await browser.get("\(link)?edit=1")
        try #expect(edit.texts("//input[@name='q.q2']/@value") == ["１，２００ 人"])
      }
      try await world.browse(as: world.office) { browser in
        let place = "/surveys/\(survey.id)"
        let summary = try await browser.get("\(place)/summary")
        #expect(summary.text.contains("只有 1 份答卷") && summary.text.contains("各专业拟招聘人数"))
        try #expect(
          summary.has("//table//a[contains(@href, 'major=\(major)') and contains(@href, 'year=\(survey.firstYear)')]"))
        try #expect(summary.has("//a[contains(@href, 'question=q8') and contains(@href, 'value=o2')]"))
        func rows(_ query: String) async throws -> Int {
          try await browser.get("\(place)/answers?\(query)").texts("//tr[@data-row-link or .//a[@class='row-link']]")
            .count
        }
        for (query, count) in [
          ("", 1), ("question=q8&value=o2", 1), ("question=q8&value=o1", 0), ("question=q2&from=1000&to=1500", 1),
          ("question=q2&from=0&to=1000", 0), ("question=q17&value=2026-05", 1), ("major=\(major)&interns=1", 1),
          ("major=\(major)&year=\(survey.firstYear + 2)", 0), ("level=key", 0), ("level=signed", 1),
          ("outcome=none", 0),
          ("q=甲精密", 1), ("q=没有", 0),
        ] {
          try await #expect(rows(query) == count, "\(query)")
        }
        let row = try #require(try await browser.get("\(place)/answers").texts("//a[@class='row-link']/@href").first)
        let answer = try await browser.get(row)
        #expect(
          answer.text.contains("王*（邮件链接）") && !answer.text.contains("王敏") && answer.text.contains("=1+1&lt;b&gt;"))
        let tab = try await browser.get("/partners/\(world.partner.partnership.id)/surveys")
        #expect(tab.text.contains("2027 年企业人才需求调研") && tab.text.contains("15"))
        let sheet = try await browser.get("\(place)/answers.xlsx")
        #expect(sheet.status == 200 && sheet.bytes.starts(with: [0x50, 0x4B]))
        let path = NSTemporaryDirectory() + "survey-\(UUID().uuidString).xlsx"
        try Data(sheet.bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let reading = try await world.services.documents.readSheet(path: path, fileName: "t.xlsx")
        let words = "\(try await reading.reduce(into: [SheetRow]()) { $0.append($1) })"
        #expect(words.contains("=1+1<b>") && words.contains("甲精密机械有限公司") && !words.contains("王敏"))
        let pdf = try await browser.get("\(place)/summary.pdf")
        #expect(pdf.status == 200 && pdf.bytes.starts(with: Array("%PDF".utf8)))
        try await #expect(
          world.actions(of: survey).suffix(2) == ["partners.survey.exported", "partners.survey.reported"])
      }
    }
  }

  @Test func aLinkThatIsNoLongerGoodSaysWhyAndAGuessedOneIsNotThere() async throws {
    try await ReviewWorld.open { world in
      let survey = try await world.openSurvey()
      let link = try await world.surveyLink()
      let participant = try await world.participant(of: survey)
      try await world.browse(as: world.expert) { browser in
        try await #expect(browser.get(link).status == 200)
        let guess = String(link.dropLast(4)) + "AAAA"
        try await #expect(browser.get(guess).status == 404)
        try await #expect(browser.post(guess, [("act", "decline"), ("version", "2")]).status == 404)
        try await #expect(browser.get(link.replacing("/survey/", with: "/sign/")).status == 404)
        try await #expect(browser.send(.delete, link).status == 405)
        // A megabyte and more is refused before it is read.
        let flood = try await browser.post(
          link, [("version", "2"), ("act", "submit"), ("q.q18", String(repeating: "x", count: 10 << 20))])
        #expect(flood.status == 413)
        let much = try await browser.post(
          link, [("version", "2"), ("act", "save"), ("q.q18", String(repeating: "x", count: 250_000))])
        #expect(much.status == 422 && much.text.contains("内容过多"))
        try await #expect(world.participant(of: survey).typed.isEmpty)
        let passed = try await browser.post(
          "\(link)/forward", [("forward.name", "赵人事"), ("forward.mail", "zhao@jia.example")])
        try await #expect(passed.follow().text.contains("已转交"))
        let late = try await browser.post(link, [("version", "3"), ("act", "decline")])
        #expect(late.status == 410)
      }
      let new = try await world.surveyLink(to: "zhao@jia.example")
      try await AskParticipants(world.services).withdraw(participant.id, in: survey.id, by: world.office)
      try await world.browse(as: world.expert) { browser in
        let gone = try await browser.get(new)
        #expect(gone.status == 410 && gone.text.contains("岭澜职业技术学院"))
      }
      try await AskParticipants(world.services).restore(participant.id, in: survey.id, by: world.office)
      _ = try await AskParticipants(world.services).invite(survey.id, by: world.office)
      let last = try await world.surveyLink(to: "zhao@jia.example")
      world.pass(days: 22)
      try await world.browse(as: world.expert) { browser in
        let ended = try await browser.get(last)
        #expect(ended.status == 200 && ended.text.contains("调研已结束，不再接收答卷"))
        let version = try await world.participant(of: survey).version
        let typed = try await browser.post(last, [("version", "\(version)"), ("act", "submit"), ("q.q18", "迟到的话")])
        #expect(typed.status == 409 && typed.text.contains("迟到的话"))
      }
      world.pass(days: 90)
      try await world.browse(as: world.expert) { browser in
        try await #expect(browser.get(last).status == 410)
      }
    }
  }

  @Test func whoMayNotIsSentAwayAndForeignSurveysAreNotThere() async throws {
    try await ReviewWorld.open { world in
      let survey = try await world.openSurvey()
      let participant = try await world.participant(of: survey)
      let place = "/surveys/\(survey.id)"
      let one = "\(place)/participants/\(participant.id)"
      let posts = [
        "\(place)/edit", "\(place)/remove", "\(place)/open", "\(place)/close", "\(place)/reopen", "\(place)/finish",
        "\(place)/choose", "\(place)/invite", "\(place)/remind", "\(place)/questions", "\(place)/questions/q4",
        "\(place)/questions/q4/remove", "\(place)/questions/q4/up", "\(place)/questions/q4/down", "\(one)/person",
        "\(one)/remind",
        "\(one)/withdraw", "\(one)/restore", "\(one)/enter",
      ]
      try await world.browse(as: world.foreignOffice) { browser in
        _ = try await browser.get("/surveys/new")
        try await #expect(!browser.get("/surveys").text.contains(survey.title.chinese))
        for path in [
          place, "\(place)/edit", "\(place)/preview", "\(place)/questions", "\(place)/participants", "\(place)/choose",
          "\(place)/answers", "\(place)/summary", "\(place)/answers.xlsx", "\(place)/summary.pdf", one, "\(one)/enter",
          "\(place)/answers/\(participant.id)", "/partners/\(world.partner.partnership.id)/surveys",
        ] {
          try await #expect(browser.get(path).status == 404, "\(path)")
        }
        for path in posts { try await #expect(browser.post(path, [("version", "2")]).status == 404, "\(path)") }
      }
      // A teacher reads, and changes nothing.
      try await world.browse(as: world.teacher) { browser in
        for path in [place, "\(place)/questions", "\(place)/participants", "\(place)/answers", "\(place)/summary"] {
          let page = try await browser.get(path)
          #expect(page.status == 200 && !page.text.contains("\(place)/choose"), "\(path)")
        }
        for path in posts + ["\(place)/choose"] {
          try await #expect(browser.post(path, [("version", "2")]).status == 403, "\(path)")
        }
        try await #expect(browser.get("\(place)/answers.xlsx").status == 403)
        try await #expect(browser.get("\(place)/summary.pdf").status == 403)
      }
      // A department reads the school's survey; its own partners are all it sees of it.
      try await world.browse(as: world.otherDepartmentAdministrator) { browser in
        try await #expect(browser.get(place).status == 200)
        try await #expect(browser.get(one).status == 404)
        try await #expect(browser.get("\(place)/edit").status == 403)
      }
      try await world.browse(as: world.expert) { browser in
        try await #expect(browser.get("/surveys").status == 403)
        try await #expect(browser.get("/enterprise/surveys").status == 403)
      }
    }
  }

  @Test func anEnterpriseAnswersWithItsAccountAndSeesNobodyElses() async throws {
    try await ReviewWorld.open { world in
      let person = try await world.enterprisePerson()
      let stranger = try await world.enterprisePerson("别家", of: world.otherDepartmentPartner)
      let survey = try await world.openSurvey()
      let participant = try await world.participant(of: survey)
      let place = "/enterprise/surveys/\(participant.id)"
      try await world.browse(as: person) { browser in
        let list = try await browser.get("/enterprise/surveys")
        #expect(list.text.contains("待填写") && list.text.contains("岭澜职业技术学院"))
        let form = try await browser.get(place)
        #expect(form.status == 200)
        let wrong = try await browser.submit(
          form, form: "//form[.//button[@value='submit']]", ["q.q2": "x"], button: ("act", "submit"))
        #expect(wrong.status == 422 && wrong.text.contains("请填写数字"))
        let kept = try await browser.post(
          place, [("version", "\(participant.version)"), ("act", "save"), ("q.q2", "30")],
          headers: [("Accept", "application/json")])
        #expect(kept.json?["version"]?.integer == Int64(participant.version + 1))
        try await #expect(browser.get("/enterprise/surveys").text.contains("填写中"))
        let sent = try await browser.post(
          place, [("version", "\(participant.version + 1)"), ("act", "submit")] + world.typed(survey))
        try await #expect(sent.follow().text.contains("感谢您的填写"))
        try await #expect(browser.get("/enterprise/surveys").text.contains("已提交"))
        try await #expect(browser.get("/surveys").status == 403)
      }
      try await world.browse(as: stranger) { browser in
        try await #expect(!browser.get("/enterprise/surveys").text.contains(survey.title.chinese))
        try await #expect(browser.get(place).status == 404)
        try await #expect(browser.post(place, [("version", "1"), ("act", "decline")]).status == 404)
      }
    }
  }

  @Test func theSchoolEntersAnAnswerWithAScan() async throws {
    try await ReviewWorld.open { world in
      let survey = try await world.openSurvey()
      let participant = try await world.participant(of: survey)
      let place = "/surveys/\(survey.id)/participants/\(participant.id)"
      try await world.browse(as: world.office) { browser in
        let form = try await browser.get("\(place)/enter")
        #expect(form.text.contains("您正在代“甲精密机械有限公司”填写"))
        let without = try await browser.post(
          "\(place)/enter", [("version", "\(participant.version)"), ("act", "submit")] + world.typed(survey))
        #expect(without.status == 422 && without.text.contains("请说明答复是怎样得到的"))
        let sent = try await browser.post(
          "\(place)/enter",
          [("version", "\(participant.version)"), ("act", "submit"), ("note", "纸质问卷")] + world.typed(survey))
        let answer = try await sent.follow()
        #expect(answer.text.contains("由学校代填：李岚") && answer.text.contains("纸质问卷"))
        let scan = try await browser.upload(
          "\(place)/attachments", files: [.init("file", name: "问卷.png", bytes: ReviewWorld.png)])
        try await #expect(scan.follow().text.contains("问卷.png"))
        let bad = try await browser.upload(
          "\(place)/attachments", files: [.init("file", name: "问卷.pdf", bytes: [0x4D, 0x5A, 0x90, 0])])
        #expect(bad.status == 422)
      }
    }
  }

  @Test func questionsAreAddedChangedMovedAndFrozen() async throws {
    try await ReviewWorld.open { world in
      let draft = try await world.survey()
      let place = "/surveys/\(draft.id)/questions"
      try await world.browse(as: world.office) { browser in
        let form = try await browser.get("\(place)/new")
        let wrong = try await browser.submit(
          form, form: Self.question, ["kind": "single", "text": "", "options": "甲\n甲"])
        #expect(wrong.status == 422 && wrong.text.contains("有相同的选项"))
        let added = try await browser.submit(
          form, form: Self.question,
          ["kind": "single", "text": "是否加班", "options": "经常 | Often\n偶尔\n从不", "required": "1"])
        try await #expect(added.follow().text.contains("是否加班"))
        let question = try #require(try await world.stored(draft.id).questions.last)
        #expect(question.key == "q19" && question.options.map(\.key) == ["o1", "o2", "o3"] && question.isRequired)
        let version = try await world.stored(draft.id).version
        _ = try await browser.post("\(place)/q19/up", [("version", "\(version)")])
        try await #expect(world.stored(draft.id).questions.suffix(2).map(\.key) == ["q19", "q18"])
        let late = try await browser.post("\(place)/q19/remove", [("version", "\(version)")])
        #expect(late.status == 409 && late.text.contains("刚刚有人修改过"))
        try await #expect(browser.get("\(place)/q404").status == 404)
      }
      let survey = try await world.openSurvey()
      try await world.answer(survey)
      let open = "/surveys/\(survey.id)/questions"
      try await world.browse(as: world.office) { browser in
        try await #expect(browser.get(open).text.contains("已有企业开始填写"))
        try await #expect(browser.get("\(open)/new").status == 409)
        let form = try await browser.get("\(open)/q18")
        let silent = try await browser.submit(form, form: Self.question, ["text": "您的建议"])
        #expect(silent.status == 422 && silent.text.contains("请说明为什么修改文字"))
        let reworded = try await browser.submit(form, form: Self.question, ["text": "您的建议", "note": "更亲切"])
        try await #expect(reworded.follow().text.contains("文字有修改：更亲切"))
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func programsReadAnswersAndAnswerByLink(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let survey = try await world.openSurvey()
      let participant = try await world.participant(of: survey)
      let page = try await world.surveyLink()
      let link = page.replacing("/l/", with: "/api/v1/links/")
      let major = try #require(survey.majorIDs.first)
      try await world.browse(as: world.expert) { browser in
        _ = try await browser.get(page)
        let asked = try await browser.json(.get, link)
        #expect(asked.status == 200 && asked.json?["questions"]?.array?.count == 18)
        #expect(asked.header("Cache-Control") == "no-store")
        let version = JSONValue.integer(Int64(participant.version))
        let wrong = try await browser.json(
          .post, link,
          [
            "act": "submit", "version": version, "colour": "red",
            "answers": ["q2": "许多", "q99": "x", "q18": ["a": 1]], "demand": [["major": "zzz"]],
          ])
        #expect(wrong.status == 422)
        let fields = Set((wrong.json?["errors"]?.array ?? []).compactMap { $0["field"]?.string })
        #expect(fields == ["colour", "answers.q99", "answers.q18", "demand.0.major"])
        let right: JSONValue = [
          "act": "submit", "version": version,
          "answers": ["q2": 1200, "q4": "o1", "q8": ["o1", "o2"], "q13": true, "q14": "15 人"],
          "demand": [
            [
              "major": .string(major.description), "hires": .members([("\(survey.firstYear)", .integer(5))]),
              "payFrom": 500_000, "skills": ["PLC", "识图"],
            ]
          ],
        ]
        let sent = try await browser.json(.post, link, right)
        #expect(sent.status == 200, "\(sent.text)")
        #expect(sent.json?["answers"]?["q13"]?.string == "yes" && sent.json?["outcome"]?.string == "answers")
        #expect(sent.json?["demand"]?.array?.first?["payFrom"]?.integer == 500_000)
        try await #expect(browser.json(.post, link, right).status == 409)
      }
      try await world.browse(as: world.office) { browser in
        let list = try await browser.json(.get, "/api/v1/surveys?state=open")
        #expect(list.json?["items"]?.array?.first?["progress"]?["answered"]?.integer == 1)
        let answers = try await browser.json(.get, "/api/v1/surveys/\(survey.id)/answers")
        #expect(answers.json?["items"]?.array?.first?["answers"]?["q2"] != nil && !answers.text.contains("王敏"))
        for path in ["?state=odd", "?limit=0", "?after=!"] {
          try await #expect(browser.json(.get, "/api/v1/surveys\(path)").status == 422, "\(path)")
        }
      }
      try await world.browse(as: world.foreignOffice) { browser in
        try await #expect(browser.json(.get, "/api/v1/surveys/\(survey.id)").status == 404)
        try await #expect(browser.json(.get, "/api/v1/surveys/\(survey.id)/answers").status == 404)
      }
    }
  }
}
