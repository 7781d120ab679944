import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Security
import Values
import Views

extension GuestPurpose {
  /// Signing an agreement without an account.
  static let sign = GuestPurpose("agreements.sign", path: "sign", days: 30)
}

extension AuditEntry.Subject {
  static func signer(_ signer: Signer, of agreement: Agreement) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: "agreement-signer", id: signer.id.rawValue, name: agreement.title)
  }
}

/// Asks the signers of a round whose turn it is, each in their own way, and reminds them.
struct AskSigners {
  let services: Services
  let agreement: Agreement
  let round: SigningRound

  init(_ services: Services, _ agreement: Agreement, _ round: SigningRound) {
    self.services = services
    self.agreement = agreement
    self.round = round
  }

  static func step(_ signer: Signer) -> String { "sign-\(signer.id)" }

  /// Everybody whose turn it is now.
  func next(on connection: any WriteConnection) throws {
    let signers = try SigningStore(services.sealer).signers(of: round, on: connection)
    for signer in SigningRules.next(signers, isInOrder: round.isInOrder) {
      try SigningStore.ask(signer, at: services.now, on: connection)
      try send(signer, "agreements.signing.letter", on: connection)
      try note(.asked, signer, on: connection)
    }
  }

  func remind(_ signer: Signer, on connection: any WriteConnection) throws {
    try SigningStore.countReminder(signer, at: services.now, on: connection)
    try send(signer, "agreements.signing.reminder", on: connection)
    try note(.reminded, signer, on: connection)
  }

  func note(
    _ act: SigningEvent.Act, _ signer: Signer, address: String? = nil, _ words: String = "",
    on connection: any WriteConnection
  ) throws {
    try SigningStore.note(
      act, in: round, signer: signer.id, name: signer.name,
      address: address ?? (signer.mail.isEmpty ? "" : Masking.mail(signer.mail)), note: words, id: services.ids.next(),
      at: services.now, on: connection)
  }

  /// Takes the entry of a signer who has answered out of all inboxes.
  func done(_ signer: Signer, by account: ID<Account>?, on connection: any WriteConnection) throws {
    try InboxStore.close(
      .agreement(agreement), step: Self.step(signer), by: account, at: services.now, on: connection)
  }

  private func send(_ signer: Signer, _ key: String, on connection: any WriteConnection) throws {
    let school = try SchoolStore.school(agreement.schoolID, on: connection)?.name ?? ""
    let words = ["title": agreement.title, "name": signer.name, "school": school]
    switch signer.way {
    case .link:
      try InviteGuest(services, .sign)(
        GuestPerson(name: signer.name, mail: signer.mail, language: signer.language),
        to: .signer(signer, of: agreement), of: agreement.schoolID,
        saying: (Message("\(key).subject", words), Message("\(key).body", words)), by: nil, on: connection)
    case .account:
      guard let account = signer.accountID else { return }
      let path = SigningLinks.sign(signer.id).text
      try put(.account(account), signer, Message("agreements.inbox.sign"), path, on: connection)
      try services.notices.post(
        Notice(
          accountIDs: [account.rawValue], message: Message("\(key).subject", words), path: path, alsoByMail: true),
        on: connection)
    case .paper:
      try put(
        .role(.cooperationOffice, agreement.schoolID, nil), signer,
        Message("agreements.inbox.paper", ["name": signer.name]), SigningLinks.round(agreement.id).text,
        on: connection)
    }
  }

  private func put(
    _ holder: InboxEntry.Holder, _ signer: Signer, _ message: Message, _ path: String,
    on connection: any WriteConnection
  ) throws {
    try InboxStore.put(
      InboxEntry(
        holder: holder, schoolID: agreement.schoolID, subject: .agreement(agreement), step: Self.step(signer),
        message: message, path: path, dueOn: agreement.dueOn), id: services.ids.next(), at: services.now,
      on: connection)
  }
}
