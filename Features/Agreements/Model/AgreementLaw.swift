import Localization

/// What the law asks of an agreement's text: pure rules, each with its article.
///
/// Sources: 《职业教育法》(2022), 《职业学校校企合作促进办法》(教职成〔2018〕1号),
/// 《职业学校学生实习管理规定》(教职成〔2021〕4号).
enum AgreementLaw {
  /// Where a rule stands.
  enum Source: String, Sendable {
    /// 职业教育法
    case act
    /// 职业学校校企合作促进办法
    case measures
    /// 职业学校学生实习管理规定
    case internships

    var label: String { "agreements.law.\(rawValue)" }
  }

  /// A rule that asks for clauses.
  struct Rule: Sendable, Hashable {
    let source: Source
    let article: Int
    let kinds: Set<AgreementKind>
    let topics: [ClauseTopic]
  }

  static let rules: [Rule] = [
    // Art. 9: objectives and tasks, content and form, rights and duties, a reasonable term.
    Rule(
      source: .measures, article: 9,
      kinds: [
        .framework, .jointRunning, .commission, .order, .apprenticeship, .base, .internship, .employment, .resources,
      ], topics: [.objectives, .content, .rights, .term]),
    // Art. 40: a signed agreement that says what each side may and must do.
    Rule(source: .act, article: 40, kinds: [.service], topics: [.rights]),
    // Art. 15 names what the three parties must agree upon.
    Rule(
      source: .internships, article: 15, kinds: [.threeParty],
      topics: [
        .parties, .placement, .living, .pay, .protection, .insurance, .assessment, .liability, .other,
      ]),
  ]

  /// Where interns are taken the cooperation should last so long (measures, art. 9); said as a warning.
  static let leastMonthsWithInterns = 36

  enum Severity: String, Sendable, Comparable {
    case block, warning
    static func < (left: Severity, right: Severity) -> Bool { left == .block && right == .warning }
  }

  /// Something that a text lacks or says too much, with where that stands.
  struct Finding: Sendable, Hashable {
    let severity: Severity
    /// `nil` for what only the school's type asks for.
    let article: (source: Source, number: Int)?
    let topic: ClauseTopic?
    let message: Message

    static func == (left: Finding, right: Finding) -> Bool {
      left.severity == right.severity && left.topic == right.topic && left.message == right.message
    }

    func hash(into hasher: inout Hasher) { hasher.combine(message) }

    /// What must be there before anybody signs.
    var blocks: Bool { severity == .block }
  }

  /// What is known of an agreement beside its text; `nil` where it is not.
  struct Facts: Sendable, Hashable {
    var kind: AgreementKind
    /// What the school's type asks for beside the law.
    var required: [ClauseTopic] = []
    var months: Int?
    var takesInterns: Bool
  }

  /// Everything that is to be said of a text.
  /// - Parameter clauses: those that are part of it; their topic and their words.
  static func findings(_ clauses: [(topic: ClauseTopic?, text: String)], _ facts: Facts) -> [Finding] {
    let there = Set(clauses.filter { !$0.text.isEmpty }.compactMap(\.topic))
    var findings: [Finding] = []
    var said: Set<ClauseTopic> = []
    for rule in rules where rule.kinds.contains(facts.kind) {
      for topic in rule.topics where !there.contains(topic) && said.insert(topic).inserted {
        findings.append(
          Finding(
            severity: .block, article: (rule.source, rule.article), topic: topic,
            message: Message("agreements.finding.missing.\(topic.rawValue)")))
      }
    }
    for topic in facts.required where !there.contains(topic) && said.insert(topic).inserted {
      findings.append(
        Finding(
          severity: .block, article: nil, topic: topic, message: Message("agreements.finding.missing.\(topic.rawValue)")
        ))
    }
    if facts.takesInterns, let months = facts.months, months < leastMonthsWithInterns {
      findings.append(
        Finding(
          severity: .warning, article: (.measures, 9), topic: .term,
          message: Message("agreements.finding.short", ["months": "\(months)"])))
    }
    return findings + forbidden(clauses, facts)
  }

  /// The article that asks for a clause of a topic; `nil` where none does.
  static func article(for topic: ClauseTopic?, in kind: AgreementKind) -> (source: Source, number: Int)? {
    guard let topic, let rule = rules.first(where: { $0.kinds.contains(kind) && $0.topics.contains(topic) }) else {
      return nil
    }
    return (rule.source, rule.article)
  }

  // MARK: Words

  /// What art. 20 forbids to take from students; a text that names it is looked at by a person.
  private static let fees = [
    "押金", "保证金", "培训费", "实习报酬提成", "管理费", "实习材料费", "就业服务费", "deposit", "training fee", "management fee",
    "placement fee",
  ]
  private static let negations = ["不得", "不收", "不向", "禁止", "严禁", "不以", "not ", "no ", "neither", "without"]

  private static func forbidden(_ clauses: [(topic: ClauseTopic?, text: String)], _ facts: Facts) -> [Finding] {
    guard facts.takesInterns || facts.kind == .threeParty else { return [] }
    var found: [String] = []
    for clause in clauses {
      for sentence in clause.text.lowercased().split(whereSeparator: { "。；\n.;".contains($0) }) {
        // A sentence that forbids the fee is what the article wants.
        guard !negations.contains(where: { sentence.contains($0) }) else { continue }
        found += fees.filter { sentence.contains($0) && !found.contains($0) }
      }
    }
    return found.map { fee in
      Finding(
        severity: .warning, article: (.internships, 20), topic: .pay,
        message: Message("agreements.finding.fee", ["word": fee]))
    }
  }
}

extension Localizer {
  /// With its article: "缺少“目标任务”条款（《职业学校校企合作促进办法》第九条）".
  func callAsFunction(_ finding: AgreementLaw.Finding) -> String {
    let what = self(finding.message)
    guard let article = finding.article else { return self("agreements.finding.byType", ["what": what]) }
    return self("agreements.finding.byLaw", ["what": what, "article": self.article(article)])
  }

  /// "《职业教育法》第四十条".
  func article(_ article: (source: AgreementLaw.Source, number: Int)) -> String {
    let number = language == .chinese ? NumberWords.chinese(article.number) : "\(article.number)"
    return self("agreements.law.article", ["source": self(article.source.label), "number": number])
  }
}
