/// A tab on the page of a record that another feature owns, such as the
/// agreements on a partner's page. The owner of the page shows it; the feature
/// serves its address.
package struct RecordTab: Sendable, Hashable {
  /// Whose page it stands on.
  package enum Owner: String, Sendable {
    case partnership
  }

  package let owner: Owner
  /// The key of its label.
  package let label: String
  /// What follows the record's own address: `agreements` for `/partners/{partner}/agreements`.
  package let path: String
  /// Who sees it.
  package let permission: String

  package init(on owner: Owner, label: String, path: String, permission: String) {
    self.owner = owner
    self.label = label
    self.path = path
    self.permission = permission
  }
}
