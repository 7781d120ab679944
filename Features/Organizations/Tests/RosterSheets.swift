import Database
import Files
import Foundation
import Imports
import Localization
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Organizations

/// Sheets of rosters, handed in and worked on at once.
extension World {
  var students: ImportDesk<ImportStudents> { ImportDesk(ImportStudents(services), services: services) }
  var teachers: ImportDesk<ImportTeachers> { ImportDesk(ImportTeachers(services), services: services) }

  var owner: ImportOwner { ImportOwner(schoolID: school.id.rawValue, accountID: nil) }
  /// The administrator of the department 机电工程学院.
  var mechanicsOwner: ImportOwner {
    ImportOwner(schoolID: school.id.rawValue, accountID: nil, departmentID: mechanics.id.rawValue)
  }

  func path(_ name: String) -> String { "\(services.files.temporaryFolder)/\(UUID().uuidString)-\(name)" }

  /// A sheet after its check. The columns are taken as they were recognised.
  func handIn<Person>(
    _ file: SheetFile, to desk: ImportDesk<ImportRoster<Person>>, by owner: ImportOwner? = nil
  ) async throws -> ImportBatch {
    let path = try file.write(to: path("in.xlsx"))
    let batch = try await desk.handIn(fileAt: path, fileName: "名单.xlsx", by: owner ?? self.owner)
    if batch.state == .uploaded { try await desk.map(batch, columns: batch.mapping.columns) }
    return try await worked(batch, desk)
  }

  func worked<Person>(
    _ batch: ImportBatch, _ desk: ImportDesk<ImportRoster<Person>>
  ) async throws -> ImportBatch {
    try await desk.work(on: batch.id, school: batch.owner.schoolID)
    return try await desk.batch(batch.id, school: batch.owner.schoolID)
  }

  /// Hands in, confirms and writes.
  @discardableResult
  func written<Person>(
    _ file: SheetFile, to desk: ImportDesk<ImportRoster<Person>>, by owner: ImportOwner? = nil
  ) async throws -> ImportBatch {
    let batch = try await handIn(file, to: desk, by: owner)
    try await desk.confirm(batch, isOnlyNew: false)
    return try await worked(batch, desk)
  }

  func takenBack<Person>(
    _ batch: ImportBatch, _ desk: ImportDesk<ImportRoster<Person>>
  ) async throws -> ImportBatch {
    try await desk.takeBack(batch)
    return try await worked(batch, desk)
  }

  func rows<Person>(
    _ batch: ImportBatch, _ desk: ImportDesk<ImportRoster<Person>>, _ filter: RowFilter? = nil
  ) async throws -> [KeptRow] {
    try await desk.rows(of: batch, only: filter, .after(0)).rows
  }

  func student(_ number: String, of school: School? = nil) async throws -> Student? {
    let (store, id) = (store, (school ?? self.school).id)
    return try await database.read { try store.student(studentNumber: number, school: id, on: $0) }
  }

  func teacher(_ number: String) async throws -> Teacher? {
    let (store, id) = (store, school.id)
    return try await database.read { try store.teacher(staffNumber: number, school: id, on: $0) }
  }

  /// A valid identity number of somebody born on a day; odd numbers are men.
  static func citizen(_ birth: String, _ number: Int) -> String {
    let text = "440112\(birth)\(String(1000 + number).suffix(3))"
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(text.utf8, weights).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
    return text + String(Array("10X98765432")[sum % 11])
  }
}
