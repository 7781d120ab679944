import Localization
import Values

extension Styleguide {
  static func figures(_ t: Localizer) -> HTML {
    StatRow([
      StatTile(t("kit.sample.partners"), "134", trend: .up(t("kit.sample.moreThanLastYear")), link: "#lists"),
      StatTile(t("kit.sample.inForce"), "102", note: t("kit.sample.endingSoon"), link: "#lists"),
      StatTile(t("kit.sample.qualified"), "127", of: "134", note: t("kit.sample.toReview"), link: "#lists"),
      StatTile(
        t("kit.sample.coverage"), "21", of: "24", note: t("kit.sample.coverageShort"), tone: .warning, link: "#charts",
        picture: ProgressRing(0.875, title: t("kit.sample.coverage"), tone: .warning).html),
    ]).html
  }

  static func record(_ t: Localizer) -> HTML {
    let facts = DescriptionList([
      .text(t("kit.sample.name"), t("kit.sample.company1")),
      .init(t("kit.sample.code"), "\(CopyButton("91440101MA5CXXXX0C", t))"),
      .text(t("kit.sample.region"), t("kit.sample.place1")),
      .init(t("kit.sample.level"), "\(Badge(.ok, t("kit.sample.base")))"),
      .text(t("kit.sample.park"), nil), .text(t("kit.sample.staff"), "1,260"),
      .text(t("kit.sample.about"), t("kit.sample.aboutText"), isWide: true),
    ])
    let tree = Tree(
      t("kit.sample.majors"),
      [
        .init(
          t("kit.sample.department"), isOpen: true,
          [
            .init(t("kit.sample.major1"), link: "#record", note: "<span class=\"code\">460103</span>", isCurrent: true),
            .init(t("kit.sample.major2"), link: "#record", note: "<span class=\"code\">460113</span>"),
          ]), .init(t("kit.sample.department2"), [.init(t("kit.sample.major3"), link: "#record")]),
      ])
    let calendar = MonthCalendar(
      month: today, today: today,
      marks: [
        today: [.init(.warning, t("kit.sample.signing"), link: "#workflow")],
        today.adding(days: -4): [.init(.ok, t("kit.sample.visit"), link: "#record")],
      ], previous: "#record", next: "#record", t)
    let edit = LinkButton(t("kit.sample.edit"), to: "#forms", style: .quiet, icon: .edit, isSmall: true)
    return """
      <div class="columns"><div class="stack">\
      \(Card(t("kit.sample.basics"), actions: edit.html, facts))\(Card(t("kit.sample.calendar"), calendar))</div>\
      <div class="stack">\(Card(t("kit.sample.majors"), tree))\(Card(t("kit.sample.today"), isFlush: true, todayRows(t)))</div></div>
      """
  }

  private static func todayRows(_ t: Localizer) -> HTML {
    """
    <ul class="rows"><li><a href="#record"><span>\(t("kit.sample.journal"))</span>\
    <span class="warning">\(t("kit.sample.journalDue"))</span></a></li>\
    <li><a href="#record"><span>\(t("kit.sample.pay"))</span><span class="ok">\(t("kit.sample.payText"))</span></a></li>\
    <li><a href="#record"><span>\(t("kit.sample.insurance"))</span><span>\(today.adding(days: 60))</span></a></li></ul>
    """
  }

  static func workflow(_ t: Localizer) -> HTML {
    let teacher = t("kit.sample.teacher")
    let change = DifferenceTable(
      [
        .init(t("kit.sample.level"), before: t("kit.sample.signed"), after: t("kit.sample.base")),
        .init(t("kit.sample.park"), before: nil, after: t("kit.sample.parkName")),
        .init(t("kit.sample.staff"), before: "1,180", after: "1,260"),
      ], t)
    let mark = Button(t("kit.sample.approve"), style: .primary).html
    let waits = ActorCard(
      name: teacher, role: t("kit.sample.office"), task: t("kit.sample.task1"), due: today.adding(days: 3),
      today: today,
      state: Badge(.info, t("kit.sample.inReview")), actions: mark, t)
    let mine = ActorCard(
      name: teacher, task: t("kit.sample.task2"), due: today.adding(days: -2), today: today,
      state: Badge(.bad, t("kit.sample.returned")), isMine: true, t)
    let nobody = ActorCard(
      name: nil, task: t("kit.sample.done"), today: today, state: Badge(.ok, t("kit.sample.qualified")), t)
    let steps = Steps(
      t("kit.sample.review"),
      [
        .init(t("kit.sample.stepSubmit"), .done, note: "\(t("kit.sample.teacher2")) · \(today.adding(days: -9))"),
        .init(t("kit.sample.stepDepartment"), .done, note: "\(t("kit.sample.teacher3")) · \(today.adding(days: -4))"),
        .init(
          t("kit.sample.stepOffice"), .current,
          note: "\(teacher) · \(DueDate(today.adding(days: 3), today: today, t).words)"),
        .init(t("kit.sample.stepDecision"), .upcoming),
      ])
    let history = Timeline(
      [
        .init(
          at: now.advanced(by: .seconds(-1500)), who: teacher, "\(t("kit.sample.event1"))", detail: change.html,
          icon: .edit,
          tone: .info),
        .init(
          at: now.advanced(by: .seconds(-86_400)), who: t("kit.sample.teacher3"), "\(t("kit.sample.event2"))",
          icon: .check,
          tone: .ok),
        .init(
          at: now.advanced(by: .seconds(-86_400 * 40)), who: nil, "\(t("kit.sample.event3"))", icon: .bell,
          tone: .warning),
      ], now: now, t)
    return """
      \(waits)\(mine)\(nobody)\(Card(t("kit.sample.review"), steps))\(Card(t("kit.sample.history"), history))
      """
  }
}
