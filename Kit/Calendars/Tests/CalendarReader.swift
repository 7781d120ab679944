/// Reads a calendar file by the letter of RFC 5545, as a program would that had no part in writing it.
struct CalendarReader {
  struct Property: Equatable {
    let name: String
    let parameters: [String: String]
    let value: String
  }

  struct Component {
    let name: String
    var properties: [Property] = []
    var parts: [Component] = []

    func all(_ name: String) -> [Property] { properties.filter { $0.name == name } }
    subscript(name: String) -> String? { all(name).first?.value }
    /// A TEXT value without its escapes.
    func text(_ name: String) -> String? { self[name].map(CalendarReader.plain) }
  }

  struct Malformed: Error {
    let reason: String
  }

  /// - Throws: `Malformed` for whatever the grammar of §3.1 and §3.6 does not allow.
  static func read(_ file: String) throws -> Component {
    let bytes = Array(file.utf8)
    guard bytes.suffix(2) == [13, 10] else { throw Malformed(reason: "the last line does not end") }
    var lines: [[UInt8]] = [[]]
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case 13:
        guard index + 1 < bytes.count, bytes[index + 1] == 10 else { throw Malformed(reason: "a return alone") }
        lines.append([])
        index += 1
      case 10: throw Malformed(reason: "a line feed alone")
      case 0..<9, 11, 12, 14..<32, 127: throw Malformed(reason: "a control character")
      default: lines[lines.count - 1].append(bytes[index])
      }
      index += 1
    }
    lines.removeLast()
    var unfolded: [[UInt8]] = []
    for line in lines {
      guard line.count <= 75 else { throw Malformed(reason: "\(line.count) octets") }
      guard String(validating: line, as: UTF8.self) != nil else { throw Malformed(reason: "a torn character") }
      if line.first == 32 || line.first == 9 {
        guard !unfolded.isEmpty else { throw Malformed(reason: "nothing to go on with") }
        unfolded[unfolded.count - 1] += line.dropFirst()
      } else {
        unfolded.append(line)
      }
    }
    var open: [Component] = []
    for (number, line) in unfolded.enumerated() {
      let property = try property(String(decoding: line, as: UTF8.self))
      if property.name == "BEGIN" {
        open.append(Component(name: property.value))
      } else if property.name == "END" {
        guard let done = open.popLast(), done.name == property.value else { throw Malformed(reason: "a crossed END") }
        guard !open.isEmpty else {
          guard number == unfolded.count - 1 else { throw Malformed(reason: "something follows") }
          try check(done)
          return done
        }
        open[open.count - 1].parts.append(done)
      } else {
        guard !open.isEmpty else { throw Malformed(reason: "a property outside") }
        open[open.count - 1].properties.append(property)
      }
    }
    throw Malformed(reason: "no end")
  }

  private static func property(_ line: String) throws -> Property {
    guard let match = line.wholeMatch(of: /([A-Z][A-Z0-9\-]*)((?:;[A-Z\-]+=[^;:",]+)*):(.*)/) else {
      throw Malformed(reason: line)
    }
    var parameters: [String: String] = [:]
    for part in match.2.split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1)
      parameters[String(pair[0])] = String(pair[1])
    }
    return Property(name: String(match.1), parameters: parameters, value: String(match.3))
  }

  /// What must be there, once (§3.6, §3.6.1, §3.6.5).
  private static func check(_ calendar: Component) throws {
    guard calendar.name == "VCALENDAR", calendar["VERSION"] == "2.0", calendar.all("PRODID").count == 1,
      !calendar.parts.isEmpty
    else { throw Malformed(reason: "no calendar") }
    let zones = calendar.parts.filter { $0.name == "VTIMEZONE" }.compactMap { $0["TZID"] }
    for event in calendar.parts where event.name == "VEVENT" {
      for name in ["UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS"] {
        guard event.all(name).count == 1 else { throw Malformed(reason: "\(name) × \(event.all(name).count)") }
      }
      guard event["DTSTAMP"]?.wholeMatch(of: /\d{8}T\d{6}Z/) != nil else { throw Malformed(reason: "DTSTAMP") }
      guard let begin = event.all("DTSTART").first, let end = event.all("DTEND").first,
        begin.parameters == end.parameters, begin.value < end.value
      else { throw Malformed(reason: "times") }
      if begin.parameters["VALUE"] == "DATE" {
        guard begin.value.wholeMatch(of: /\d{8}/) != nil else { throw Malformed(reason: "DTSTART") }
      } else {
        guard begin.value.wholeMatch(of: /\d{8}T\d{6}/) != nil, zones.contains(begin.parameters["TZID"] ?? "") else {
          throw Malformed(reason: "TZID")
        }
      }
    }
    let ids = calendar.parts.compactMap { $0["UID"] }
    guard Set(ids).count == ids.count else { throw Malformed(reason: "a UID twice") }
  }

  static func plain(_ value: String) -> String {
    var result = ""
    var isEscaped = false
    for character in value {
      if isEscaped {
        result.append(character == "n" || character == "N" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}
