import Activity
package import Values
package import Views

/// The addresses of reviews, for linking; `ReviewRoutes` registers the same.
package enum ReviewLinks {
  package static let all: Link = "/partners/reviews"

  /// The reviews of one partner.
  package static func list(of partnership: ID<Partnership>) -> Link { Link("/partners/\(partnership)/reviews") }

  package static func show(_ review: QualificationReview) -> Link {
    Link("/partners/\(review.partnershipID)/reviews/\(review.id)")
  }

  static func edit(_ review: QualificationReview) -> Link { sub(review, "edit") }
  static func endorse(_ review: QualificationReview) -> Link { sub(review, "endorse") }
  static func decide(_ review: QualificationReview) -> Link { sub(review, "decide") }
  static func withdraw(_ review: QualificationReview) -> Link { sub(review, "withdraw") }
  static func discard(_ review: QualificationReview) -> Link { sub(review, "discard") }
  static func file(_ review: QualificationReview, _ file: ID<Activity.Attachment>) -> Link {
    sub(review, "files/\(file)")
  }

  private static func sub(_ review: QualificationReview, _ name: String) -> Link {
    Link("\(show(review).text)/\(name)")
  }
}
