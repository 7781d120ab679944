import Database
import Localization
import Organizations
import Values

/// A template of agreements with its versions. A published version never
/// changes; what is to be changed is changed in a new draft.
struct AgreementTemplate: Sendable, Hashable {
  var id: ID<AgreementTemplate>
  /// `nil` for one that the platform or the alliance shares with all schools.
  var schoolID: ID<School>?
  var kind: AgreementKind
  var title: String
  var note: String
  /// Whether new agreements may be drafted from it.
  var isActive: Bool
  /// The version that new agreements are drafted from; `nil` before the first.
  var published: Int?
  /// The version that is being written; `nil` when there is none.
  var draft: Int?
  var version: Int
  /// Of its text; agreements that are drafted from it are in the same.
  var language = Language.chinese

  var isShared: Bool { schoolID == nil }
}

/// One version of a template's text.
struct TemplateVersion: Sendable, Hashable {
  var id: ID<TemplateVersion>
  var templateID: ID<AgreementTemplate>
  var number: Int
  var text: TemplateText
  /// `nil` while it is a draft.
  var publishedAt: Instant?
  var publisherName: String
  /// What is new in it, in the publisher's words.
  var note: String
  /// Counts changes of the draft; a form that was opened on an older one is refused.
  var revision: Int

  var isFrozen: Bool { publishedAt != nil }
}
