import Accounts
import Database
import Localization
import Organizations
import Partners
import Records
import Values

/// An agreement of a school with one of its partners, from its first draft to the archive.
package struct Agreement: Sendable, Hashable {
  var id: ID<Agreement>
  var schoolID: ID<School>
  var partnershipID: ID<Partnership>
  var departmentID: ID<Department>?
  var typeCode: String
  var kind: AgreementKind
  /// What it was drafted from.
  var templateID: ID<AgreementTemplate>?
  var templateVersion: Int?
  var relation: Relation = .none
  /// The agreement that this one changes, renews or adds to.
  var relatedID: ID<Agreement>?
  /// Which annex of the related agreement it renews; 0 for none.
  var annex: Int = 0
  /// Empty until the first submission.
  var number: String = ""
  var title: String = ""
  var state: AgreementState = .draft
  /// The review as it was at the submission.
  var chain: [ReviewPost] = []
  /// Which post of the chain acts now.
  var step: Int?
  var dueOn: CivilDate?
  /// Why it came back, was suspended or ended.
  var reason: String = ""
  var startOn: CivilDate?
  var endOn: CivilDate?
  var amount: Int64?
  var takesInterns = false
  var ownerID: Int64?
  /// Of the text, and of every document that is made of it.
  var language = Language.chinese
  var text = TemplateText()
  /// What was filled in for own fields, by their names.
  var typed: [String: String] = [:]
  var signedOn: CivilDate?
  /// Who brought the signed copy; somebody else checks it.
  var scannedBy: Int64?
  var activeOn: CivilDate?
  var endedOn: CivilDate?
  /// Counts changes; a form that was opened on an older version is refused.
  var version: Int = 1
  var createdBy: Int64?
  var createdAt: Instant

  enum Relation: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
    case none = ""
    case amendment, renewal, annex
    var label: String { "agreements.relation.\(rawValue.isEmpty ? "none" : rawValue)" }
  }

  /// The post that acts now.
  var post: ReviewPost? {
    guard state == .review, let step, chain.indices.contains(step) else { return nil }
    return chain[step]
  }

  var months: Int? {
    guard let startOn, let endOn, startOn <= endOn else { return nil }
    return startOn.months(through: endOn)
  }

  /// The longest title, and other limits of what is typed.
  enum Limit {
    static let title = 120
    static let reason = 1000
    static let comment = 2000
    /// A hundred billion yuan in fen.
    static let amount: Int64 = 10_000_000_000_000
    static let years = 50
  }
}

/// How far an agreement has come.
enum AgreementState: String, Sendable, CaseIterable, SQLConvertible {
  case draft
  /// Internal review, post by post.
  case review
  /// Both sides comment on clauses.
  case negotiation
  case signing
  /// In force.
  case active
  case suspended
  /// An amendment took its place.
  case amended
  /// A renewal took its place.
  case renewed
  case ended
  case archived

  /// Whether its words may still change.
  var isEditable: Bool { self == .draft }
  /// Whether it is on its way to being signed.
  var isUnderWay: Bool { self == .draft || self == .review || self == .negotiation || self == .signing }
  /// Whether it was in force once.
  var wasActive: Bool { !isUnderWay }
  var label: String { "agreements.state.\(rawValue)" }
}

/// What a person (or the program) does with an agreement.
enum AgreementAct: String, Sendable, CaseIterable, SQLConvertible {
  case started, saved, submitted, withdrawn, approved, refused
  /// Negotiation found something: back to drafting.
  case reopened
  /// Both sides agree to the words.
  case agreed
  /// A scan of the signed paper was brought.
  case scanned
  /// The scan is not what it should be.
  case rejected
  /// Signing is called off: back to drafting.
  case recalled
  /// The second person found the scan right: in force.
  case confirmed
  /// The text went out to its signers.
  case sent
  /// A signer has signed; with the last the agreement is in force.
  case signed
  /// A signer refuses: back to drafting.
  case declined
  case suspended, resumed, amended, renewed, ended, archived

  var label: String { "agreements.act.\(rawValue)" }

  /// Whether somebody must say why.
  var needsReason: Bool {
    switch self {
    case .refused, .reopened, .rejected, .recalled, .declined, .suspended, .ended: true
    default: false
    }
  }
}

