import Documents
import Localization
import Records
import Testing
import Values

@testable import Imports

@Suite struct CellsTextTests {
  @Test func everyKindOfCellComesBack() {
    let cells: [SheetCell] = [
      .text("岭南\"精密\"\\机械\n二厂"), .empty, .number("13812345678"), .boolean(true), .boolean(false),
      .date("2026-03-01T08:30:00"), .error("#N/A"), .text("\u{1}\u{1F}"), .text("😀"),
    ]
    #expect(CellsText.cells(CellsText.text(cells)) == cells)
    #expect(CellsText.text([]) == "[]")
    #expect(CellsText.cells("[]") == [])
    #expect(JSONValue.parse(CellsText.text(cells))?.array?.count == cells.count)
  }

  @Test(arguments: ["", "[", "]", "[\"tA]", "[\"t\\x\"]", "{\"t\"}", "[1]", "[\"t\\u00\"]", "null"])
  func whatItDidNotWriteIsRefused(text: String) {
    #expect(CellsText.cells(text) == nil)
  }
}

@Suite struct RowReadingTests {
  private let reading = RowReading(
    ColumnMapping(headerRow: 1, columns: ["code", nil, "name", "count"]), Things.columns)

  private func row(_ cells: SheetCell...) -> SheetRow { SheetRow(number: 7, cells: cells) }

  @Test func takesTheMappedColumns() {
    let read = reading.row(row(.text("a1"), .text("left out"), .text(" 锤子 "), .number("3")))
    #expect(read.number == 7)
    #expect(read.values == ["code": "a1", "name": " 锤子 ", "count": "3"])
    #expect(read.problems.isEmpty)
  }

  @Test func failedFormulasAndLostDigitsAreProblems() {
    let read = reading.row(row(.number("110101199003078000"), .empty, .error("#REF!"), .text("#N/A")))
    #expect(read.values.isEmpty)
    #expect(
      read.problems == [
        FieldProblem("code", "kit.imports.problem.lostDigits", ["value": "110101199003078000"]),
        FieldProblem("name", "kit.imports.problem.formula", ["value": "#REF!"]),
        FieldProblem("count", "kit.imports.problem.formula", ["value": "#N/A"]),
      ])
  }

  @Test func knowsRowsThatDescribeNothing() {
    #expect(reading.isBlank(row(.text(" "), .text("only a remark"), .empty)))
    #expect(!reading.isBlank(row(.error("#N/A"))))
    #expect(RowReading.isFooter(row(.empty, .text("合 计："), .number("3"))))
    #expect(RowReading.isFooter(row(.text("制表人：张三"))))
    #expect(!RowReading.isFooter(row(.text("合计划科技有限公司"))))
    let header = row(.text("编码"), .text("x"), .text("名称"), .text("数量"))
    #expect(reading.repeats(header, header))
    #expect(!reading.repeats(header, row(.text("编码"), .empty, .text("锤子"))))
  }
}

@Suite struct FindingsTests {
  @Test func changesProblemsAndWarningsComeBack() {
    let text = RowFindings.stored(
      changes: [FieldChange(field: "count", before: .integer(3), after: .none)],
      problems: [FieldProblem("name", "kit.records.required")],
      warnings: [FieldProblem("", "kit.imports.problem.formula", ["value": "#N/A"])])
    let findings = RowFindings(stored: text)
    #expect(findings.changes.map(\.field) == ["count"])
    #expect(findings.changes.first?.before == .integer(3))
    #expect(findings.changes.first?.after == .null)
    #expect(findings.problems == [FieldProblem("name", "kit.records.required")])
    #expect(findings.warnings == [FieldProblem("", "kit.imports.problem.formula", ["value": "#N/A"])])
    #expect(RowFindings.stored(changes: [], problems: [], warnings: []).isEmpty)
    #expect(RowFindings(stored: "").problems.isEmpty)
  }

  @Test func textsAreCompleteInBothLanguages() throws {
    let catalogue = try Catalogue(sources: ImportsTexts.sources)
    #expect(catalogue.problems().isEmpty)
    #expect(catalogue.keys(in: .chinese).count > 100)
  }
}
