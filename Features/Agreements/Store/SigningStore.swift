import Accounts
import Database
import Localization
import Organizations
import Security
import Values

/// The rows of rounds of signing, their signers, trace and documents, for agreements that were found in scope.
struct SigningStore: Sendable {
  private let sealer: Sealer

  init(_ sealer: Sealer) {
    self.sealer = sealer
  }

  private static func context(_ id: ID<Signer>) -> String { "agreement_signers.mail/\(id)" }

  // MARK: Rounds

  static func begin(
    _ round: SigningRound, by account: ID<Account>, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO agreement_signings (id, school_id, agreement_id, is_in_order, state, code, text_digest, begun_by,
        begun_at, ended_by, reason)
      VALUES (\(round.id), \(round.schoolID), \(round.agreementID), \(round.isInOrder), 'open', \(round.code),
        \(round.textDigest), \(account), \(round.begunAt), '', '')
      """)
  }

  /// The latest round of an agreement.
  static func latest(of agreement: Agreement, on connection: some Connection) throws -> SigningRound? {
    try connection.first(
      """
      SELECT \(roundColumns) FROM \(roundTables)
      WHERE r.school_id = \(agreement.schoolID) AND r.agreement_id = \(agreement.id) ORDER BY r.id DESC LIMIT 1
      """
    ).map(round)
  }

  static func round(_ id: ID<SigningRound>, on connection: some Connection) throws -> SigningRound? {
    try connection.first("SELECT \(roundColumns) FROM \(roundTables) WHERE r.id = \(id)").map(round)
  }

  static func round(code: String, on connection: some Connection) throws -> SigningRound? {
    try connection.first("SELECT \(roundColumns) FROM \(roundTables) WHERE r.code = \(code)").map(round)
  }

  /// Takes the round for this transaction: whoever else acts on it waits or comes too late.
  /// - Returns: `false` when it is over.
  static func hold(_ id: ID<SigningRound>, on connection: some WriteConnection) throws -> Bool {
    try connection.run("UPDATE agreement_signings SET acts = acts + 1 WHERE id = \(id) AND state = 'open'") == 1
  }

  /// - Returns: `false` when it is over already.
  static func end(
    _ round: SigningRound, as state: SigningRound.State, by name: String, because reason: String, at now: Instant,
    on connection: some WriteConnection
  ) throws -> Bool {
    let ended =
      try connection.run(
        """
        UPDATE agreement_signings SET state = \(state), ended_at = \(now), ended_by = \(name), reason = \(reason)
        WHERE id = \(round.id) AND school_id = \(round.schoolID) AND state = 'open'
        """) == 1
    guard ended, state != .complete else { return ended }
    try connection.run(
      """
      UPDATE agreement_signers SET state = 'cancelled'
      WHERE signing_id = \(round.id) AND school_id = \(round.schoolID) AND state IN ('waiting', 'asked')
      """)
    return true
  }

  private static let roundColumns: SQL = """
    r.id, r.school_id, r.agreement_id, r.is_in_order, r.state, r.code, r.text_digest, r.begun_at,
    coalesce(a.display_name, ''), r.ended_at, r.ended_by, r.reason
    """
  private static let roundTables: SQL = "agreement_signings r LEFT JOIN accounts a ON a.id = r.begun_by"

  private static func round(_ row: Row) throws -> SigningRound {
    SigningRound(
      id: try row.get(0), schoolID: try row.get(1), agreementID: try row.get(2), isInOrder: try row.get(3),
      state: try row.get(4), code: try row.get(5), textDigest: try row.get(6), begunAt: try row.get(7),
      begunBy: try row.get(8), endedAt: try row.get(9), endedBy: try row.get(10), reason: try row.get(11))
  }

  // MARK: Signers

  func insert(
    _ planned: PlannedSigner, id: ID<Signer>, in round: SigningRound, from other: ID<Signer>? = nil,
    on connection: some WriteConnection
  ) throws {
    let mail = planned.mail.isEmpty ? nil : try sealer.seal(planned.mail, context: Self.context(id))
    try connection.run(
      """
      INSERT INTO agreement_signers (id, school_id, agreement_id, signing_id, place, kind, way, name, account_id,
        mail_sealed, state, reason, forwarded_from, scan_name, scan_digest, language)
      VALUES (\(id), \(round.schoolID), \(round.agreementID), \(round.id), \(planned.place), \(planned.kind.rawValue),
        \(planned.way), \(planned.name), \(planned.accountID), \(mail), 'waiting', '', \(other), '', '',
        \(planned.language.rawValue))
      """)
  }

  /// In the order of their places.
  func signers(of round: SigningRound, on connection: some Connection) throws -> [Signer] {
    try connection.rows(
      """
      SELECT \(Self.columns) FROM agreement_signers s WHERE s.signing_id = \(round.id) AND s.school_id = \(round.schoolID)
      ORDER BY s.place, s.id
      """
    ).map(signer)
  }

  func signer(_ id: ID<Signer>, on connection: some Connection) throws -> Signer? {
    try connection.first("SELECT \(Self.columns) FROM agreement_signers s WHERE s.id = \(id)").map(signer)
  }

  /// What a person with an account is asked to sign, or has signed, the newest first.
  func signers(of account: ID<Account>, on connection: some Connection) throws -> [Signer] {
    try connection.rows(
      """
      SELECT \(Self.columns) FROM agreement_signers s
      WHERE s.account_id = \(account) AND s.state IN ('asked', 'signed') ORDER BY s.id DESC LIMIT 100
      """
    ).map(signer)
  }

  static func ask(_ signer: Signer, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      "UPDATE agreement_signers SET state = 'asked', asked_at = \(now) WHERE id = \(signer.id) AND state = 'waiting'")
  }

  /// - Returns: `false` when it is no longer this signer's turn.
  static func sign(
    _ signer: Signer, _ signature: Signer.Signature, on day: CivilDate?, at now: Instant,
    on connection: some WriteConnection
  ) throws -> Bool {
    let (kind, words): (String, String) =
      switch signature {
      case .typed(let name): ("typed", name)
      case .drawn(let path): ("drawn", path)
      case .paper: ("paper", "")
      }
    return try connection.run(
      """
      UPDATE agreement_signers SET state = 'signed', signed_at = \(now), signed_on = \(day), signature_kind = \(kind),
        signature = \(words), code_digest = NULL
      WHERE id = \(signer.id) AND school_id = \(signer.schoolID) AND state = 'asked'
      """) == 1
  }

  /// - Returns: `false` when it is no longer this signer's turn.
  static func leave(
    _ signer: Signer, as state: Signer.State, because reason: String, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE agreement_signers SET state = \(state), reason = \(reason), code_digest = NULL
      WHERE id = \(signer.id) AND school_id = \(signer.schoolID) AND state = 'asked'
      """) == 1
  }

  static func setCode(
    _ digest: String, for signer: Signer, until: Instant, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      UPDATE agreement_signers SET code_digest = \(digest), code_expires_at = \(until), code_sent_at = \(now),
        code_tries = 0, codes_sent = codes_sent + 1
      WHERE id = \(signer.id) AND school_id = \(signer.schoolID)
      """)
  }

  static func countWrongCode(for signer: Signer, on connection: some WriteConnection) throws {
    try connection.run(
      "UPDATE agreement_signers SET code_tries = code_tries + 1 WHERE id = \(signer.id) AND school_id = \(signer.schoolID)"
    )
  }

  /// - Returns: `false` when somebody else brought or checked it meanwhile.
  static func setScan(
    _ file: (name: String, digest: String)?, of signer: Signer, on day: CivilDate?, by account: ID<Account>?,
    on connection: some WriteConnection
  ) throws -> Bool {
    let before: SQL = file == nil ? "scanned_by IS NOT NULL" : "scanned_by IS NULL"
    return try connection.run(
      """
      UPDATE agreement_signers SET scanned_by = \(account), scan_name = \(file?.name ?? ""),
        scan_digest = \(file?.digest ?? ""), signed_on = \(day)
      WHERE id = \(signer.id) AND school_id = \(signer.schoolID) AND state = 'asked' AND \(before)
      """) == 1
  }

  static func countReminder(_ signer: Signer, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      UPDATE agreement_signers SET reminders = reminders + 1, reminded_at = \(now)
      WHERE id = \(signer.id) AND school_id = \(signer.schoolID)
      """)
  }

  /// Who was asked or reminded before `instant` and has not answered.
  func silent(since instant: Instant, limit: Int, on connection: some Connection) throws -> [Signer] {
    try connection.rows(
      """
      SELECT \(Self.columns) FROM agreement_signers s
      WHERE s.state = 'asked' AND s.way <> 'paper' AND s.reminders < \(SigningRules.mostReminders)
        AND coalesce(s.reminded_at, s.asked_at) <= \(instant)
      ORDER BY s.id LIMIT \(literal: limit)
      """
    ).map(signer)
  }

  private static let columns: SQL = """
    s.id, s.signing_id, s.school_id, s.agreement_id, s.place, s.kind, s.way, s.name, s.account_id, s.mail_sealed,
    s.state, s.asked_at, s.signed_at, s.signed_on, s.signature_kind, s.signature, s.reason, s.forwarded_from,
    s.scanned_by, s.scan_name, s.scan_digest, s.reminders, s.code_digest, s.code_expires_at, s.code_sent_at,
    s.code_tries, s.codes_sent, s.language
    """

  private func signer(_ row: Row) throws -> Signer {
    let id: ID<Signer> = try row.get(0)
    let sealed: String? = try row.get(9)
    let words: String = try row.get(15)
    let signature: Signer.Signature? =
      switch try row.get(14, as: String.self) {
      case "typed": .typed(words)
      case "drawn": .drawn(words)
      case "paper": .paper
      default: nil
      }
    var code: SignerCode?
    if let sentAt: Instant = try row.get(24) {
      code = SignerCode(
        digest: try row.get(22, as: String?.self) ?? "", expiresAt: try row.get(23), sentAt: sentAt,
        tries: try row.get(25), sent: try row.get(26))
    }
    return Signer(
      id: id, roundID: try row.get(1), schoolID: try row.get(2), agreementID: try row.get(3), place: try row.get(4),
      kind: SignerKind(rawValue: try row.get(5)) ?? .third, way: try row.get(6), name: try row.get(7),
      accountID: try row.get(8), mail: try sealed.map { try sealer.open($0, context: Self.context(id)) } ?? "",
      state: try row.get(10), askedAt: try row.get(11), signedAt: try row.get(12), signedOn: try row.get(13),
      signature: signature, reason: try row.get(16), forwardedFrom: try row.get(17), scannedBy: try row.get(18),
      scanName: try row.get(19), scanDigest: try row.get(20), reminders: try row.get(21),
      language: LanguageMigrations.stored(try row.get(27)), code: code)
  }
}

