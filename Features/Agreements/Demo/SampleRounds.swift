import Accounts
import Activity
import Database
import Documents
import Files
import Localization
import Organizations
import Platform
import Security
import Values
import Views

/// Rounds of signing of the demo: waiting for the school and for the enterprise, passed on, on paper,
/// refused, and complete on screen and on paper.
struct SampleRounds {
  let services: Services
  let people: AgreementSamples.People
  let today: CivilDate

  // By the numbers of agreements, see `AgreementSamples`.
  private static let waitingForSchool = 20
  private static let waitingForEnterprise = 21
  private static let forwarded = 22
  private static let paper = 23
  static let declined = 3
  static let english = 51
  static let complete = [44, 51, 60]
  private static let onPaper = 45
  static let refusal = "郑文博：挂牌名称须经集团总部同意，请在第七条补充后再签。"

  private static let guests = ["王志强", "李国华", "陈晓彤", "郑文博", "刘思敏"]
  private static let numbers = [waitingForSchool, waitingForEnterprise, forwarded, paper, declined] + complete

  /// Who signed for the enterprise in a round that is complete.
  private static func guest(_ number: Int) -> String {
    number == english ? "Anna Weber" : guests[(complete.firstIndex(of: number) ?? 0) % guests.count]
  }

  /// How the story tells of a signature by a link.
  static func note(_ number: Int, _ t: Localizer) -> String {
    t("agreements.signing.note", ["name": guest(number), "way": t(Signer.Way.link.label)])
  }

  // MARK: What signers read

  /// Typesets the texts of the rounds; where no worker is installed, a page that says so stands for them.
  func texts(of agreements: [Int: Agreement]) async throws -> [ID<Agreement>: String] {
    var texts: [ID<Agreement>: String] = [:]
    for number in Self.numbers {
      guard let agreement = agreements[number] else { continue }
      texts[agreement.id] = try await text(of: agreement)
    }
    return texts
  }

  private func text(of agreement: Agreement) async throws -> String {
    guard let sheet = try await AgreementSheet.load(agreement.id, in: .school(agreement.schoolID), services) else {
      return try await SampleScan.keep(in: services.files).digest.text
    }
    do {
      return try await BeginSigning(services).keep(sheet, of: agreement)
    } catch is TypesetError {
      return try await SampleScan.keep(in: services.files).digest.text
    }
  }

  // MARK: Rows

  func write(
    _ agreements: [Int: Agreement], _ texts: [ID<Agreement>: String], scan: IncomingAttachment,
    on connection: any WriteConnection
  ) throws {
    func desk(_ number: Int, day: CivilDate, inOrder: Bool = false, language: Language = .chinese) throws -> Desk? {
      guard let agreement = agreements[number], let text = texts[agreement.id] else { return nil }
      return try Desk(self, agreement, text, day: day, inOrder: inOrder, language: language, on: connection)
    }
    if let desk = try desk(Self.waitingForSchool, day: today.adding(days: -1), inOrder: true) {
      try desk.begin(guest: Self.guests[0])
    }
    if let desk = try desk(Self.waitingForEnterprise, day: today.adding(days: -4)) {
      try desk.begin(guest: Self.guests[1])
      try desk.sign(0, day: today.adding(days: -3), minute: 590)
    }
    if let desk = try desk(Self.forwarded, day: today.adding(days: -5)) {
      try desk.begin(guest: Self.guests[2])
      try desk.sign(0, day: today.adding(days: -5), minute: 640)
      try desk.forward(1, to: Self.guests[4], day: today.adding(days: -2))
    }
    if let desk = try desk(Self.paper, day: today.adding(days: -5), inOrder: true) {
      try desk.begin(guest: Self.guests[0], way: .paper)
      try desk.sign(0, day: today.adding(days: -4), minute: 550)
    }
    if let desk = try desk(Self.declined, day: today.adding(days: -2)) {
      try desk.begin(guest: Self.guests[3])
      try desk.refuse(1, day: today.adding(days: -1))
    }
    for number in Self.complete {
      guard let agreement = agreements[number], let signed = agreement.signedOn else { continue }
      let language = agreement.language
      guard let desk = try desk(number, day: signed.adding(days: -2), language: language) else { continue }
      try desk.begin(guest: Self.guest(number))
      try desk.sign(0, day: signed.adding(days: -1), minute: 560)
      try desk.sign(1, day: signed, minute: 615)
      try desk.complete(day: signed)
    }
    if let agreement = agreements[Self.onPaper] { try sign(agreement, onPaper: scan, on: connection) }
  }

