import Accounts
import Database
import Files
import Foundation
package import Imports
import Localization
import Platform
import Records
import Values
import Views
import Web

/// The pages of one kind of import, for members of a school who hold a permission.
package struct ImportRoutes<Kind: ImportKind>: Sendable {
  let desk: ImportDesk<Kind>
  let permission: Permission
  let takesDepartments: Bool
  /// Who may have made what wrong rows lack.
  let remedies: Permission?

  /// - Parameter takesDepartments: whether roles of a department may import, each into its own;
  ///   the kind of import keeps to the owner's department then.
  /// - Parameter remedies: the permission to make what wrong rows lack, where the kind makes anything.
  package init(
    _ desk: ImportDesk<Kind>, needs permission: Permission, takesDepartments: Bool = false, remedies: Permission? = nil
  ) {
    self.desk = desk
    self.permission = permission
    self.takesDepartments = takesDepartments
    self.remedies = remedies
  }

  private static var limits: UploadLimits {
    UploadLimits(
      files: 1, fileBytes: FilePolicy.sheets.limit, totalBytes: FilePolicy.sheets.limit + 1 << 20, fields: 10)
  }

  private static var pageSize: Int { 20 }

  package func add(to member: inout MemberRoutes) {
    let path = desk.kind.path.text
    member.get(path, needs: permission) { try await list($0) }
    member.post(path, needs: permission, body: .multipart(Self.limits)) { try await handIn($0) }
    member.get("\(path)/template.xlsx", needs: permission) { try await template($0) }
    member.get("\(path)/{batch}", needs: permission) { try await show($0) }
    member.get("\(path)/{batch}/events", needs: permission) { member in
      let batch = try await batch(member)
      return .events(desk.events(of: batch.id, school: batch.owner.schoolID, member.t))
    }
    member.get("\(path)/{batch}/mapping", needs: permission) { member in
      try await member.page(pages(member).mapping(try await batch(member)))
    }
    member.post("\(path)/{batch}/mapping", needs: permission) { try await map($0) }
    member.post("\(path)/{batch}/sheet", needs: permission) { member in
      let form = member.exchange.form
      return try await act(member, next: "/mapping") { batch in
        try await desk.look(at: form["sheet"] ?? "", headerRow: form["headerRow"].flatMap { Int($0) }, of: batch)
      }
    }
    member.post("\(path)/{batch}/confirm", needs: permission) { member in
      let isOnlyNew = member.exchange.form["only"] == "new"
      return try await act(member) { try await desk.confirm($0, isOnlyNew: isOnlyNew) }
    }
    member.post("\(path)/{batch}/again", needs: permission) { member in
      try await act(member) { try await desk.checkAgain($0) }
    }
    member.post("\(path)/{batch}/resume", needs: permission) { member in
      try await act(member) { try await desk.resume($0) }
    }
    if let remedies {
      member.post("\(path)/{batch}/remedy", needs: remedies) { member in
        guard member.actor.may(permission) else { throw WebError.forbidden() }
        return try await act(member) { try await desk.remedyAndCheck($0) }
      }
    }
    member.get("\(path)/{batch}/undo", needs: permission) { member in
      let batch = try await batch(member)
      guard desk.mayBeTakenBack(batch) else { return .redirect(to: desk.kind.link(to: batch)) }
      return try await member.page(pages(member).takeBackPage(batch))
    }
    member.post("\(path)/{batch}/undo", needs: permission) { member in
      try await act(member) { try await desk.takeBack($0) }
    }
    member.post("\(path)/{batch}/discard", needs: permission) { member in
      let batch = try await batch(member)
      return try await refusable(member, batch) {
        try await desk.discard(batch)
        return .redirect(to: desk.kind.path, flash: .ok("kit.imports.discarded", ["name": batch.fileName]))
      }
    }
    member.get("\(path)/{batch}/wrong.xlsx", needs: permission) { try await wrongRows($0) }
  }

  // MARK: Pages

  private func list(_ member: Member, problem: Message? = nil) async throws -> Reply {
    let owner = try owner(member)
    let before = member.exchange.query["before"].flatMap { ID<ImportBatch>($0) }
    var batches = try await desk.batches(
      school: owner.schoolID, department: owner.departmentID, before: before, limit: Self.pageSize + 1)
    let hasMore = batches.count > Self.pageSize
    if hasMore { batches.removeLast() }
    let people = Set(batches.compactMap(\.owner.accountID)).map { ID<Account>(rawValue: $0) }
    let accounts = try await desk.services.database.read { try AccountStore.find(people, on: $0) }
    let names = Dictionary(
      accounts.map { ($0.key.rawValue, $0.value.displayName) }, uniquingKeysWith: { first, _ in first })
    return try await member.page(
      pages(member).list(batches, people: names, problem: problem, hasMore: hasMore))
  }

  private func handIn(_ member: Member) async throws -> Reply {
    let owner = try owner(member)
    guard let file = try await member.exchange.upload().file("file") else {
      return try await list(member, problem: Message("kit.imports.file.missing"))
    }
    do {
      let batch = try await desk.handIn(fileAt: file.path, fileName: file.fileName, by: owner)
      return .redirect(to: desk.kind.link(to: batch))
    } catch ImportRefusal.sheet(let message) {
      return try await list(member, problem: message)
    } catch let error as FileError where error.isOutOfSpace {
      throw WebError.unavailable()
    }
  }

  private func show(_ member: Member) async throws -> Reply {
    let batch = try await batch(member)
    let query = member.exchange.query
    guard batch.state != .uploaded else { return try await member.page(pages(member).mapping(batch)) }
    let place: RowPlace =
      query["before"].flatMap { Int($0) }.map { .before($0) } ?? .after(query["after"].flatMap { Int($0) } ?? 0)
    let filter = RowFilter(query["show"])
    let rows = try await desk.rows(of: batch, only: filter, place)
    let address = ListAddress(desk.kind.link(to: batch), filter.map { [("show", $0.text)] } ?? [])
    let mayRemedy = remedies.map { member.actor.may($0) } ?? false
    let remedy = mayRemedy ? try await desk.remedy(of: batch) : nil
    return try await member.page(pages(member).batch(batch, rows: rows, address: address, remedy: remedy))
  }

  private func map(_ member: Member) async throws -> Reply {
    let batch = try await batch(member)
    let form = member.exchange.form
    let known = Set(desk.kind.columns.map(\.key))
    let columns = batch.sheet.headings.indices.map { place -> String? in
      form["column.\(place)"].flatMap { known.contains($0) ? $0 : nil }
    }
    do {
      return try await refusable(member, batch) {
        try await desk.map(batch, columns: columns)
        return .redirect(to: desk.kind.link(to: batch))
      }
    } catch let invalid as Invalid {
      return try await member.page(pages(member).mapping(batch, chosen: columns, problems: invalid.problems))
    }
  }

  // MARK: Files

  private func template(_ member: Member) async throws -> Reply {
    let owner = try owner(member)
    return try await sheet(named: member.t(desk.kind.text("template"))) { path in
      try await desk.writeTemplate(for: owner, to: path, member.t)
    }
  }

  private func wrongRows(_ member: Member) async throws -> Reply {
    let batch = try await batch(member)
    let stem = batch.fileName.lastIndex(of: ".").map { String(batch.fileName[..<$0]) } ?? batch.fileName
    return try await sheet(named: "\(stem) - \(member.t("kit.imports.wrongRows"))") { path in
      try await desk.writeWrongRows(of: batch, to: path, member.t)
    }
  }

  private func sheet(named name: String, _ write: (String) async throws -> Void) async throws -> Reply {
    let file = TemporaryFile(in: desk.services.files, id: desk.services.ids.next())
    try await write(file.path)
    return .bytes(
      try Data(contentsOf: URL(filePath: file.path)), contentType: FileType.xlsx.mediaType, fileName: "\(name).xlsx")
  }

  // MARK: Inside

  private func pages(_ member: Member) -> ImportPages<Kind> {
    ImportPages(desk, member.t, csrf: member.exchange.csrfToken, now: member.now)
  }

  /// - Throws: `WebError.forbidden` for roles that work for no single school.
  private func owner(_ member: Member) throws -> ImportOwner {
    let account = member.actor.accountID.rawValue
    switch member.actor.scope {
    case .school(let school):
      return ImportOwner(schoolID: school.rawValue, accountID: account)
    case .department(let school, let department) where takesDepartments:
      return ImportOwner(schoolID: school.rawValue, accountID: account, departmentID: department.rawValue)
    default:
      throw WebError.forbidden(Message("kit.imports.noSchool"))
    }
  }

  /// The batch of the address, when it is the school's own, or the department's for its administrator.
  private func batch(_ member: Member) async throws -> ImportBatch {
    let id = try member.exchange.parameter("batch", as: ID<ImportBatch>.self)
    do {
      let owner = try owner(member)
      return try await desk.batch(id, school: owner.schoolID, department: owner.departmentID)
    } catch ImportRefusal.notFound {
      throw WebError.notFound
    }
  }

  private func act(
    _ member: Member, next: String = "", _ action: (ImportBatch) async throws -> Void
  ) async throws -> Reply {
    let batch = try await batch(member)
    return try await refusable(member, batch) {
      try await action(batch)
      return .redirect(to: Link(desk.kind.link(to: batch).text + next))
    }
  }

  /// An act that came too late leads to the batch as it stands, with a word about it.
  private func refusable(
    _ member: Member, _ batch: ImportBatch, _ action: () async throws -> Reply
  ) async throws -> Reply {
    do {
      return try await action()
    } catch ImportRefusal.state {
      return .redirect(to: desk.kind.link(to: batch), flash: .bad("kit.imports.tooLate"))
    } catch ImportRefusal.sheet(let message) {
      return .redirect(to: desk.kind.link(to: batch), flash: FlashMessage(.bad, message))
    }
  }
}
