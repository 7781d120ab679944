import Localization
import Platform
package import Records
import Security

/// A password that a person has chosen, typed twice.
package struct NewPassword: Sendable {
  let text: String
  let repetition: String

  package init(_ text: String, repetition: String) {
    self.text = text
    self.repetition = repetition
  }

  package init(_ form: FormData) {
    self.init(form["new_password"] ?? "", repetition: form["repeated_password"] ?? "")
  }

  /// What is wrong with it, by field.
  /// - Parameter known: what others know about the person.
  func problems(known: [String]) -> [FieldProblem] {
    guard !text.isEmpty else { return [FieldProblem("new_password", "kit.records.required")] }
    if let problem = PasswordPolicy().problem(text, context: known) {
      return [FieldProblem("new_password", problem)]
    }
    return text == repetition ? [] : [FieldProblem("repeated_password", "accounts.password.differs")]
  }

  /// Its hash.
  /// - Throws: `AccountsError.busy`.
  func hash(_ services: Services) async throws -> String {
    do {
      return try await services.hasher.hash(text)
    } catch PasswordHashingError.busy {
      throw AccountsError.busy
    }
  }
}

extension Account {
  /// What others may know about the person and try as a password.
  func known(_ contact: Contact) -> [String] {
    [signInName, displayName, contact.phone ?? "", contact.mail ?? ""]
  }
}
