import Database
import Organizations
package import Values
package import Views

/// The addresses of surveys, for linking; `SurveyRoutes` registers the same.
package enum SurveyLinks {
  package static let list: Link = "/surveys"
  static let new: Link = "/surveys/new"
  /// What an enterprise with an account was asked.
  package static let enterprise: Link = "/enterprise/surveys"

  package static func show(_ id: ID<Survey>) -> Link { Link("/surveys/\(id)") }
  package static func summary(_ id: ID<Survey>) -> Link { page(id, "summary") }
  static func answers(_ id: ID<Survey>) -> Link { page(id, "answers") }
  static func questions(_ id: ID<Survey>) -> Link { page(id, "questions") }
  static func participants(_ id: ID<Survey>) -> Link { page(id, "participants") }
  /// `edit`, `open`, `choose`…
  static func page(_ id: ID<Survey>, _ word: String) -> Link { Link("\(show(id).text)/\(word)") }
  static func question(_ id: ID<Survey>, _ key: String, _ word: String? = nil) -> Link {
    Link("\(questions(id).text)/\(Link.encode(key))\(word.map { "/\($0)" } ?? "")")
  }
  static func answer(_ id: ID<Survey>, _ participant: ID<SurveyParticipant>) -> Link {
    Link("\(answers(id).text)/\(participant)")
  }
  static func participant(_ id: ID<Survey>, _ participant: ID<SurveyParticipant>, _ word: String) -> Link {
    Link("\(participants(id).text)/\(participant)/\(word)")
  }
  package static func enterprise(_ participant: ID<SurveyParticipant>) -> Link {
    Link("\(enterprise.text)/\(participant)")
  }
  /// The tab of a partner.
  static func list(of partnership: ID<Partnership>) -> Link { Link("/partners/\(partnership)/surveys") }
}