  /// Brought by one, found right by another, as `PaperRound` keeps it.
  private func sign(
    _ agreement: Agreement, onPaper scan: IncomingAttachment, on connection: any WriteConnection
  ) throws {
    let day = agreement.signedOn ?? today
    try AttachmentStore.insert(
      scan, id: services.ids.next(), of: .agreement(agreement), school: agreement.schoolID, by: people.office,
      at: SampleMaker.moment(day, 600), on: connection)
    var brought = agreement
    brought.scannedBy = people.office.rawValue
    let name = try connection.value("SELECT display_name FROM accounts WHERE id = \(people.colleague)", as: String.self)
    guard
      let turn = try? AgreementTurn.find(
        agreement.id, in: .school(agreement.schoolID), services: services,
        by: .init(accountID: people.colleague, name: name ?? ""), on: connection)
    else { return }
    try PaperRound.keep(brought, turn, at: SampleMaker.moment(day.adding(days: 1), 630))
  }

  // MARK: One round

  /// One round as it goes on.
  private struct Desk {
    let rounds: SampleRounds
    let agreement: Agreement
    let round: SigningRound
    let language: Language
    let connection: any WriteConnection
    private let leader: String

    private var services: Services { rounds.services }
    private var store: SigningStore { SigningStore(services.sealer) }

    init(
      _ rounds: SampleRounds, _ agreement: Agreement, _ text: String, day: CivilDate, inOrder: Bool,
      language: Language, on connection: any WriteConnection
    ) throws {
      func name(_ id: ID<Account>) throws -> String {
        try connection.value("SELECT display_name FROM accounts WHERE id = \(id)", as: String.self) ?? ""
      }
      (self.rounds, self.agreement, self.language, self.connection) = (rounds, agreement, language, connection)
      leader = try name(rounds.people.leader)
      round = SigningRound(
        id: rounds.services.ids.next(), schoolID: agreement.schoolID, agreementID: agreement.id, isInOrder: inOrder,
        state: .open, code: BeginSigning.code(), textDigest: text, begunAt: SampleMaker.moment(day, 540),
        begunBy: try name(rounds.people.office), endedAt: nil, endedBy: "", reason: "")
    }

    private func signers() throws -> [Signer] { try store.signers(of: round, on: connection) }

    private func note(
      _ act: SigningEvent.Act, _ signer: Signer?, _ at: Instant, address: String = "", _ words: String = ""
    )
      throws
    {
      try SigningStore.note(
        act, in: round, signer: signer?.id, name: signer?.name ?? round.begunBy, address: address, note: words,
        id: services.ids.next(), at: at, on: connection)
    }

    /// The school's leader signs in, somebody of the enterprise by a link or on paper.
    func begin(guest: String, way: Signer.Way = .link) throws {
      try SigningStore.begin(round, by: rounds.people.office, on: connection)
      try note(.begun, nil, round.begunAt)
      let plan = [
        PlannedSigner(
          kind: .schoolRepresentative, way: .account, accountID: rounds.people.leader.rawValue, name: leader,
          mail: "wu.weiming@school.example", place: 1, language: language),
        PlannedSigner(
          kind: .enterpriseRepresentative, way: way, name: guest,
          mail: way == .paper ? "" : "contact@enterprise.example",
          place: 2, language: language),
      ]
      for signer in plan { try store.insert(signer, id: services.ids.next(), in: round, on: connection) }
      try ask(at: round.begunAt)
      guard agreement.state == .signing else { return }
      try AgreementStoryStore.insert(
        .sent, id: services.ids.next(), of: agreement, post: nil, by: rounds.people.office, reason: "",
        at: round.begunAt, on: connection)
      if let sheet = try AgreementDossier.of(agreement, today: rounds.today, services.catalogue, on: connection) {
        try AgreementStoryStore.keep(
          sheet.rendering.clauses, of: agreement, for: .sent, id: services.ids.next(), by: rounds.people.office,
          at: round.begunAt, on: connection)
      }
      if let entry = AgreementInbox.entry(agreement, isSent: true) {
        try InboxStore.put(entry, id: services.ids.next(), at: services.now, on: connection)
      }
    }

