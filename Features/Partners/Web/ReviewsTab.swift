import Database
import Localization
import Organizations
import Platform
import Values
import Views
import Web

/// The reviews of a partner, the latest first, and the button that begins the next.
struct ReviewsTab {
  let member: Member
  let partner: Partner
  private let reviews: [QualificationReview]

  static func load(_ member: Member, _ partner: Partner) async throws -> ReviewsTab {
    let reviews = try await member.services.database.read { connection in
      try ReviewStore.reviews(of: partner.partnership, on: connection)
    }
    return ReviewsTab(member: member, partner: partner, reviews: reviews)
  }

  var html: HTML {
    let (t, today) = (member.t, member.now.day)
    let words = ReviewWords(t: t)
    guard !reviews.isEmpty else {
      return EmptyState(
        icon: .shield, title: t("partners.reviews.none"), text: t("partners.reviews.none.text"), actions: start
      ).html
    }
    return DataTable(
      caption: t("partners.tab.reviews"),
      columns: [
        DataTable.Column("state", t("partners.review.column.state"), phone: .title),
        DataTable.Column("begun", t("partners.review.createdBy")),
        DataTable.Column("submitted", t("partners.review.submittedBy")),
        DataTable.Column("decided", t("partners.review.decidedBy")),
        DataTable.Column("until", t("partners.review.validity"), isNarrow: true),
      ],
      rows: reviews.map { review in
        DataTable.Row(
          id: "\(review.id)", name: t(review.state.label), link: ReviewLinks.show(review),
          [
            DataTable.Cell(words.badge(review, today: today).html),
            .text(review.createdBy?.name, second: review.createdAt.day.description),
            .text(review.submittedBy?.name, second: review.submittedAt?.day.description),
            .text(review.decidedBy?.name, second: review.decidedAt?.day.description),
            .text(review.validUntil?.description),
          ])
      }, tools: start, empty: EmptyState(title: ""), id: "reviews", t
    ).html
  }

  /// Only while none is under way.
  private var start: HTML {
    guard member.actor.may(.reviewsWrite), !reviews.contains(where: { $0.state.isOpen }) else { return .empty }
    let isRenewal = reviews.contains { $0.state == .approved }
    return PostButton(
      member.t(isRenewal ? "partners.review.renew" : "partners.review.start"),
      to: ReviewLinks.list(of: partner.partnership.id), csrf: member.exchange.csrfToken, style: .primary, icon: .plus
    ).html
  }
}
