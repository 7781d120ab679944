import Database
package import Security
import Values

/// The rows of `teachers` and `students`. Phones, mails, identity numbers and
/// guardians are sealed on the way in and opened on the way out; identity
/// numbers are found by a keyed index.
package struct PeopleStore: Sendable {
  let sealer: Sealer

  package init(_ sealer: Sealer) {
    self.sealer = sealer
  }

  /// The contexts of sealed columns; a text moved to another column does not open.
  enum Context {
    static let teacherPhone = "teachers.phone"
    static let teacherMail = "teachers.mail"
    static let citizenID = "students.citizen_id"
    static let studentPhone = "students.phone"
    static let guardianName = "students.guardian_name"
    static let guardianPhone = "students.guardian_phone"
  }

  func seal(_ text: String, _ context: String) throws -> String {
    text.isEmpty ? "" : try sealer.seal(text, context: context)
  }

  func open(_ sealed: String, _ context: String) throws -> String {
    sealed.isEmpty ? "" : try sealer.open(sealed, context: context)
  }
}
