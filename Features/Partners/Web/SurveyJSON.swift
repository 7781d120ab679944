import Localization
import Organizations
import Platform
import Records
import Values
import Web

/// Surveys, their questions and their answers as JSON.
enum SurveyJSON {
  private static func text(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }
  private static func time(_ time: Instant?) -> JSONValue { time.map { .string($0.iso8601) } ?? .null }
  private static func number(_ number: Int?) -> JSONValue { number.map { .integer(Int64($0)) } ?? .null }

  static func words(_ words: SurveyText) -> JSONValue {
    ["chinese": .string(words.chinese), "english": text(words.english)]
  }

  static func summary(_ record: SurveyRecord, _ progress: SurveyProgress) -> [(String, JSONValue)] {
    let survey = record.survey
    return [
      ("id", .string(survey.id.description)), ("school", .string(survey.schoolID.description)),
      ("version", .integer(Int64(survey.version))), ("title", words(survey.title)),
      ("state", .string(survey.state.rawValue)), ("closesOn", text(survey.closesOn?.description ?? "")),
      ("openedAt", time(survey.openedAt)), ("closedAt", time(survey.closedAt)),
      ("department", text(record.departmentName)), ("owner", text(record.ownerName)),
      (
        "progress",
        [
          "total": .integer(Int64(progress.total)), "asked": .integer(Int64(progress.asked)),
          "opened": .integer(Int64(progress.opened)), "answered": .integer(Int64(progress.answered)),
          "none": .integer(Int64(progress.none)),
        ]
      ),
    ]
  }

  /// What a survey asks, for whoever reads or answers it.
  static func asked(_ record: SurveyRecord) -> [(String, JSONValue)] {
    [
      ("introduction", words(record.survey.introduction)),
      ("years", .array(record.survey.years.map { .integer(Int64($0)) })),
      (
        "majors",
        .array(record.majors.map { ["id": .string($0.id.description), "name": .string($0.name)] })
      ), ("questions", .array(record.survey.questions.map(question))),
    ]
  }

  private static func question(_ question: SurveyQuestion) -> JSONValue {
    .members([
      ("key", .string(question.key)), ("kind", .string(question.kind.rawValue)), ("text", words(question.text)),
      ("hint", words(question.hint)), ("isRequired", .bool(question.isRequired)), ("unit", words(question.unit)),
      ("least", number(question.least)), ("most", number(question.most)),
      ("options", .array(question.options.map { ["key": .string($0.key), "text": words($0.text)] })),
      (
        "condition",
        question.condition.map { condition in
          [
            "question": .string(condition.question), "values": .array(condition.values.map { .string($0) }),
          ]
        } ?? .null
      ),
    ])
  }

  static func answers(_ answers: SurveyAnswers, of survey: Survey) -> [(String, JSONValue)] {
    let values = survey.questions.compactMap { question -> (String, JSONValue)? in
      guard let value = answers.values[question.key] else { return nil }
      let json: JSONValue =
        switch value {
        case .choices(let keys): question.kind == .multiple ? .array(keys.map { .string($0) }) : text(keys.first ?? "")
        case .number(let number): .number(number)
        case .text(let text): .string(text)
        case .date(let day): .string(day.description)
        }
      return (question.key, json)
    }
    return [
      ("answers", .members(values)),
      (
        "demand",
        .array(
          answers.demands.map { demand in
            .members([
              ("major", .string(demand.majorID.description)),
              ("hires", .members(zip(survey.years, demand.hires).map { ("\($0)", number($1)) })),
              ("interns", number(demand.interns)), ("level", text(demand.level?.rawValue ?? "")),
              ("payFrom", demand.payFrom.map { .integer($0) } ?? .null),
              ("payTo", demand.payTo.map { .integer($0) } ?? .null),
              ("skills", .array(demand.skills.map { .string($0) })),
            ])
          })
      ),
    ]
  }

  static func response(_ response: SurveyResponse, of survey: Survey) -> JSONValue {
    let participant = response.participant
    return .members(
      [
        ("id", .string(participant.id.description)),
        (
          "partner",
          ["id": .string(participant.partnershipID.description), "name": .string(response.partnerName)]
        ), ("outcome", text(participant.outcome?.rawValue ?? "")), ("way", text(participant.way?.rawValue ?? "")),
        ("answeredAt", time(participant.answeredAt)),
      ] + answers(response.answers, of: survey))
  }

  /// What somebody sees who answers by a link.
  static func sheet(_ found: (sheet: SurveySheet, answers: SurveyAnswers?), _ language: Language) -> Reply {
    let (sheet, participant) = (found.sheet, found.sheet.participant)
    let given = found.answers.map { answers($0, of: sheet.survey) } ?? []
    return .json(
      .members(
        [
          ("title", .string(sheet.survey.title.text(language))), ("school", .string(sheet.record.schoolName)),
          ("enterprise", .string(sheet.row.partnerName)), ("state", .string(sheet.survey.state.rawValue)),
          ("closesOn", text(sheet.survey.closesOn?.description ?? "")),
          ("version", .integer(Int64(participant.version))), ("outcome", text(participant.outcome?.rawValue ?? "")),
          ("answeredAt", time(participant.answeredAt)), ("savedAt", time(participant.savedAt)),
        ] + asked(sheet.record) + given)
    ).caching(.never)
  }

  // MARK: Reading

