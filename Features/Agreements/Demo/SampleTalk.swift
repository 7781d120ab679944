import Activity
import Database
import Localization
import Organizations
import Platform
import Values

/// What both sides of the demo say while texts are negotiated, and to whom links were sent.
struct SampleTalk {
  let services: Services
  let people: AgreementSamples.People
  let today: CivilDate

  /// The numbers of agreements under negotiation, see `AgreementSamples`.
  private static let numbers = 15...19
  private static let talks: [(asked: String, answered: String, isSettled: Bool)] = [
    ("希望实习时间避开生产旺季，改为每年三月至八月。", "可以调整，教务处正在核对教学周历，本周内给出修改稿。", false),
    ("授课课酬是否含税？请写明。", "含税，已在第六条写明，按学校外聘教师标准执行。", true),
    ("基地挂牌需总部品牌部审核，请把三十日改为六十日。", "同意改为六十日。", true),
  ]

  func write(_ agreements: [Int: Agreement], on connection: any WriteConnection) throws {
    for number in Self.numbers {
      guard let agreement = agreements[number] else { continue }
      let clauses = agreement.text.clauses.filter { $0.duty != nil }.map(\.key)
      for (index, talk) in Self.talks.prefix(1 + number % 3).enumerated() {
        let clause = clauses.isEmpty ? "" : clauses[index % clauses.count]
        try say(talk.asked, to: clause, .enterprise, "王志强", day: -6 + index, agreement, on: connection)
        try say(talk.answered, to: clause, .school, nil, day: -4 + index, agreement, on: connection)
        guard talk.isSettled else { continue }
        for comment in try AgreementStoryStore.comments(of: agreement, on: connection).suffix(2) {
          _ = try AgreementStoryStore.settle(
            comment.id, of: agreement, by: people.office, at: moment(-3 + index, 700), on: connection)
        }
      }
      // With a server for mails the links would go out to people who are not there.
      guard services.installation.mailSender == nil, number == Self.numbers.lowerBound else { continue }
      let words = [
        "name": "王志强", "title": agreement.title,
        "school": try SchoolStore.school(agreement.schoolID, on: connection)?.name ?? "",
      ]
      try InviteGuest(services, .negotiate)(
        GuestPerson(name: "王志强", mail: "wang.zhiqiang@enterprise.example"), to: .agreement(agreement),
        of: agreement.schoolID,
        saying: (
          Message("agreements.invite.negotiate.subject", words), Message("agreements.invite.negotiate.body", words)
        ), by: people.office, on: connection)
    }
  }

  private func moment(_ days: Int, _ minute: Int) -> Instant {
    SampleMaker.moment(today.adding(days: days), minute)
  }

  private func say(
    _ words: String, to clause: String, _ side: ClauseComment.Side, _ guest: String?, day: Int, _ agreement: Agreement,
    on connection: any WriteConnection
  ) throws {
    try AgreementStoryStore.insert(
      words, id: services.ids.next(), to: clause, side: side, of: agreement,
      by: guest.map { .init(name: $0) } ?? .init(accountID: people.office, name: ""), at: moment(day, 620 + day),
      on: connection)
  }
}