/// The way of an agreement: what may follow what.
enum AgreementFlow {
  /// Where an act leads.
  /// - Parameters:
  ///   - isLastPost: whether nobody is left in the chain, or to sign, after who acts now.
  ///   - hasScan: whether a signed copy waits to be checked.
  /// - Returns: `nil` when the state does not allow the act.
  static func next(
    _ state: AgreementState, _ act: AgreementAct, isLastPost: Bool = true, hasScan: Bool = false
  ) -> AgreementState? {
    switch (state, act) {
    case (.draft, .saved): .draft
    case (.draft, .submitted): .review
    case (.review, .withdrawn), (.review, .refused): .draft
    case (.review, .approved): isLastPost ? .negotiation : .review
    case (.negotiation, .reopened), (.signing, .recalled): .draft
    case (.negotiation, .agreed): .signing
    case (.signing, .sent): hasScan ? nil : .signing
    case (.signing, .signed): isLastPost ? .active : .signing
    case (.signing, .declined): .draft
    case (.signing, .scanned): hasScan ? nil : .signing
    case (.signing, .rejected): hasScan ? .signing : nil
    case (.signing, .confirmed): hasScan ? .active : nil
    case (.active, .suspended): .suspended
    case (.suspended, .resumed): .active
    case (.active, .amended), (.suspended, .amended): .amended
    case (.active, .renewed), (.suspended, .renewed), (.ended, .renewed): .renewed
    case (.active, .ended), (.suspended, .ended): .ended
    case (.amended, .archived), (.renewed, .archived), (.ended, .archived): .archived
    default: nil
    }
  }

  /// What an act needs. Who may act in a review is decided by its post besides.
  static func permission(for act: AgreementAct) -> Permission? {
    switch act {
    case .started, .saved, .submitted, .withdrawn: .agreementsWrite
    case .approved, .refused: .agreementsDecide
    case .agreed, .reopened, .recalled, .sent, .scanned, .rejected, .confirmed, .suspended, .resumed, .ended,
      .archived:
      .agreementsManage
    // Signers are let in by being named; the others follow from another agreement that comes into force.
    case .signed, .declined, .amended, .renewed: nil
    }
  }

  /// Days that whoever acts in a state has; a review's post has its own.
  static func days(in state: AgreementState) -> Int? {
    switch state {
    case .negotiation: 14
    case .signing: 14
    case .draft: nil
    case .review, .active, .suspended, .amended, .renewed, .ended, .archived: nil
    }
  }
}

/// One line of an agreement's story.
struct AgreementStep: Sendable, Hashable {
  let id: ID<AgreementStep>
  let act: AgreementAct
  /// The post of a review; `nil` elsewhere.
  let step: ReviewPost.Step?
  /// Empty for the program itself.
  let person: String
  /// Whom the person acted for; empty for themselves.
  let onBehalfOf: String
  let reason: String
  let at: Instant
}

/// The words of an agreement as they were at one moment.
struct AgreementVersion: Sendable, Hashable {
  let id: ID<AgreementVersion>
  let number: Int
  let act: AgreementAct
  var clauses: [RenderedClause]
  let annexes: [String]
  let startOn: CivilDate?
  let endOn: CivilDate?
  let amount: Int64?
  let maker: String
  let madeAt: Instant
}

/// What one side says to a clause.
struct ClauseComment: Sendable, Hashable {
  let id: ID<ClauseComment>
  /// The key of the clause; empty for the whole.
  let clause: String
  let side: Side
  let body: String
  let person: String
  let at: Instant
  let settledBy: String
  let settledAt: Instant?

  enum Side: String, Sendable, CaseIterable, SQLConvertible {
    case school, enterprise
    var label: String { "agreements.side.\(rawValue)" }
  }
}

/// Somebody acts for somebody else in reviews for a while.
struct Delegation: Sendable, Hashable {
  let id: ID<Delegation>
  let schoolID: ID<School>
  let from: ID<Account>
  let fromName: String
  let to: ID<Account>
  let toName: String
  let fromOn: CivilDate
  let untilOn: CivilDate
  let reason: String

  func isValid(on day: CivilDate) -> Bool { fromOn <= day && day <= untilOn }

  /// The longest period.
  static let longestDays = 180
}
