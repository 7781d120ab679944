package import Activity
import Database
package import Organizations
package import Platform
package import Records
package import Values

/// Begins a review of a partner; a renewal takes over what was found before.
package struct StartReview: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// What came of it.
  package enum Outcome: Sendable, Equatable {
    case started(ID<QualificationReview>)
    /// One is under way already.
    case open(ID<QualificationReview>)
  }

  package func callAsFunction(of partnership: ID<Partnership>, by actor: Actor) async throws -> Outcome {
    let services = services
    let now = services.now
    return try await services.database.write { connection in
      guard let partner = try PartnershipStore.partner(partnership, in: actor.scope, on: connection) else {
        throw ReviewError.notFound
      }
      // On PostgreSQL two who begin at once meet at the unique index: one of them is run again and finds it.
      if let open = try ReviewStore.open(of: partner.partnership, on: connection) { return .open(open.id) }
      var review = QualificationReview(
        id: services.ids.next(), schoolID: partner.partnership.schoolID, partnershipID: partnership,
        createdBy: QualificationReview.Person(id: actor.accountID, name: actor.name), at: now)
      let last = try ReviewStore.decided(of: partner.partnership, on: connection)
      if let last {
        review.answers = last.answers.forRenewal
        review.renews = last.state == .approved ? last.id : nil
        review.dueOn = last.validUntil.map { max($0, now.day) }
      }
      try ReviewStore.insert(review, on: connection)
      if let last {
        try Self.copyEvidence(from: last, to: review, of: partner, by: actor, services: services, on: connection)
      }
      let turn = ReviewTurn(services: services, partner: partner, actor: actor, connection: connection)
      try InboxStore.close(
        turn.subject, step: ReviewInbox.renewalStep, by: actor.accountID, at: now, on: connection)
      try turn.follow(.started, review)
      return .started(review.id)
    }
  }

  /// The files of what is not asked anew belong to the renewal as well.
  private static func copyEvidence(
    from last: QualificationReview, to review: QualificationReview, of partner: Partner, by actor: Actor,
    services: Services, on connection: any WriteConnection
  ) throws {
    let anew = Set(ReviewItem.allCases.filter(\.isAskedAnew).map(\.field))
    let files = try AttachmentStore.attachments(
      of: .review(last, partner), school: last.schoolID, on: connection)
    for file in files where !anew.contains(file.slot) {
      try AttachmentStore.insert(
        IncomingAttachment(
          slot: file.slot, digest: file.digest, name: file.name, type: file.type, size: file.size),
        id: services.ids.next(), of: .review(review, partner), school: review.schoolID, by: actor.accountID,
        at: services.now, on: connection)
    }
  }
}

/// Saves what was filled in, with files; at any time, complete or not.
package struct SaveReview: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameters:
  ///   - version: which the form was opened on.
  ///   - received: checked files; each in the slot of its item.
  ///   - removing: a file that is taken away.
  /// - Returns: problems of files that were not kept.
  /// - Throws: `ReviewError.stale`, `.state`, `.notFound`.
  package func callAsFunction(
    _ answers: ReviewAnswers, received: KeepAttachments.Outcome = .init(),
    removing: ID<Activity.Attachment>? = nil, of id: ID<QualificationReview>, partnership: ID<Partnership>,
    version: Int, by actor: Actor
  ) async throws -> [FieldProblem] {
    let services = services
    let now = services.now
    return try await services.database.write { connection in
      let (turn, found) = try ReviewTurn.find(
        id, of: partnership, services: services, by: actor, on: connection)
      guard found.state.isEditable else { throw ReviewError.state(found) }
      var review = found
      review.version = version
      guard try ReviewStore.save(answers, of: review, at: now, on: connection) else { throw ReviewError.stale(found) }
      let subject = AuditEntry.Subject.review(review, turn.partner)
      let outcome = try KeepAttachments.write(
        received, to: subject, school: review.schoolID, by: actor, services: services, on: connection)
      if let removing,
        let file = try AttachmentStore.attachment(
          removing, of: subject, school: review.schoolID, on: connection)
      {
        _ = try KeepAttachments.remove(file, from: subject, by: actor, services: services, on: connection)
      }
      if answers != found.answers {
        try services.audit.record(
          AuditEntry(
            action: "partners.review.saved", subject: subject, accountID: actor.accountID.rawValue,
            schoolID: review.schoolID.rawValue, at: now), on: connection)
      }
      return outcome.problems
    }
  }
}

/// Throws a draft away that was never submitted.
package struct DiscardReview: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package func callAsFunction(
    _ id: ID<QualificationReview>, of partnership: ID<Partnership>, version: Int, by actor: Actor
  ) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      let (turn, found) = try ReviewTurn.find(id, of: partnership, services: services, by: actor, on: connection)
      guard found.state == .draft, found.submittedAt == nil else { throw ReviewError.state(found) }
      var review = found
      review.version = version
      guard try ReviewStore.delete(review, on: connection) else { throw ReviewError.stale(found) }
      let subject = AuditEntry.Subject.review(review, turn.partner)
      for file in try AttachmentStore.attachments(of: subject, school: review.schoolID, on: connection) {
        _ = try AttachmentStore.remove(file, by: actor.accountID, at: now, on: connection)
      }
      try InboxStore.close(turn.subject, step: ReviewInbox.step, by: actor.accountID, at: now, on: connection)
      try ReviewStore.settle(turn.partner.partnership, today: now.day, on: connection)
      try services.audit.record(
        AuditEntry(
          action: "partners.review.discarded", subject: turn.subject, accountID: actor.accountID.rawValue,
          schoolID: review.schoolID.rawValue, at: now), on: connection)
    }
  }
}

extension AuditEntry.Subject {
  /// A review, whose files and savings are logged under its own name.
  package static func review(_ review: QualificationReview, _ partner: Partner) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: "qualification-review", id: review.id.rawValue, name: partner.enterprise.name)
  }
}
