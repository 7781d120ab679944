import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Values
import Views

/// Who acts now on an agreement, as entries of the inbox: one for whose turn it
/// is, and one for each person who acts for them today.
enum AgreementInbox {
  static let step = "agreement"
  private static let forOthers = "agreement-for-"
  static let endingStep = "agreement-ending"

  /// - Returns: `nil` when nobody has to act.
  /// - Parameter isSent: whether the text is with its signers.
  static func entry(_ agreement: Agreement, isSent: Bool = false) -> InboxEntry? {
    let office = InboxEntry.Holder.role(.cooperationOffice, agreement.schoolID, nil)
    let holder: InboxEntry.Holder?
    var what = agreement.state.rawValue
    switch agreement.state {
    case .draft:
      holder = (agreement.createdBy ?? agreement.ownerID).map { .account(ID(rawValue: $0)) }
      if !agreement.reason.isEmpty { what = "mend" }
    case .review: holder = agreement.post.map { self.holder($0, agreement) }
    case .negotiation: holder = office
    case .signing:
      holder = office
      if agreement.scannedBy != nil { what = "check" }
      if isSent { what = "sent" }
    case .active, .suspended, .amended, .renewed, .ended, .archived: holder = nil
    }
    return holder.map { holder in
      InboxEntry(
        holder: holder, schoolID: agreement.schoolID, subject: .agreement(agreement), step: step,
        message: Message("agreements.inbox.\(what)"), path: AgreementLinks.show(agreement.id).text,
        dueOn: agreement.dueOn)
    }
  }

  static func holder(_ post: ReviewPost, _ agreement: Agreement) -> InboxEntry.Holder {
    if let account = post.accountID { return .account(ID(rawValue: account)) }
    return .role(post.role, agreement.schoolID, post.step == .department ? agreement.departmentID : nil)
  }

  /// Puts the agreement into the inbox of who acts now, and takes it out of the others'.
  static func handOver(
    _ agreement: Agreement, services: Services, by account: ID<Account>?, on connection: any WriteConnection
  ) throws {
    let (subject, now) = (AuditEntry.Subject.agreement(agreement), services.now)
    for waiting in try InboxStore.open(subject, on: connection) where waiting.entry.step.hasPrefix(forOthers) {
      try InboxStore.close(subject, step: waiting.entry.step, by: account, at: now, on: connection)
    }
    let isSent =
      try agreement.state == .signing
      && SigningStore.latest(of: agreement, on: connection)?.state == .open
    guard let entry = entry(agreement, isSent: isSent) else {
      return try InboxStore.close(subject, step: step, by: account, at: now, on: connection)
    }
    try InboxStore.put(entry, id: services.ids.next(), at: now, on: connection)
    guard let post = agreement.post else { return }
    let holders = try PostHolders.accounts(of: post, agreement, on: connection)
    for delegation in try DelegationStore.takers(
      for: holders, school: agreement.schoolID, today: now.day, on: connection) where !holders.contains(delegation.to)
    {
      var shared = entry
      shared.holder = .account(delegation.to)
      shared.step = forOthers + delegation.id.description
      shared.message = Message("agreements.inbox.forOther", ["name": delegation.fromName])
      try InboxStore.put(shared, id: services.ids.next(), at: now, on: connection)
    }
  }
}

/// Who may act in a post of a review.
enum PostHolders {
  static func accounts(
    of post: ReviewPost, _ agreement: Agreement, on connection: any Connection
  ) throws -> [ID<Account>] {
    if let account = post.accountID { return [ID(rawValue: account)] }
    return try MembershipStore.accounts(
      holding: [post.role], school: agreement.schoolID,
      department: post.step == .department ? agreement.departmentID : nil, on: connection)
  }

  /// How somebody stands to the post that acts now.
  enum Standing: Sendable, Hashable {
    case own
    /// For somebody who asked them to.
    case other(ID<Account>, name: String)
  }

  /// - Returns: `nil` when it is not the person's turn.
  static func standing(
    of actor: Actor, in agreement: Agreement, today: CivilDate, on connection: any Connection
  ) throws -> Standing? {
    guard let post = agreement.post else { return nil }
    let holders = try accounts(of: post, agreement, on: connection)
    // Who works in another membership just now acts in that one.
    let isOwn =
      post.accountID == nil
      ? actor.role == post.role && holders.contains(actor.accountID)
      : holders.contains(actor.accountID)
    if isOwn { return .own }
    return try DelegationStore.givers(
      to: actor.accountID, school: agreement.schoolID, today: today, on: connection
    ).first { holders.contains($0.from) }.map { .other($0.from, name: $0.fromName) }
  }
}
