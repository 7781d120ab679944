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

@testable import Projects

@Suite struct PageTests {
  @Test func fromThePartnersPageToASubmittedApplication() async throws {
    try await ProjectWorld.open { world in
      try await world.browse(as: world.teacher) { browser in
        let partner = world.partner.partnership.id
        let tab = try await browser.get("/partners/\(partner)/projects")
        #expect(tab.text.contains("与这家企业还没有合作项目"))
        let new = try await browser.get("/projects/new?partner=\(partner)")
        let wrong = try await browser.submit(
          new, form: "//form[.//input[@name='title']]", ["title": "", "mode": "contracted-posts", "goal": "承包一条线"])
        #expect(wrong.status == 422 && wrong.text.contains("此项必填") && wrong.text.contains("承包一条线"))
        let made = try await browser.submit(
          wrong, form: "//form[.//input[@name='title']]", ["title": "装配线岗位承包"])
        let show = try #require(made.location)
        #expect(try await made.follow().text.contains("申报书还有"))
        var form = try await browser.get("\(show)/edit")
        for label in ["承包的岗位", "生产订单", "产值", "学生岗位", "产品合格率"] { #expect(form.text.contains(label), "\(label)") }
        #expect(!form.text.contains("共享设备清单"))
        form = try await browser.submit(
          form, form: "//form[.//textarea[@name='goal']]",
          ["asked": "６万元整", "orders": "很多", "startOn": "2026/3/1", "act": "save"])
        #expect(form.status == 422 && form.text.contains("请填金额") && form.text.contains("请填整数"))
        try #expect(form.texts("//input[@name='asked']/@value") == ["６万元整"])
        let sent = try await browser.submit(
          form, form: "//form[.//textarea[@name='goal']]",
          [
            "asked": "６，０００．５元", "orders": "１，２００", "outputValue": "165万", "studentPosts": "30",
            "contractedPosts": "插件 10 人", "content": "工学交替", "endOn": "2027-02-28", "act": "submit",
          ])
        #expect(sent.location == show)
        let page = try await sent.follow()
        #expect(
          page.text.contains("6,000.50 元") && page.text.contains("1,200 单") && page.text.contains("1,650,000.00 元"))
        #expect(!page.text.contains(/projects\.[a-z]/))
      }
    }
  }

