import Localization

extension SampleTexts {
  /// For partners who read English.
  static let english = Sample(
    kind: .framework, title: "校企合作框架协议（英文）", note: "与外方企业签订英文文本时使用", language: .english, text: framework)

  private static let framework = TemplateText(
    clauses: [
      clause(
        "c1", "Parties",
        "Party A: {{school.name}}\nParty B: {{enterprise.name}} (unified social credit code {{enterprise.creditCode}}), {{enterprise.address}}",
        .parties),
      clause(
        "c2", "Objectives and tasks",
        "The parties jointly train skilled workers for the majors {{partnership.majors}} and share courses, teachers, equipment and results.",
        .objectives, must: true),
      clause(
        "c3", "Content and form of cooperation",
        "1. The parties revise training programmes and develop courses together.\n2. Teachers of Party A and engineers of Party B work for both.\n3. Party B offers places for interns and for teachers' practice.",
        .content, must: true),
      clause(
        "c4", "Rights and duties of Party A",
        "Party A organises teaching, looks after its students and trains staff of Party B for forty hours a year.",
        .rights, must: true,
        duty(.school, "Training for staff of Party B", .yearly, "40", .hours, "Attendance list")),
      clause(
        "c5", "Rights and duties of Party B",
        "Party B takes no fewer than {{own.interns}} interns a year and sends experts for no fewer than four lectures a year. It takes no deposit and no fee from students.",
        .rights, must: true,
        duty(.enterprise, "Taking interns", .yearly, "own.interns", .interns, "List of interns")),
      clause(
        "c6", "Term",
        "This agreement is in force from {{agreement.start}} until {{agreement.end}}, which is {{agreement.months}} months.",
        .term, must: true),
      clause(
        "c7", "Review", "The parties review once a quarter how this agreement is carried out, and keep minutes.",
        .assessment, duty(.both, "Quarterly joint review", .quarterly, "1", .times, "Minutes")),
      clause(
        "c8", "Changes and termination",
        "Changes need the written consent of both parties. Training that is under way is brought to the end of the term.",
        .termination),
      clause(
        "c9", "Disputes", "Disputes are settled by negotiation, failing which by the court at the place of Party A.",
        .disputes),
      clause(
        "a1", "Places and times",
        "Each group has at least ten interns. Working time is at most eight hours a day; there are no night shifts.",
        .placement, annex: 1),
    ], annexes: ["Internships"],
    fields: [OwnField(name: "interns", label: "Interns per year", kind: .number, isRequired: true, initial: "10")])
}
