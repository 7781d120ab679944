import Foundation
import Localization
import Mail
import Records
import Security
import Values

/// A signer as the office plans them, before anybody is asked.
struct PlannedSigner: Sendable, Hashable {
  var kind: SignerKind
  var way: Signer.Way
  /// For a person with an account: the account.
  var accountID: Int64?
  var name: String = ""
  /// Where the link or the codes go; for accounts only where they have no address of their own.
  var mail: String = ""
  var place: Int = 1
  /// In which they are written to; accounts have their own.
  var language = Language.chinese
}

/// What must hold of signers: pure functions.
enum SigningRules {
  static let mostSigners = 12
  /// A reminder each so many days, and no more than so many.
  static let reminderDays = 3
  static let mostReminders = 5

  /// Everything that is wrong with a plan. Fields are named `signer.<place>.<field>`, counted from 0.
  static func problems(_ plan: [PlannedSigner]) -> [FieldProblem] {
    var problems: [FieldProblem] = []
    if plan.isEmpty { problems.append(FieldProblem("signers", "agreements.signing.problem.none")) }
    if plan.count > mostSigners {
      problems.append(FieldProblem("signers", "agreements.signing.problem.many", ["count": "\(mostSigners)"]))
    }
    var seen: Set<String> = []
    for (index, signer) in plan.enumerated() {
      func problem(_ field: String, _ key: String, _ words: [String: String] = [:]) {
        problems.append(FieldProblem("signer.\(index).\(field)", key, words))
      }
      if signer.way == .account {
        if signer.accountID == nil { problem("account", "agreements.signing.problem.account") }
      } else {
        if signer.name.isEmpty { problem("name", "agreements.signing.problem.name") }
      }
      if signer.name.count > 40 {
        problem("name", "kit.records.tooLong", ["max": "40", "count": "\(signer.name.count)"])
      }
      if signer.way == .link, signer.mail.isEmpty { problem("mail", "agreements.signing.problem.mail") }
      if !signer.mail.isEmpty, !isAddress(signer.mail) { problem("mail", "kit.records.mail") }
      let who = signer.accountID.map { "account \($0)" } ?? (signer.mail.isEmpty ? nil : signer.mail.lowercased())
      if let who, signer.way != .paper, !seen.insert(who).inserted {
        problem(signer.way == .account ? "account" : "mail", "agreements.signing.problem.twice")
      }
    }
    return problems
  }

  static func isAddress(_ text: String) -> Bool {
    // Whether it can be written to is all that is asked.
    (try? MailAddress(text)) != nil
  }

  /// Who is to be asked next.
  static func next(_ signers: [Signer], isInOrder: Bool) -> [Signer] {
    let waiting = signers.filter { $0.state == .waiting }
    guard isInOrder else { return waiting }
    // Nobody is asked while somebody before them has not signed.
    guard !signers.contains(where: { $0.state == .asked }) else { return [] }
    let first = waiting.map(\.place).min()
    return waiting.filter { $0.place == first }
  }

  static func isComplete(_ signers: [Signer]) -> Bool {
    let counted = signers.filter(\.counts)
    return !counted.isEmpty && counted.allSatisfy { $0.state == .signed }
  }

  /// Whether a typed name is the signer's: width, case and blanks are forgiven.
  static func isSame(_ typed: String, _ name: String) -> Bool { canonical(typed) == canonical(name) }

  private static func canonical(_ name: String) -> String {
    FieldText.trimmed(name).precomposedStringWithCompatibilityMapping.lowercased().filter {
      !$0.isWhitespace && $0 != "·"
    }
  }

  /// `203.0.113.*`, `2001:db8:*`: enough to see whether two acts came from one place.
  static func masked(address: String) -> String {
    let separator: Character = address.contains(":") ? ":" : "."
    let parts = address.split(separator: separator)
    guard parts.count > 2 else { return address.isEmpty ? "" : "*" }
    return parts.prefix(separator == "." ? 3 : 2).joined(separator: String(separator)) + "\(separator)*"
  }
}

/// A signature drawn with finger, pen or mouse: strokes as `M12 30L13 32…` in a
/// field of 600 by 200. Anything else is refused, so that nothing but lines
/// comes into a page or a document.
struct SignatureDrawing: Sendable, Hashable {
  let path: String
  static let width = 600
  static let height = 200
  private static let mostPoints = 6000
  private static let fewestPoints = 8

  init?(_ text: String) {
    guard text.utf8.count <= 60_000, text.wholeMatch(of: /(?:[ML]\d{1,3} \d{1,3})+/) != nil else { return nil }
    var points: [(Int, Int)] = []
    for match in text.matches(of: /[ML](\d{1,3}) (\d{1,3})/) {
      guard let x = Int(match.1), let y = Int(match.2), x <= Self.width, y <= Self.height else { return nil }
      points.append((x, y))
    }
    guard (Self.fewestPoints...Self.mostPoints).contains(points.count), text.hasPrefix("M") else { return nil }
    // A dot or a slip of the finger is no signature.
    let (xs, ys) = (points.map(\.0), points.map(\.1))
    guard (xs.max() ?? 0) - (xs.min() ?? 0) + (ys.max() ?? 0) - (ys.min() ?? 0) >= 40 else { return nil }
    path = text
  }

  /// The strokes as a picture of their own, for documents.
  var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.width) \(Self.height)" width="\(Self.width)" \
    height="\(Self.height)"><path d="\(path)" fill="none" stroke="#111" stroke-width="4" stroke-linecap="round" \
    stroke-linejoin="round"/></svg>
    """
  }
}
