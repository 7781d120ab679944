import Accounts
package import Activity
import Database
import Localization
package import Organizations
package import Platform
import Records
import Security
package import Values

/// Chooses whom a survey asks, writes to them, reminds them, and leaves them out again.
package struct AskParticipants: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// Participants of one survey.
  static let most = 3000

  /// Chooses partners; those that are there already stay as they are.
  /// - Returns: how many were added, and how many of them have no address.
  /// - Throws: `SurveyError`, `Invalid`.
  @discardableResult
  package func add(
    _ partnerships: [ID<Partnership>], to id: ID<Survey>, by actor: Actor
  ) async throws -> (added: Int, withoutMail: Int) {
    try await add(to: id, by: actor) { _ in partnerships }
  }

  /// Chooses all partners in sight that fit a list's filters.
  package func add(
    matching query: PartnerQuery, to id: ID<Survey>, by actor: Actor
  ) async throws -> (added: Int, withoutMail: Int) {
    try await add(to: id, by: actor) { connection in
      var found: [ID<Partnership>] = []
      try PartnerListStore.forEach(query, in: actor.scope, on: connection) { found.append($0.partnershipID) }
      return found
    }
  }

  private func add(
    to id: ID<Survey>, by actor: Actor, _ chosen: @escaping @Sendable (any Connection) throws -> [ID<Partnership>]
  ) async throws -> (added: Int, withoutMail: Int) {
    let services = services
    return try await services.database.write { connection in
      let turn = try SurveyTurn.find(id, services: services, by: actor, on: connection)
      guard turn.survey.state != .closed else { throw SurveyError.state }
      let school = turn.survey.schoolID
      let known = try SurveyParticipantStore.partnerships(of: id, school: school, on: connection)
      var seen = known
      let new = try chosen(connection).filter { seen.insert($0).inserted }
      guard known.count + new.count <= Self.most else {
        throw Invalid([FieldProblem("", "partners.survey.problem.tooMany", ["max": "\(Self.most)"])])
      }
      let (store, book) = (SurveyParticipantStore(services.sealer), ContactBook(services.sealer))
      var (added, withoutMail) = (0, 0)
      for partnership in new {
        // One that is not in sight is not asked, whatever the form says.
        guard let partner = try PartnershipStore.partner(partnership, in: actor.scope, on: connection),
          partner.partnership.schoolID == school
        else { continue }
        let contacts = try book.contacts(of: partnership, in: .school(school), on: connection)
        let contact = contacts.first { !$0.mail.isEmpty } ?? contacts.first
        let participant = SurveyParticipant(
          id: services.ids.next(), schoolID: school, surveyID: id, partnershipID: partnership,
          name: contact?.name ?? "", mail: contact?.mail ?? "")
        try store.insert(participant, at: services.now, on: connection)
        added += 1
        if participant.mail.isEmpty { withoutMail += 1 }
      }
      if added > 0 { try turn.log("chosen", note: "\(added)") }
      return (added, withoutMail)
    }
  }

  /// Says whom to write to, for a partner that was chosen.
  /// - Throws: `SurveyError`, `Invalid`.
  package func setPerson(
    _ person: GuestPerson, of participant: ID<SurveyParticipant>, in id: ID<Survey>, by actor: Actor
  ) async throws {
    var problems: [FieldProblem] = []
    if person.name.isEmpty { problems.append(FieldProblem("name", "kit.records.required")) }
    if person.name.count > 60 {
      problems.append(FieldProblem("name", "kit.records.tooLong", ["max": "60", "count": "\(person.name.count)"]))
    }
    var mail = ""
    switch FieldKind.mail.parse([person.mail]) {
    case .success(let value): mail = value.plainText
    case .failure(let failure): problems.append(FieldProblem("mail", failure.message))
    }
    if mail.isEmpty, problems.allSatisfy({ $0.field != "mail" }) {
      problems.append(FieldProblem("mail", "kit.records.required"))
    }
    if !problems.isEmpty { throw Invalid(problems) }
    let address = mail
    try await act(on: participant, in: id, by: actor) { turn, row, store in
      var changed = row.participant
      guard changed.state != .withdrawn else { throw SurveyError.state }
      let isOther = changed.mail.lowercased() != address.lowercased()
      (changed.name, changed.mail, changed.language) = (person.name, address, person.language)
      if isOther, changed.state == .asked {
        try Self.closeLinks(changed, turn)
      }
      guard try store.update(changed, at: turn.services.now, on: turn.connection) else { throw SurveyError.stale }
      try turn.log("person", note: "\(row.partnerName) · \(Masking.name(person.name))")
      // Who was asked before cannot be reached any more: the new one is.
      if isOther, changed.state == .asked, let fresh = try store.row(changed.id, in: actor.scope, on: turn.connection) {
        _ = try turn.write(to: fresh, asReminder: false)
      }
    }
  }

  /// Writes to everybody who was chosen and not yet written to.
  /// - Returns: how many.
  package func invite(_ id: ID<Survey>, by actor: Actor) async throws -> Int {
    let services = services
    return try await services.database.write { connection in
      let turn = try SurveyTurn.find(id, services: services, by: actor, on: connection)
      guard turn.survey.takesAnswers(on: services.now.day) else { throw SurveyError.state }
      let count = try Self.writeToListed(turn)
      if count > 0 { try turn.log("invited", note: "\(count)") }
      return count
    }
  }

  static func writeToListed(_ turn: SurveyTurn) throws -> Int {
    let rows = try SurveyParticipantStore(turn.services.sealer).rows(
      of: turn.survey.id, steps: [.listed, .withoutMail], limit: most, in: .school(turn.survey.schoolID),
      on: turn.connection)
    return try rows.filter { try turn.write(to: $0, asReminder: false) }.count
  }

  /// Reminds those who were asked and have not answered, and nobody else.
  /// - Parameter participant: `nil` for all of them. One who is reminded gets a new link.
  /// - Returns: how many.
  @discardableResult
  package func remind(
    _ participant: ID<SurveyParticipant>? = nil, of id: ID<Survey>, by actor: Actor
  ) async throws -> Int {
    let services = services
    return try await services.database.write { connection in
      let turn = try SurveyTurn.find(id, services: services, by: actor, on: connection)
      guard turn.survey.takesAnswers(on: services.now.day) else { throw SurveyError.state }
      let store = SurveyParticipantStore(services.sealer)
      let rows =
        if let participant {
          try store.row(participant, in: actor.scope, on: connection).map { [$0] } ?? []
        } else {
          try store.rows(
            of: id, steps: [.asked, .opened, .begun], limit: Self.most, in: actor.scope, on: connection)
        }
      guard rows.allSatisfy({ $0.participant.surveyID == id }), participant == nil || !rows.isEmpty else {
        throw SurveyError.notFound
      }
      let waiting = rows.filter(\.participant.waitsForAnswer)
      if participant != nil, waiting.isEmpty { throw SurveyError.state }
      let count = try waiting.filter { try turn.write(to: $0, asReminder: true) }.count
      if count > 0 { try turn.log("reminded", note: participant == nil ? "\(count)" : rows[0].partnerName) }
      return count
    }
  }

  /// Leaves one out who has not answered: links stop at once.
  /// - Throws: `SurveyError.state` for one who has answered.
  package func withdraw(
    _ participant: ID<SurveyParticipant>, in id: ID<Survey>, by actor: Actor
  ) async throws {
    try await act(on: participant, in: id, by: actor) { turn, row, store in
      var changed = row.participant
      if changed.state == .withdrawn { return }
      guard changed.state != .answered else { throw SurveyError.state }
      changed.state = .withdrawn
      try Self.closeLinks(changed, turn)
      try turn.release(changed)
      guard try store.update(changed, at: turn.services.now, on: turn.connection) else { throw SurveyError.stale }
      try turn.log("withdrawn", note: row.partnerName)
    }
  }

  /// Takes one in again; they are written to anew.
  package func restore(
    _ participant: ID<SurveyParticipant>, in id: ID<Survey>, by actor: Actor
  ) async throws {
    try await act(on: participant, in: id, by: actor) { turn, row, store in
      var changed = row.participant
      guard changed.state == .withdrawn else { return }
      (changed.state, changed.askedAt) = (.listed, nil)
      guard try store.update(changed, at: turn.services.now, on: turn.connection) else { throw SurveyError.stale }
      try turn.log("restored", note: row.partnerName)
    }
  }

  private static func closeLinks(_ participant: SurveyParticipant, _ turn: SurveyTurn) throws {
    try GuestLinkStore.close(
      .survey, to: participant.subject(turn.survey), of: participant.schoolID, as: .revoked, at: turn.services.now,
      on: turn.connection)
  }

  private func act(
    on participant: ID<SurveyParticipant>, in id: ID<Survey>, by actor: Actor,
    _ body: @escaping @Sendable (SurveyTurn, ParticipantRow, SurveyParticipantStore) throws -> Void
  ) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try SurveyTurn.find(id, services: services, by: actor, on: connection)
      let store = SurveyParticipantStore(services.sealer)
      guard let row = try store.row(participant, in: actor.scope, on: connection), row.participant.surveyID == id
      else { throw SurveyError.notFound }
      try body(turn, row, store)
    }
  }
}