  /// `{"act": "submit", "version": 1, "answers": {…}, "demand": […]}`
  /// - Throws: `WebError` in the terms of the body.
  static func answer(
    _ json: JSONValue, _ sheet: SurveySheet, _ services: Services, as who: SurveyAnswerer
  ) async throws {
    guard let members = json.object else { throw WebError.unprocessable([FieldProblem("", "kit.records.object")]) }
    var problems = members.filter { !["act", "version", "answers", "demand"].contains($0.name) }.map {
      FieldProblem($0.name, "kit.records.unknownField", ["name": String($0.name.prefix(60))])
    }
    let act = json["act"]?.string ?? ""
    if !["submit", "save", "decline"].contains(act) {
      problems.append(FieldProblem("act", "kit.records.choice", ["value": String(act.prefix(60))]))
    }
    let version = json["version"]?.integer.flatMap { Int(exactly: $0) }
    if version == nil { problems.append(FieldProblem("version", "kit.records.required")) }
    let pairs = self.pairs(json, sheet.record, &problems)
    guard problems.isEmpty, let version else { throw WebError.unprocessable(problems) }
    let (form, id, answer) = (FormData(pairs), sheet.participant.id, AnswerSurvey(services))
    do {
      switch act {
      case "save": try await answer.save(form, of: id, version: version, as: who)
      case "decline": try await answer.decline(id, version: version, as: who)
      default: try await answer.submit(form, of: id, version: version, as: who)
      }
    } catch let invalid as Invalid {
      throw WebError.unprocessable(
        invalid.problems.map { FieldProblem(name($0.field, sheet.record), $0.message) })
    } catch SurveyError.notFound {
      throw WebError.notFound
    } catch SurveyError.stale {
      throw WebError.conflict(Message("partners.survey.problem.stale"))
    } catch is SurveyError {
      throw WebError.conflict(Message("partners.survey.closed.text"))
    }
  }

  private static func texts(_ value: JSONValue) -> [String]? {
    switch value {
    case .null: []
    case .string(let text): [text]
    case .integer(let number): ["\(number)"]
    case .number(let number): [SurveyNumber.plain(number)]
    case .bool(let flag): [flag ? "yes" : "no"]
    case .array(let items):
      items.allSatisfy({ $0.string != nil }) ? items.compactMap(\.string) : nil
    case .object: nil
    }
  }

  private static func pairs(
    _ json: JSONValue, _ record: SurveyRecord, _ problems: inout [FieldProblem]
  ) -> [FormData.Pair] {
    var pairs: [FormData.Pair] = []
    if let answers = json["answers"], answers != .null, answers.object == nil {
      problems.append(FieldProblem("answers", "kit.records.kind"))
    }
    var seen: Set<String> = []
    for member in json["answers"]?.object ?? [] {
      let place = "answers.\(member.name.prefix(60))"
      guard let question = record.survey.question(member.name), question.kind != .section, question.kind != .demand
      else {
        problems.append(
          FieldProblem(place, "kit.records.unknownField", ["name": String(member.name.prefix(60))]))
        continue
      }
      // Which of two answers was meant nobody can know.
      guard seen.insert(member.name).inserted, let texts = texts(member.value) else {
        problems.append(FieldProblem(place, "kit.records.kind"))
        continue
      }
      pairs += texts.map { FormData.Pair(SurveyReading.field(member.name), $0) }
    }
    if let demand = json["demand"], demand != .null, demand.array == nil {
      problems.append(FieldProblem("demand", "kit.records.kind"))
    }
    var majors: Set<String> = []
    for (index, item) in (json["demand"]?.array ?? []).prefix(2 * Survey.mostMajors).enumerated() {
      let known = record.majors.first { $0.id.description == item["major"]?.string }
      guard let major = known, majors.insert(major.id.description).inserted else {
        problems.append(
          FieldProblem(
            "demand.\(index).major", "kit.records.choice",
            ["value": String((item["major"]?.string ?? "").prefix(60))]))
        continue
      }
      pairs += self.demand(item, index, major, record.survey, &problems)
    }
    return pairs
  }

  private static func demand(
    _ item: JSONValue, _ index: Int, _ major: SurveyMajor, _ survey: Survey, _ problems: inout [FieldProblem]
  ) -> [FormData.Pair] {
    var pairs: [FormData.Pair] = []
    func put(_ part: String, _ text: String) { pairs.append(.init(SurveyReading.field(major.id, part), text)) }
    for member in item.object ?? [] {
      let place = "demand.\(index).\(member.name.prefix(60))"
      switch (member.name, member.value) {
      case ("major", _), (_, .null): continue
      case ("hires", .object(let years)):
        for year in years {
          guard let at = survey.years.firstIndex(where: { "\($0)" == year.name }) else {
            problems.append(
              FieldProblem(
                "\(place).\(year.name.prefix(20))", "kit.records.unknownField", ["name": String(year.name.prefix(20))]))
            continue
          }
          if let text = texts(year.value)?.last { put(SurveyReading.year(at), text) }
        }
      case ("interns", let value), ("level", let value):
        if let text = texts(value)?.last { put(member.name, text) }
      case ("payFrom", .integer(let fen)), ("payTo", .integer(let fen)): put(member.name, Fen.text(fen))
      case ("skills", let value): put("skills", (texts(value) ?? []).joined(separator: "、"))
      case ("hires", _), ("payFrom", _), ("payTo", _): problems.append(FieldProblem(place, "kit.records.kind"))
      default:
        problems.append(
          FieldProblem(place, "kit.records.unknownField", ["name": String(member.name.prefix(60))]))
      }
    }
    return pairs
  }

  /// A field of the form as it stands in the body.
  private static func name(_ field: String, _ record: SurveyRecord) -> String {
    if field.hasPrefix("q.") { return "answers.\(field.dropFirst(2))" }
    let parts = field.split(separator: ".").map(String.init)
    guard parts.count == 3, parts[0] == "d" else { return field }
    for (index, year) in record.survey.years.enumerated() where parts[2] == SurveyReading.year(index) {
      return "demand.\(parts[1]).hires.\(year)"
    }
    return "demand.\(parts[1]).\(parts[2])"
  }
}
