import Foundation
import FoundationXML
import Localization
import Testing
import Values

@testable import Views

@Suite struct PartTests {
  @Test func figuresReadWell() {
    #expect(FigureText.grouped(0) == "0")
    #expect(FigureText.grouped(-1_234_567) == "-1,234,567")
    #expect(FigureText.grouped(Int64.min) == "-9,223,372,036,854,775,808")
    #expect(FigureText.percent(0.996) == "99%")
    #expect(FigureText.percent(1) == "100%")
    #expect(FigureText.percent(.nan) == "—")
    #expect(FigureText.decimal(1234.5) == "1,234.5")
    #expect(FigureText.decimal(-0.05) == "-0.05")
    #expect(FigureText.decimal(-0.001) == "0")
    #expect(FigureText.decimal(1e300) == "—")
  }

  @Test func dueDatesSayHowNear() throws {
    let t = try Pages.localizer()
    func due(_ days: Int) -> DueDate { DueDate(Pages.today.adding(days: days), today: Pages.today, t) }
    #expect(due(-2).words == "逾期 2 天")
    #expect(due(0).words == "今天")
    #expect(due(3).words == "剩 3 天")
    #expect(due(61).words == Pages.today.adding(days: 61).description)
    #expect([due(-1).tone, due(0).tone, due(3).tone, due(4).tone] == [.bad, .warning, .warning, .neutral])
    #expect(due(3).html.text.contains("title=\"2026-11-24\""))
  }

  @Test func timesShowTheExactMinute() throws {
    let t = try Pages.localizer(.english)
    let time = RelativeTime(Pages.now.advanced(by: .seconds(-600)), now: Pages.now, t)
    #expect(time.words == "10 minutes ago")
    #expect(time.html.text.contains("title=\"\(Pages.now.advanced(by: .seconds(-600)).minuteText)\""))
  }

  @Test func fieldsTieHintAndMistakeToTheControl() throws {
    let field = FormField.text("contacts[0].name", label: "Name", hint: "hint", error: "wrong", required: true)
    let root = try Pages.tree(field.html)
    let input = try #require(Pages.elements(".//input", in: root).first)
    #expect(input.attribute(forName: "id")?.stringValue == "f-contacts-0--name")
    #expect(input.attribute(forName: "aria-invalid")?.stringValue == "true")
    #expect(input.attribute(forName: "required") != nil)
    let described = try #require(input.attribute(forName: "aria-describedby")?.stringValue)
    #expect(described == "f-contacts-0--name-hint f-contacts-0--name-error")
    #expect(try Pages.values(".//p[@id='f-contacts-0--name-error']", in: root) == ["wrong"])
    let summary = ErrorSummary([.init(field: "contacts[0].name", "wrong")], try Pages.localizer())
    #expect(summary.html.text.contains("href=\"#f-contacts-0--name\""))
  }

  /// The parser of HTML drops the first line feed of a text area.
  @Test func textAreasKeepALeadingLineFeed() throws {
    let field = FormField.textArea("about", label: "About", value: "\nfirst", try Pages.localizer())
    #expect(field.html.text.contains(">\n\nfirst</textarea>"))
  }

