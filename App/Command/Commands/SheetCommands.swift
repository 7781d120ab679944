import ArgumentParser
import Composition
import Database
import Foundation
import Imports
import Localization
import Organizations
import Partners
import Platform
import Records
import Values

/// `qiao import`
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import a spreadsheet (.xlsx, .xls, .ods, .csv) into a school's registry or rosters.")

  /// What can be imported.
  enum What: String, CaseIterable, ExpressibleByArgument {
    case partners, students, teachers
  }

  @OptionGroup var common: CommonOptions

  @Argument(help: "What the rows are: partners, students or teachers.")
  var what: What

  @Argument(help: "The spreadsheet.")
  var file: String

  @Option(help: "The school's code; needed where there are several.")
  var school: String?

  @Flag(help: "Only say what would happen.")
  var dryRun = false

  @Flag(help: "Write the right rows although others are wrong.")
  var skipWrong = false

  func run() async throws {
    let installation = try await OpenedInstallation.open(try common.settings(), readsSheets: true)
    let services = installation.services
    switch what {
    case .partners: try await run(ImportPartners(services), installation)
    case .students: try await run(ImportStudents(services), installation)
    case .teachers: try await run(ImportTeachers(services), installation)
    }
  }

  private func run(_ kind: some ImportKind, _ installation: OpenedInstallation) async throws {
    let services = installation.services
    let t = services.localizer(.chinese)
    let owner = ImportOwner(schoolID: try await tenant(installation).rawValue, accountID: nil)
    var wish = ImportWish()
    wish.isDryRun = dryRun
    wish.isSkippingWrong = skipWrong
    let line = ProgressLine("Import")
    let desk = ImportDesk(kind, services: services)
    let words = desk.words(t)
    let outcome: ImportOutcome
    do {
      outcome = try await desk.importFile(
        at: file, fileName: URL(fileURLWithPath: file).lastPathComponent, for: owner, wish
      ) { done, total in line.show(done, of: total) }
    } catch ImportRefusal.sheet(let message) {
      throw Failure(t(message), .wrongData)
    } catch ImportRefusal.missingColumns(let names) {
      let labels = names.map { name in kind.column(name).map { t($0.label) } ?? name }
      throw Failure("the sheet has no column for \(labels.joined(separator: ", "))", .wrongData)
    }
    for row in outcome.rows {
      for problem in row.problems { Output.line("row \(row.number) \(row.title): \(words(problem))") }
      for warning in row.warnings { Output.line("row \(row.number) \(row.title): (\(words(warning)))") }
    }
    for heading in outcome.leftOut { Output.line("column \(heading) is not imported") }
    let counts = outcome.counts
    Output.line(
      "new \(counts.new), changed \(counts.changed), unchanged \(counts.unchanged), wrong \(counts.wrong)"
        + (outcome.batch == nil ? "; nothing was written" : "; written"))
    try await installation.database.close()
    if counts.wrong > 0 {
      throw Failure(
        "\(counts.wrong) rows are wrong" + (skipWrong ? "" : "; --skip-wrong writes the others"), .wrongData)
    }
  }

  private func tenant(_ installation: OpenedInstallation) async throws -> ID<School> {
    let code = school
    let schools = try await installation.database.read { try SchoolStore.schools(in: .installation, on: $0) }
    if let code {
      guard let found = schools.first(where: { $0.code == code }) else {
        throw Failure("there is no school with the code \(code)", .wrongData)
      }
      return found.id
    }
    guard schools.count == 1, let only = schools.first else {
      throw Failure(
        schools.isEmpty
          ? "there is no school yet; make one on the page of schools"
          : "name the school with --school: \(schools.map(\.code).joined(separator: ", "))", .wrongData)
    }
    return only.id
  }
}

/// `qiao export`
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the partners of all schools, or of one, as a spreadsheet.")

  @OptionGroup var common: CommonOptions

  /// What can be exported.
  enum What: String, CaseIterable, ExpressibleByArgument {
    case partners
  }

  @Argument(help: "What the rows are: partners.")
  var what: What

  @Argument(help: "The file to write; .xlsx or .csv.")
  var file: String

  @Option(help: "Only this school's, by its code.")
  var school: String?

  func run() async throws {
    guard let format = ExportPartners.Format(rawValue: URL(fileURLWithPath: file).pathExtension.lowercased()) else {
      throw Failure("the file's name must end in .xlsx or .csv", .cannotWrite)
    }
    let installation = try await OpenedInstallation.open(try common.settings())
    var scope = Actor.Scope.installation
    if let code = school {
      guard
        let found = try await installation.database.read({ try SchoolStore.school(code: code, on: $0) })
      else {
        throw Failure("there is no school with the code \(code)", .wrongData)
      }
      scope = .school(found.id)
    }
    let line = ProgressLine("Export")
    let columns = FormData(PartnerExport.allColumns.map { ("columns", $0) })
    let count = try await ExportPartners(installation.services)(
      columns, in: scope, by: nil, as: format, to: file, installation.services.localizer(.chinese)
    ) { done, total in line.show(done, of: total) }
    try await installation.database.close()
    Output.line("\(count) rows are in \(file).")
  }
}
