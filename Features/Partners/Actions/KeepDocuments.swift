import Activity
import Database
import Files
import Organizations
import Platform
import Records
import Values
import Web

/// An enterprise brings a file that it may share, or takes it away.
struct KeepDocuments: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Returns: what is wrong with files that were not taken.
  /// - Throws: `SpaceError.notFound`.
  func callAsFunction(
    _ files: [UploadedFile], as kind: EnterpriseDocument.Kind, by actor: Actor
  ) async throws -> [FieldProblem] {
    guard !files.isEmpty else { return [FieldProblem("file", "activity.attachment.problem.none")] }
    let received = try await KeepAttachments(services).receive(files)
    let act = SpaceAct(services, by: actor)
    return try await services.database.write { connection in
      let enterprise = try act.enterprise(on: connection)
      let there = try SpaceStore.documents(of: enterprise.id, on: connection)
      var (known, count) = (Set(there.map(\.digest)), there.count)
      var problems = received.problems
      for file in received.kept {
        guard known.insert(file.digest.text).inserted else {
          problems.append(FieldProblem("file", "activity.attachment.problem.known", ["name": file.name]))
          continue
        }
        guard count < EnterpriseDocument.most else {
          problems.append(
            FieldProblem(
              "file", "activity.attachment.problem.tooMany",
              ["name": file.name, "limit": "\(EnterpriseDocument.most)"]))
          continue
        }
        count += 1
        try SpaceStore.insert(
          EnterpriseDocument(
            id: act.services.ids.next(), enterpriseID: enterprise.id, kind: kind, digest: file.digest.text,
            name: file.name, type: file.type.rawValue, size: file.size, uploadedAt: act.now), by: act.account,
          on: connection)
        try tell(act, "document.added", enterprise, file.name, isAdded: true, on: connection)
      }
      return problems
    }
  }

  /// - Throws: `SpaceError.notFound` for a file that is away already.
  func remove(_ id: ID<EnterpriseDocument>, by actor: Actor) async throws -> String {
    let act = SpaceAct(services, by: actor)
    return try await services.database.write { connection in
      let enterprise = try act.enterprise(on: connection)
      guard let document = try SpaceStore.document(id, of: enterprise.id, on: connection),
        try SpaceStore.remove(document, by: act.account, at: act.now, on: connection)
      else { throw SpaceError.notFound }
      try tell(act, "document.removed", enterprise, document.name, isAdded: false, on: connection)
      return document.name
    }
  }

  private func tell(
    _ act: SpaceAct, _ action: String, _ enterprise: Enterprise, _ name: String, isAdded: Bool,
    on connection: any WriteConnection
  ) throws {
    let change = FieldChange(
      field: "documents", before: isAdded ? .none : .text(name), after: isAdded ? .text(name) : .none)
    try act.log(action, enterprise, [change], on: connection)
    let schools = try ShareStore.schools(seeing: .documents, of: enterprise.id, on: connection)
    try act.tell(.document, enterprise, to: .schools(schools), [change], on: connection)
  }
}
