import Localization
import Organizations
import Records
import Values
import Web

/// The members of a JSON body, read by name; what is wrong with them is said all at once.
struct JSONBody {
  let json: JSONValue
  private(set) var problems: [FieldProblem] = []

  /// - Parameter known: every other name is a typing mistake, and a problem.
  /// - Throws: `WebError` for a body that is no object.
  init(_ member: Member, known: Set<String>) throws {
    json = try member.exchange.fieldsJSON()
    guard let members = json.object else { throw WebError.unprocessable([FieldProblem("", "kit.records.object")]) }
    problems = members.filter { !known.contains($0.name) }.map {
      FieldProblem($0.name, "kit.records.unknownField", ["name": String($0.name.prefix(60))])
    }
  }

  private func value(_ name: String) -> JSONValue? {
    guard let value = json[name], value != .null else { return nil }
    return value
  }

  func has(_ name: String) -> Bool { json[name] != nil }

  /// Empty when it is left out.
  mutating func text(_ name: String) -> String {
    guard let value = value(name) else { return "" }
    guard let text = value.string else {
      problems.append(FieldProblem(name, "kit.records.kind"))
      return ""
    }
    return FieldText.trimmed(text)
  }

  mutating func date(_ name: String) -> CivilDate? {
    let typed = text(name)
    guard !typed.isEmpty else { return nil }
    let date = CivilDate(typed)
    if date == nil { problems.append(FieldProblem(name, "kit.records.date")) }
    return date
  }

  mutating func integer(_ name: String) -> Int64? {
    guard let value = value(name) else { return nil }
    if let number = value.integer { return number }
    problems.append(FieldProblem(name, "kit.records.integer"))
    return nil
  }

  mutating func id<Owner>(_ name: String, as: ID<Owner>.Type) -> ID<Owner>? {
    let typed = text(name)
    guard !typed.isEmpty else { return nil }
    let id = ID<Owner>(typed)
    if id == nil { problems.append(FieldProblem(name, "kit.records.choice", ["value": String(typed.prefix(60))])) }
    return id
  }

  mutating func ids<Owner>(_ name: String, as: ID<Owner>.Type) -> [ID<Owner>] {
    guard let value = value(name) else { return [] }
    let ids = (value.array ?? []).compactMap { $0.string.flatMap { ID<Owner>($0) } }
    if ids.count != value.array?.count { problems.append(FieldProblem(name, "kit.records.kind")) }
    return ids
  }

  /// One of a few words.
  mutating func word<Word: RawRepresentable<String>>(_ name: String, as: Word.Type) -> Word? {
    let typed = text(name)
    guard !typed.isEmpty else { return nil }
    let word = Word(rawValue: typed)
    if word == nil { problems.append(FieldProblem(name, "kit.records.choice", ["value": String(typed.prefix(60))])) }
    return word
  }

  mutating func refuse(_ problem: FieldProblem) { problems.append(problem) }
  mutating func refuse(_ more: [FieldProblem]) { problems += more }

  /// - Throws: `WebError.unprocessable` with everything that is wrong.
  func check() throws {
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
  }
}

/// Changes and acts are taken only for the version that their author has read.
enum ReadVersion {
  /// The version that `If-Match` names.
  static func of(_ member: Member) throws -> Int {
    guard let asked = member.exchange.header("If-Match") else { throw WebError.preconditionRequired }
    let plain = asked.hasPrefix("W/") ? String(asked.dropFirst(2)) : asked
    guard let match = plain.wholeMatch(of: /"([0-9]{1,9})"/), let version = Int(match.1) else {
      throw WebError.badRequest(Message("projects.api.ifMatch.malformed"))
    }
    return version
  }

  /// What actions refuse, as the interface says it.
  @discardableResult
  static func acting<Result: Sendable>(_ act: () async throws -> Result) async throws -> Result {
    do {
      return try await act()
    } catch ProjectError.stale {
      throw WebError.preconditionFailed(Message("projects.api.stale"))
    } catch ProjectError.state {
      throw WebError.conflict(Message("projects.api.state"))
    } catch ProjectError.notFound {
      throw WebError.notFound
    }
  }
}
