import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values

/// One time that an agreement is given to its signers. The words that they
/// sign are fixed when it begins; when it is called off or refused, the next
/// time is another round.
struct SigningRound: Sendable, Hashable {
  let id: ID<SigningRound>
  let schoolID: ID<School>
  let agreementID: ID<Agreement>
  /// Whether signers are asked one after the other; otherwise all at once.
  let isInOrder: Bool
  let state: State
  /// By which everybody may look the signed document up: `/verify/…`.
  let code: String
  /// SHA-256 of the document that signers read, which is kept as it is.
  let textDigest: String
  let begunAt: Instant
  let begunBy: String
  let endedAt: Instant?
  /// Who refused, or who called it off.
  let endedBy: String
  let reason: String

  enum State: String, Sendable, CaseIterable, SQLConvertible {
    case open
    /// All have signed.
    case complete
    /// A signer refused.
    case declined
    /// The office called it off.
    case recalled
    var label: String { "agreements.round.\(rawValue)" }
  }
}

/// Somebody who is to sign in a round.
struct Signer: Sendable, Hashable {
  let id: ID<Signer>
  let roundID: ID<SigningRound>
  let schoolID: ID<School>
  let agreementID: ID<Agreement>
  /// From 1; who has the same place is asked at the same time.
  let place: Int
  let kind: SignerKind
  let way: Way
  let name: String
  let accountID: ID<Account>?
  /// Where codes and links go; empty for paper.
  let mail: String
  let state: State
  let askedAt: Instant?
  let signedAt: Instant?
  /// The day on the paper.
  let signedOn: CivilDate?
  let signature: Signature?
  let reason: String
  /// Who passed it on to them.
  let forwardedFrom: ID<Signer>?
  /// Who brought the paper; somebody else checks it.
  let scannedBy: ID<Account>?
  let scanName: String
  let scanDigest: String
  let reminders: Int
  /// In which they are written to, as whoever named them has chosen.
  let language: Language
  let code: SignerCode?

  /// How somebody signs.
  enum Way: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
    /// Signed in.
    case account
    /// By a link that comes by mail, without an account.
    case link
    /// On paper, whose scan the office brings.
    case paper
    var label: String { "agreements.way.\(rawValue)" }
  }

  enum State: String, Sendable, CaseIterable, SQLConvertible {
    /// Others come first.
    case waiting
    case asked, signed, refused
    /// Somebody else signs instead.
    case forwarded
    /// The round ended before.
    case cancelled
    var label: String { "agreements.signer.state.\(rawValue)" }
  }

  /// What a signer's own hand has left.
  enum Signature: Sendable, Hashable {
    case typed(String)
    /// Strokes as the path of an SVG, see `SignatureDrawing`.
    case drawn(String)
    case paper
  }

  /// Whether the signature still counts for the round.
  var counts: Bool { state != .forwarded }
}

/// The code that a signer was sent last.
struct SignerCode: Sendable, Hashable {
  let digest: String
  let expiresAt: Instant
  let sentAt: Instant
  let tries: Int
  /// How many were sent in all.
  let sent: Int

  static let lifetime = Duration.seconds(15 * 60)
  /// Wrong attempts after which a code is dead.
  static let mostTries = 5
  static let mostSent = 10
  static let pause = Duration.seconds(60)

  func isAlive(at now: Instant) -> Bool { now < expiresAt && tries < Self.mostTries }
}

/// One line of the trace of a round.
struct SigningEvent: Sendable, Hashable {
  let act: Act
  let at: Instant
  /// The signer's name, or who acted for the office.
  let name: String
  /// Mail or internet address, masked before it is written.
  let address: String
  let note: String

  enum Act: String, Sendable, CaseIterable, SQLConvertible {
    case begun, asked, opened
    case codeSent = "code-sent"
    case codeWrong = "code-wrong"
    case codeRight = "code-right"
    case signed, refused, forwarded, reminded, scanned
    case scanRejected = "scan-rejected"
    case recalled, complete, frozen
    var label: String { "agreements.trace.\(rawValue)" }
  }
}

/// A signed document as it was frozen: named by its digest and never written again.
struct FrozenDocument: Sendable, Hashable {
  let roundID: ID<SigningRound>
  let schoolID: ID<School>
  let agreementID: ID<Agreement>
  /// SHA-256 of the file.
  let digest: String
  let size: Int
  let pages: Int
  let madeAt: Instant
}

/// Who signs as whom: a person with an account, or one with a link.
enum Signatory: Sendable {
  /// - Parameter address: the internet address that acts.
  case account(ID<Account>, address: String)
  case guest(GuestLink, address: String)

  var address: String {
    switch self {
    case .account(_, let address), .guest(_, let address): address
    }
  }

  var account: ID<Account>? {
    switch self {
    case .account(let id, _): id
    case .guest: nil
    }
  }

  func isSigner(_ signer: Signer) -> Bool {
    switch self {
    case .account(let id, _): signer.accountID == id
    case .guest(let link, _): signer.id.rawValue == link.subject.id && signer.schoolID == link.schoolID
    }
  }
}