// MARK: Trace and documents

extension SigningStore {
  static func note(
    _ act: SigningEvent.Act, in round: SigningRound, signer: ID<Signer>? = nil, name: String, address: String = "",
    note: String = "", id: ID<SigningEvent>, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO agreement_signing_events (id, school_id, signing_id, signer_id, act, name, address, note, at)
      VALUES (\(id), \(round.schoolID), \(round.id), \(signer), \(act), \(name), \(address), \(note), \(now))
      """)
  }

  /// In the order in which things happened.
  static func trace(of round: SigningRound, on connection: some Connection) throws -> [SigningEvent] {
    try connection.rows(
      """
      SELECT act, at, name, address, note FROM agreement_signing_events
      WHERE school_id = \(round.schoolID) AND signing_id = \(round.id) ORDER BY id LIMIT 1000
      """
    ).map { row in
      SigningEvent(
        act: try row.get(0), at: try row.get(1), name: try row.get(2), address: try row.get(3), note: try row.get(4))
    }
  }

  /// Keeps the frozen document of a round. There is no way to change or delete one.
  /// - Throws: `DatabaseError.unique` when it has one.
  static func freeze(
    _ document: FrozenDocument, id: ID<FrozenDocument>, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO agreement_documents (id, school_id, agreement_id, signing_id, digest, size, pages, made_at)
      VALUES (\(id), \(document.schoolID), \(document.agreementID), \(document.roundID), \(document.digest),
        \(document.size), \(document.pages), \(document.madeAt))
      """)
  }

  static func document(of round: SigningRound, on connection: some Connection) throws -> FrozenDocument? {
    try document(where: "signing_id = \(round.id)", on: connection)
  }

  static func document(digest: String, on connection: some Connection) throws -> FrozenDocument? {
    try document(where: "digest = \(digest)", on: connection)
  }

  private static func document(where condition: SQL, on connection: some Connection) throws -> FrozenDocument? {
    try connection.first(
      """
      SELECT signing_id, school_id, agreement_id, digest, size, pages, made_at FROM agreement_documents
      WHERE \(condition)
      """
    ).map { row in
      FrozenDocument(
        roundID: try row.get(0), schoolID: try row.get(1), agreementID: try row.get(2), digest: try row.get(3),
        size: try row.get(4), pages: try row.get(5), madeAt: try row.get(6))
    }
  }
}
