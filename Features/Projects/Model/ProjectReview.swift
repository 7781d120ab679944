import Accounts
import Database
import Values

/// What a member of the review group says to an application.
struct ProjectVote: Sendable, Hashable {
  enum Choice: String, Sendable, CaseIterable, SQLConvertible {
    case support
    /// Support once something was mended.
    case mend
    case against
    var label: String { "projects.vote.\(rawValue)" }
  }

  let accountID: ID<Account>
  let name: String
  /// `nil` while the member has not voted.
  let choice: Choice?
  /// 0…100.
  let score: Int?
  let reason: String
  let at: Instant?
}

/// How a review group stands.
struct ReviewStanding: Sendable, Hashable {
  let votes: [ProjectVote]

  var cast: Int { votes.count { $0.choice != nil } }
  func count(_ choice: ProjectVote.Choice) -> Int { votes.count { $0.choice == choice } }

  /// The mean of all scores; `nil` before the first.
  var score: Double? {
    let scores = votes.compactMap(\.score)
    return scores.isEmpty ? nil : Double(scores.reduce(0, +)) / Double(scores.count)
  }

  /// A decision waits for everybody; once the day has passed, more than half are enough.
  func mayDecide(dueOn: CivilDate?, today: CivilDate) -> Bool {
    guard !votes.isEmpty else { return false }
    if cast == votes.count { return true }
    return cast * 2 > votes.count && (dueOn.map { $0 < today } ?? false)
  }

  /// Whether more members are for it than against; what speaks against is shown to who decides.
  var isInFavour: Bool { count(.support) + count(.mend) > count(.against) }
}
