import Database
package import Localization
package import Organizations
import Platform
package import Records
package import Values

/// A partner that a survey asks, whom there, and how far it is.
package struct SurveyParticipant: Sendable, Hashable {
  package var id: ID<SurveyParticipant>
  package var schoolID: ID<School>
  package var surveyID: ID<Survey>
  package var partnershipID: ID<Partnership>
  /// Whom the link goes to; empty where nobody is known.
  package var name: String
  /// Kept sealed; empty where it is not known.
  package var mail: String
  package var language: Language
  package var state: State
  package var outcome: Outcome?
  package var way: Way?
  /// Who answered, as they were called.
  package var answeredBy: String
  package var answeredAt: Instant?
  package var askedAt: Instant?
  package var openedAt: Instant?
  /// When it was saved for now.
  package var savedAt: Instant?
  package var remindedAt: Instant?
  package var reminders: Int
  /// The smallest number of days before the end of which they were reminded.
  package var told: Int?
  /// The form as it was typed last, also what is not yet right.
  package var typed: FormData
  /// How an answer came that the school entered: by phone, on paper.
  package var note: String
  package var version: Int

  package enum State: String, Sendable, CaseIterable, SQLConvertible {
    /// Chosen, not written to.
    case listed
    case asked, answered, withdrawn
  }

  package enum Outcome: String, Sendable, CaseIterable, SQLConvertible {
    case answers
    /// 暂无需求
    case none
  }

  /// Who gave the answer.
  package enum Way: String, Sendable, CaseIterable, SQLConvertible {
    case link, account
    /// The school, for the enterprise.
    case office
  }

  /// What progress pages tell apart.
  package enum Step: String, Sendable, CaseIterable {
    case withoutMail, listed, asked, opened, begun, answered, none, withdrawn

    var label: String { "partners.survey.step.\(rawValue)" }
  }

  package init(
    id: ID<SurveyParticipant>, schoolID: ID<School>, surveyID: ID<Survey>, partnershipID: ID<Partnership>,
    name: String = "", mail: String = "", language: Language = .chinese
  ) {
    self.id = id
    self.schoolID = schoolID
    self.surveyID = surveyID
    self.partnershipID = partnershipID
    self.name = name
    self.mail = mail
    self.language = language
    state = .listed
    outcome = nil
    way = nil
    answeredBy = ""
    answeredAt = nil
    askedAt = nil
    openedAt = nil
    savedAt = nil
    remindedAt = nil
    reminders = 0
    told = nil
    typed = .empty
    note = ""
    version = 1
  }

  package var step: Step {
    switch state {
    case .answered: outcome == SurveyParticipant.Outcome.none ? .none : .answered
    case .withdrawn: .withdrawn
    case .asked: savedAt != nil ? .begun : openedAt != nil ? .opened : .asked
    case .listed: savedAt != nil ? .begun : mail.isEmpty ? .withoutMail : .listed
    }
  }

  /// Whom a reminder may go to.
  package var waitsForAnswer: Bool { state == .asked }
}

/// One answer with what the summary may filter and count it by.
package struct SurveyResponse: Sendable, Hashable {
  package let participant: SurveyParticipant
  package let partnerName: String
  package let creditCode: String
  package let industry: String
  package let province: String
  package let size: String
  package let level: String
  package var answers: SurveyAnswers

  package init(
    participant: SurveyParticipant, partnerName: String, creditCode: String = "", industry: String = "",
    province: String = "", size: String = "", level: String = "", answers: SurveyAnswers = SurveyAnswers()
  ) {
    self.participant = participant
    self.partnerName = partnerName
    self.creditCode = creditCode
    self.industry = industry
    self.province = province
    self.size = size
    self.level = level
    self.answers = answers
  }
}

/// How far a survey is.
package struct SurveyProgress: Sendable, Hashable {
  /// Everybody chosen who was not withdrawn.
  package var total = 0
  package var withoutMail = 0
  package var listed = 0
  /// Written to, whatever came of it.
  package var asked = 0
  package var opened = 0
  /// Answered, with or without a demand.
  package var answered = 0
  package var none = 0
  package var withdrawn = 0

  package init() {}

  package var share: Double { total == 0 ? 0 : Double(answered) / Double(total) }
  package var open: Int { total - answered }
}