    /// Everybody whose turn it is, with an entry for those who still have to act.
    private func ask(at: Instant) throws {
      for signer in SigningRules.next(try signers(), isInOrder: round.isInOrder) {
        try SigningStore.ask(signer, at: at, on: connection)
        try note(.asked, signer, at, address: signer.mail.isEmpty ? "" : Masking.mail(signer.mail))
        guard agreement.state == .signing else { continue }
        let holder: InboxEntry.Holder
        let (message, path): (Message, String)
        switch signer.way {
        case .account:
          holder = .account(rounds.people.leader)
          (message, path) = (Message("agreements.inbox.sign"), SigningLinks.sign(signer.id).text)
        case .paper:
          holder = .role(.cooperationOffice, agreement.schoolID, nil)
          (message, path) = (
            Message("agreements.inbox.paper", ["name": signer.name]), SigningLinks.round(agreement.id).text
          )
        case .link: continue
        }
        try InboxStore.put(
          InboxEntry(
            holder: holder, schoolID: agreement.schoolID, subject: .agreement(agreement),
            step: AskSigners.step(signer), message: message, path: path, dueOn: agreement.dueOn),
          id: services.ids.next(), at: services.now, on: connection)
      }
    }

    func sign(_ place: Int, day: CivilDate, minute: Int) throws {
      let signer = try signers()[place]
      let (at, address) = (SampleMaker.moment(day, minute), place == 0 ? "10.12.0.*" : "203.0.113.*")
      if signer.way == .link { try note(.opened, signer, SampleMaker.moment(day, minute - 12), address: address) }
      try note(.codeSent, signer, SampleMaker.moment(day, minute - 3), address: Masking.mail(signer.mail))
      try note(.codeRight, signer, at, address: address)
      guard try SigningStore.sign(signer, .typed(signer.name), on: day, at: at, on: connection) else { return }
      try note(.signed, signer, at, address: address)
      try InboxStore.close(
        .agreement(agreement), step: AskSigners.step(signer), by: signer.accountID, at: at, on: connection)
      if agreement.state == .signing {
        try AgreementStoryStore.insert(
          .signed, id: services.ids.next(), of: agreement, post: nil, by: signer.accountID, reason: "", at: at,
          on: connection)
      }
      try ask(at: at)
    }

    func forward(_ place: Int, to name: String, day: CivilDate) throws {
      let old = try signers()[place]
      let at = SampleMaker.moment(day, 870)
      guard try SigningStore.leave(old, as: .forwarded, because: "", on: connection) else { return }
      try store.insert(
        PlannedSigner(
          kind: old.kind, way: .link, name: name, mail: "legal@enterprise.example", place: old.place,
          language: language), id: services.ids.next(), in: round, from: old.id, on: connection)
      try note(.forwarded, old, at, address: "203.0.113.*", "\(name) \(Masking.mail("legal@enterprise.example"))")
      try ask(at: at)
    }

    func refuse(_ place: Int, day: CivilDate) throws {
      let signer = try signers()[place]
      let at = SampleMaker.moment(day, 900)
      let words = String(SampleRounds.refusal.dropFirst("\(signer.name)：".count))
      guard try SigningStore.leave(signer, as: .refused, because: words, on: connection) else { return }
      try note(.opened, signer, SampleMaker.moment(day, 880), address: "203.0.113.*")
      try note(.refused, signer, at, address: "203.0.113.*", words)
      _ = try SigningStore.end(round, as: .declined, by: signer.name, because: words, at: at, on: connection)
    }

    func complete(day: CivilDate) throws {
      let at = SampleMaker.moment(day, 615)
      _ = try SigningStore.end(
        round, as: .complete, by: try signers().last?.name ?? "", because: "", at: at, on: connection)
      try note(.complete, try signers().last, at)
      try FreezeSigned(services).request(round, on: connection)
    }
  }
}