  @Test func theOfficeNamesTheGroupMembersVoteAndItIsGranted() async throws {
    try await ProjectWorld.open { world in
      let submitted = try await world.move(.submitted, try await world.application(), by: world.teacher)
      let show = "/projects/\(submitted.id)"
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get(show)
        let none = try await browser.submit(page, form: "//form[.//input[@value='convened']]", ["dueOn": "昨天"])
        #expect(none.status == 422 && none.text.contains("请选择评审小组成员"))
        let done = try await browser.submit(
          page, form: "//form[.//input[@value='convened']]", ["members": "\(world.counsel.accountID)"])
        #expect(try await done.follow().text.contains("评审小组已收到通知"))
      }
      try await world.browse(as: world.counsel) { browser in
        let page = try await browser.get("\(show)/review")
        let wordless = try await browser.submit(
          page, form: "//form[contains(@action, '/vote')]", ["choice": "mend", "score": "很高"])
        #expect(wordless.status == 422 && wordless.text.contains("请写明理由") && wordless.text.contains("请填整数"))
        try #expect(wordless.has("//input[@value='mend'][@checked]"))
        let done = try await browser.submit(
          wordless, form: "//form[contains(@action, '/vote')]", ["score": "８５", "reason": "压减差旅后同意"])
        #expect(try await done.follow().text.contains("评审意见已提交"))
      }
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get(show)
        #expect(page.text.contains("修改后支持 1"))
        let wrong = try await browser.submit(
          page, form: "//form[.//input[@name='budget']]", ["decision": "granted", "budget": "七万"])
        #expect(wrong.status == 422 && wrong.text.contains("请填金额"))
        try #expect(wrong.texts("//input[@name='budget']/@value") == ["七万"])
        let done = try await browser.submit(
          wrong, form: "//form[.//input[@name='budget']]", ["decision": "granted", "budget": "7.5万"])
        let granted = try await done.follow()
        #expect(granted.text.contains("项目已立项") && granted.text.contains("75,000.00 元"))
        let late = try await browser.submit(
          wrong, form: "//form[.//input[@name='budget']]", ["decision": "rejected", "reason": "想退回的理由"])
        #expect(late.status == 409 && late.text.contains("想退回的理由") && late.text.contains("同意立项"))
      }
    }
  }

  @Test func workIsKeptAndSummedUpOnThePages() async throws {
    try await ProjectWorld.open { world in
      let project = try await world.running(try await world.application())
      let progress = "/projects/\(project.id)/progress"
      try await world.browse(as: world.teacher) { browser in
        var page = try await browser.get(progress)
        page = try await browser.submit(
          page, form: "//form[@id='form-milestone']", ["milestone-title": "", "milestone-due": "下周"])
        #expect(page.status == 422)
        page = try await browser.submit(
          page, form: "//form[@id='form-milestone']", ["milestone-title": "设备到位", "milestone-due": "2026-09-01"]
        ).follow()
        #expect(page.text.contains("设备到位") && page.text.contains("0/1"))
        let change = "//form[contains(@id, 'form-milestone-')]"
        let name = try #require(try page.texts("\(change)//select/@name").first)
        page = try await browser.submit(page, form: change, [name: "cancelled"])
        #expect(page.status == 422 && page.text.contains("取消时请写明原因"))
        page = try await browser.submit(page, form: change, [name: "done"]).follow()
        #expect(page.text.contains("1/1"))
        page = try await browser.submit(
          page, form: "//form[@id='form-meeting']", ["meeting-content": "通报进度", "meeting-place": "二楼会议室"]
        ).follow()
        #expect(page.text.contains("二楼会议室"))
        page = try await browser.submit(page, form: "//form[@id='form-plan-new']", ["plan-new-plan": "完成验收"]).follow()
        #expect(page.text.contains("2026 年计划与总结") && page.text.contains("完成验收"))
        let show = try await browser.get("/projects/\(project.id)")
        let wrong = try await browser.submit(
          show, form: "//form[.//input[@value='concluded']]", ["body": "", "utilisation": "七成"])
        #expect(wrong.status == 422 && wrong.text.contains("请填写结题总结"))
        let done = try await browser.submit(
          wrong, form: "//form[.//input[@value='concluded']]", ["body": "共享机制建成", "utilisation": "78"])
        #expect(try await done.follow().text.contains("78%"))
      }
      try await world.browse(as: world.office, in: .english) { browser in
        for path in ["", "/review", "/progress", "/attachments"] {
          let page = try await browser.get("/projects/\(project.id)\(path)")
          #expect(page.status == 200 && !page.text.contains(/projects\.[a-z]/), "\(path)")
        }
        for path in [
          "/projects", "/projects/statistics", "/projects/classes", "/projects/classes/mode/new",
          "/projects/classes/form/joint/edit",
        ] {
          let page = try await browser.get(path)
          #expect(page.status == 200 && !page.text.contains(/projects\.(?!xlsx)[a-z]/), "\(path)")
        }
        let list = try await browser.get("/projects?mode=shared-equipment&state=closing&sort=amount&year=2026&q=共享")
        #expect(list.text.contains("设备共享中心") && list.text.contains("P1-2026-XM-001"))
        let sheet = try await browser.get("/projects.xlsx?state=closing")
        #expect(sheet.status == 200)
      }
    }
  }

  @Test func whoMayNotSeeOrDoIsTurnedAway() async throws {
    try await ProjectWorld.open { world in
      let project = try await world.running(try await world.application())
      let show = "/projects/\(project.id)"
      for stranger in [world.foreignOffice, world.otherDepartmentAdministrator] {
        try await world.browse(as: stranger) { browser in
          for path in [show, "\(show)/progress", "\(show)/review", "\(show)/attachments"] {
            try await #expect(browser.get(path).status == 404, "\(path)")
          }
          let list = try await browser.get("/projects")
          #expect(!list.text.contains("设备共享中心"))
        }
      }
      try await world.browse(as: world.counsel) { browser in
        let page = try await browser.get(show)
        try #expect(
          !page.has("//form[contains(@action, '/manage')]") && !page.has("//form[contains(@action, '/apply')]"))
        try await #expect(browser.get("\(show)/edit").status == 403)
        try await #expect(browser.get("/projects/classes").status == 403)
      }
      try await world.browse(as: world.teacher) { browser in
        let edit = try await browser.get("\(show)/edit")
        #expect(edit.location == show)
        try await #expect(browser.get("/projects/0000000000000").status == 404)
      }
    }
  }
}
