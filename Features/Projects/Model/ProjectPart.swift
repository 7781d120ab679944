/// What somebody has to do with a project, from little to much; the permission
/// of their role says what they may do within it.
enum ProjectPart: Int, Sendable, Comparable {
  /// A voice in the review group that is asked now: to read, and to vote.
  case review
  /// In the project's team, or with a milestone that is open: to keep its work.
  case work
  /// Whoever applied or leads: to apply, run and report.
  case own
  /// It belongs to the department or the school whose records they see.
  case whole

  static func < (one: ProjectPart, other: ProjectPart) -> Bool { one.rawValue < other.rawValue }
}
