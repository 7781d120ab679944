import Database
package import Organizations
import Records
package import Values

/// A person at the enterprise whom one school talks to. Each school keeps its
/// own; phone and mail are kept sealed.
package struct PartnerContact: Sendable, Hashable {
  package var id: ID<PartnerContact>
  package var schoolID: ID<School>
  package var partnershipID: ID<Partnership>
  package var name: String
  package var position: String
  package var phone: String
  package var mail: String
  /// The one who is asked first.
  package var isMain: Bool
  package var note: String

  package init(
    id: ID<PartnerContact>, schoolID: ID<School>, partnershipID: ID<Partnership>, name: String = "",
    position: String = "", phone: String = "", mail: String = "", isMain: Bool = false, note: String = ""
  ) {
    self.id = id
    self.schoolID = schoolID
    self.partnershipID = partnershipID
    self.name = name
    self.position = position
    self.phone = phone
    self.mail = mail
    self.isMain = isMain
    self.note = note
  }
}

/// How a partnership came about.
package enum PartnershipSource: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
  case visit, fair, recommendation, graduate, teacher, association, government, enterprise, other
}
