import Database
package import Localization
import Records
package import Values

/// A person who signs in. What they may do is decided by their memberships,
/// which belong to the feature Organizations.
package struct Account: Sendable, Hashable {
  package let id: ID<Account>
  /// Lower case, unique in the installation; see `SignInName`.
  package let signInName: String
  package let displayName: String
  /// The language chosen for pages and mails; `nil` follows the browser.
  package let language: Language?
  package let status: Status
  /// `false` until an invitation is accepted.
  package let hasPassword: Bool
  package let hasSecondFactor: Bool
  /// The password was made by somebody else and has to be replaced first.
  package let mustChangePassword: Bool
  /// May be entered by one click where the installation is a demo.
  package let isDemo: Bool
  package let createdAt: Instant

  /// Whether the account may sign in.
  package enum Status: String, Sendable, Hashable, CaseIterable, SQLConvertible, FieldConvertible {
    case active, closed
  }
}

/// How a person can be reached; kept sealed and opened only where it is needed.
package struct Contact: Sendable, Hashable {
  package var phone: String?
  package var mail: String?

  package init(phone: String? = nil, mail: String? = nil) {
    self.phone = phone
    self.mail = mail
  }
}

/// What an account is made from.
package struct NewAccount: Sendable {
  /// Brought into canonical form by the store.
  package var signInName: String
  package var displayName: String
  package var contact: Contact
  /// As `PasswordHasher.hash` wrote it; `nil` for a person who is invited.
  package var passwordHash: String?
  package var mustChangePassword: Bool
  package var language: Language?
  /// Makes it an account of the demo.
  package var demo: DemoEntry?

  package init(
    signInName: String, displayName: String, contact: Contact = Contact(), passwordHash: String? = nil,
    mustChangePassword: Bool = false, language: Language? = nil, demo: DemoEntry? = nil
  ) {
    self.signInName = signInName
    self.displayName = displayName
    self.contact = contact
    self.passwordHash = passwordHash
    self.mustChangePassword = mustChangePassword
    self.language = language
    self.demo = demo
  }
}

/// How a demo account is offered on the sign-in page.
package struct DemoEntry: Sendable, Hashable {
  /// The role in Chinese: `校企合作办`.
  package let chinese: String
  /// The role in English: `Cooperation office`.
  package let english: String
  /// Entries stand in this order.
  package let position: Int

  package init(chinese: String, english: String, position: Int) {
    self.chinese = chinese
    self.english = english
    self.position = position
  }

  package func label(in language: Language) -> String {
    language == .chinese ? chinese : english
  }
}

/// An account of the demo with what its button says.
package struct DemoAccount: Sendable, Hashable {
  package let id: ID<Account>
  package let displayName: String
  package let entry: DemoEntry
}
