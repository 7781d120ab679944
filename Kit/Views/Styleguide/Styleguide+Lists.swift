import Localization
import Values

extension Styleguide {
  private static let address = ListAddress("/styleguide", [("department", "mechanical"), ("sort", "name")])

  static func lists(_ t: Localizer) -> HTML {
    let bar = FilterBar(
      address, placeholder: t("kit.sample.searchHint"),
      filters: [
        Filter(
          "department", t("kit.sample.departmentWord"),
          choices: [
            .init("mechanical", t("kit.sample.department"), count: 42),
            .init("building", t("kit.sample.department2"), count: 17),
          ]),
        Filter(
          "level", t("kit.sample.level"),
          choices: [
            .init("prospect", t("kit.sample.prospect"), count: 31), .init("signed", t("kit.sample.signed"), count: 64),
            .init("base", t("kit.sample.base"), count: 39),
          ], isMultiple: false),
        Filter(
          "since", t("kit.sample.since"), summary: nil,
          content:
            "\(FormField.date("from", label: t("kit.sample.from")))\(FormField.date("to", label: t("kit.sample.to")))"),
      ],
      saved: SavedSearches(
        [.init(t("kit.sample.endingSoonSearch"), "/styleguide?ending=30", removal: "/styleguide")],
        keepAt: "/styleguide",
        of: address, csrf: token), target: "sample-table", t)
    return
      "\(bar)\(table(t))\(DataTable(caption: t("kit.sample.visits"), columns: [], rows: [], empty: EmptyState(icon: .visit, title: t("kit.sample.emptyTitle"), text: t("kit.sample.emptyText")), id: "empty-table", t))"
  }

  private static func table(_ t: Localizer) -> DataTable {
    DataTable(
      caption: t("kit.sample.partners"),
      columns: [
        .init("name", t("kit.sample.company"), sortedIn: address, phone: .title),
        .init("level", t("kit.sample.level"), sortedIn: address, isNarrow: true),
        .init("majors", t("kit.sample.majors")),
        .init("fulfilment", t("kit.sample.fulfilment"), isNarrow: true),
        .init("validity", t("kit.sample.validity"), isNarrow: true), .init("actor", t("kit.sample.actor")),
        .init("people", t("kit.sample.people"), alignment: .end, sortedIn: address, isNarrow: true),
      ], rows: rows(t), count: t("kit.sample.count"),
      selection: Selection(
        action: "/styleguide", csrf: token, matching: 134,
        [
          .init(t("kit.sample.setLevel"), value: "level"),
          .init(t("kit.sample.export"), value: "export", icon: .download),
          .init(t("kit.sample.stop"), value: "stop", style: .danger, confirm: t("kit.sample.stopQuestion")),
        ]),
      columnChoice: ColumnChoice(
        address,
        columns: [
          ("name", t("kit.sample.company"), true), ("level", t("kit.sample.level"), true),
          ("park", t("kit.sample.park"), false),
        ]),
      tools: LinkButton(t("kit.sample.export"), to: "#lists", style: .quiet, icon: .download, isSmall: true).html,
      pager: Pager(previous: nil, next: address.at("after", "x").link, text: t("kit.sample.range"), t),
      empty: EmptyState(title: t("kit.sample.emptyTitle")), id: "sample-table", t)
  }

  private static func rows(_ t: Localizer) -> [DataTable.Row] {
    func progress(_ share: Double?, _ tone: Tone = .brand) -> HTML {
      share.map { ProgressBar($0, label: t("kit.sample.fulfilment"), tone: tone).html } ?? .dash
    }
    func actor(_ name: String?, _ task: String = "", _ days: Int = 0) -> HTML {
      ActorLine(name, task: task, due: today.adding(days: days), today: today, t).html
    }
    let (base, signed, prospect) = (t("kit.sample.base"), t("kit.sample.signed"), t("kit.sample.prospect"))
    return [
      .init(
        id: "1", name: t("kit.sample.company1"), link: "#record",
        [
          .text(t("kit.sample.company1"), second: "91440101MA5CXXXX0C · \(t("kit.sample.place1"))"),
          .init("\(Badge(.ok, base))"),
          .text(t("kit.sample.majors1"), second: "+2"), .init(progress(0.92)),
          .init("\(Badge(.ok, t("kit.sample.validUntil", ["date": "2027-06"])))"),
          .init(actor(t("kit.sample.teacher"), t("kit.sample.task1"), 3)), .text("42 / 17"),
        ]),
      .init(
        id: "2", name: t("kit.sample.company2"), link: "#record",
        [
          .text(t("kit.sample.company2"), second: "91440105MA59XXXX2K · \(t("kit.sample.place2"))"),
          .init("\(Badge(.info, signed))"),
          .text(t("kit.sample.majors2")), .init(progress(0.64, .warning)),
          .init("\(Badge(.warning, t("kit.sample.expiring")))"),
          .init(actor(t("kit.sample.enterpriseSide"), t("kit.sample.task3"), -2)), .text("18 / 6"),
        ]),
      .init(
        id: "3", name: t("kit.sample.company3"), link: "#record",
        [
          .text(t("kit.sample.company3"), second: "91440118MA5AXXXX7H · \(t("kit.sample.place3"))"),
          .init("\(Badge(.neutral, prospect))"),
          .text(t("kit.sample.majors3")), .init(progress(nil)), .init("\(Badge(.bad, t("kit.sample.returned")))"),
          .init(actor(t("kit.sample.teacher2"), t("kit.sample.task2"), 0)), .text("0 / 0"),
        ]),
      .init(
        id: "4", name: t("kit.sample.company4"), link: "#record",
        [
          .text(t("kit.sample.company4"), second: "91440606MA4WXXXX9P · \(t("kit.sample.place4"))"),
          .init("\(Badge(.brand, t("kit.sample.key")))"), .text(t("kit.sample.majors4"), second: "+1"),
          .init(progress(1)),
          .init("\(Badge(.ok, t("kit.sample.validUntil", ["date": "2028-03"])))"), .init(actor(nil)), .text("66 / 31"),
        ]),
    ]
  }
}