  @Test func typedValuesComeBack() throws {
    let typed = "１２ 人\""
    #expect(
      try Pages.values(".//input/@value", in: Pages.tree(FormField.number("n", label: "N", value: typed).html)) == [
        typed
      ])
    let choices: [FormField.Choice] = [.init("a", "A"), .init("b", "B"), .init("c", "C")]
    let select = FormField.select("s", label: "S", choices: choices, value: "b")
    #expect(try Pages.values(".//option[@selected]/@value", in: Pages.tree(select.html)) == ["b"])
    let boxes = FormField.checkboxGroup("g", label: "G", choices: choices, values: ["a", "c"])
    #expect(try Pages.values(".//input[@checked]/@value", in: Pages.tree(boxes.html)) == ["a", "c"])
  }

  @Test func secretsAreNeverWrittenBack() throws {
    let root = try Pages.tree(FormField.password("p", label: "P", try Pages.localizer()).html)
    #expect(try Pages.values(".//input/@value", in: root).isEmpty)
  }

  @Test func multipartFormsCarryTheTokenInTheAddress() throws {
    let t = try Pages.localizer()
    let form = try Pages.tree(FormView(action: "/x?a=1", csrf: "tok en", isMultipart: true, t, "").html)
    #expect(try Pages.values("form/@action", in: form) == ["/x?a=1&_csrf=tok%20en"])
    #expect(try Pages.elements(".//input[@name='_csrf']", in: form).isEmpty)
    let plain = try Pages.tree(FormView(action: "/x", csrf: "tok en", t, "").html)
    #expect(try Pages.values(".//input[@name='_csrf']/@value", in: plain) == ["tok en"])
  }

  @Test func listAddressesKeepTheRestAndForgetThePlace() {
    let address = ListAddress("/p", [("q", "岭"), ("level", "a"), ("level", "b"), ("after", "xyz"), ("none", "")])
    #expect(address.link.text == "/p?q=%E5%B2%AD&level=a&level=b&after=xyz")
    #expect(address.setting("sort", "name").link.text == "/p?q=%E5%B2%AD&level=a&level=b&sort=name")
    #expect(address.removing("level", "a").link.text == "/p?q=%E5%B2%AD&level=b")
    #expect(address.removing("level").removing("q").link.text == "/p")
    #expect(address.at("before", "1").link.text == "/p?q=%E5%B2%AD&level=a&level=b&before=1")
    #expect(address.moved(to: "/p.xlsx").link.text == "/p.xlsx?q=%E5%B2%AD&level=a&level=b")
    #expect(address["level"] == "a")
    #expect(address.all("level") == ["a", "b"])
    #expect(!address.hiddenFields(except: ["q"]).text.contains("after"))
  }

  @Test func columnsTurnTheirOrderAround() throws {
    let t = try Pages.localizer()
    func head(_ sort: String) throws -> XMLElement {
      let column = DataTable.Column("name", "Name", sortedIn: ListAddress("/p", [("sort", sort)]), phone: .title)
      let table = DataTable(
        caption: "c", columns: [column], rows: [.init(id: "1", name: "n", [.text("x")])], empty: EmptyState(title: "e"),
        t)
      return try #require(Pages.elements(".//th", in: Pages.tree(table.html)).first)
    }
    let up = try head("name")
    #expect(up.attribute(forName: "aria-sort")?.stringValue == "ascending")
    #expect(try Pages.values("a/@href", in: up) == ["/p?sort=-name"])
    let down = try head("-name")
    #expect(down.attribute(forName: "aria-sort")?.stringValue == "descending")
    #expect(try Pages.values("a/@href", in: down) == ["/p?sort=name"])
    let other = try head("level")
    #expect(other.attribute(forName: "aria-sort") == nil)
  }

  @Test func filtersCanBeTakenAway() throws {
    let address = ListAddress("/p", [("q", "x"), ("level", "a"), ("tab", "1")])
    let bar = FilterBar(
      address, placeholder: "find", filters: [Filter("level", "Level", choices: [.init("a", "A")])],
      try Pages.localizer())
    let root = try Pages.tree(bar.html)
    #expect(try Pages.values(".//a[@class='chip-remove']/@href", in: root) == ["/p?q=x&tab=1"])
    #expect(try Pages.values(".//a[contains(@class, 'clear')]/@href", in: root) == ["/p?tab=1"])
    #expect(try Pages.values(".//input[@type='hidden']/@name", in: root) == ["tab"])
    #expect(try Pages.values(".//input[@checked]/@value", in: root) == ["a"])
  }

  @Test func phonesHaveFourTabsAndTheMenu() throws {
    let shell = try Pages.shell()
    let root = try Pages.tree(ofPage: shell.document(""))
    #expect(try Pages.elements("//nav[@class='tab-bar']//li", in: root).count == 5)
    #expect(try Pages.values("//nav[@class='tab-bar']//li[5]/a/@href", in: root) == ["#navigation"])
    #expect(try Pages.values("//html/@data-theme", in: root) == ["dark"])
    #expect(try Pages.values("//noscript/meta/@content", in: root) == ["5"])
    #expect(try Pages.values("//title", in: root).first == "样式指南 · 桥 Qiao")
  }
}
