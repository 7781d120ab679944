/// What became of a text clause by clause: for the differences to the template
/// and for two versions side by side.
struct TextComparison: Sendable, Hashable {
  struct Line: Sendable, Hashable {
    enum Change: String, Sendable {
      case same, changed, added, removed
    }

    let key: String
    let annex: Int
    let change: Change
    let before: Side?
    let after: Side?
  }

  /// A clause on one side.
  struct Side: Sendable, Hashable {
    let heading: String
    let text: String
  }

  let lines: [Line]

  /// In the order of the newer text; what is gone stands where it was.
  init(
    before: [(key: String, annex: Int, heading: String, text: String)],
    after: [(key: String, annex: Int, heading: String, text: String)]
  ) {
    let old = Dictionary(before.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    let new = Set(after.map(\.key))
    var lines: [Line] = []
    var told: Set<String> = []
    var next = before.startIndex
    func tellGone(through key: String?) {
      // Clauses that are gone and stood before this one.
      guard key == nil || before[next...].contains(where: { $0.key == key }) else { return }
      while next < before.endIndex, before[next].key != key {
        let clause = before[next]
        if !new.contains(clause.key), told.insert(clause.key).inserted {
          lines.append(
            Line(
              key: clause.key, annex: clause.annex, change: .removed,
              before: Side(heading: clause.heading, text: clause.text), after: nil))
        }
        next += 1
      }
      if next < before.endIndex { next += 1 }
    }
    for clause in after {
      tellGone(through: clause.key)
      let was = old[clause.key].map { Side(heading: $0.heading, text: $0.text) }
      let now = Side(heading: clause.heading, text: clause.text)
      lines.append(
        Line(
          key: clause.key, annex: clause.annex, change: was == nil ? .added : was == now ? .same : .changed,
          before: was, after: now))
    }
    tellGone(through: nil)
    self.lines = lines
  }

  var changes: Int { lines.count { $0.change != .same } }
}

extension TextComparison {
  /// An agreement's text against the template it was drafted from.
  init(template: TemplateText, agreement: TemplateText) {
    self.init(before: template.clauses.map(Self.row), after: agreement.clauses.map(Self.row))
  }

  init(_ before: [RenderedClause], _ after: [RenderedClause]) {
    self.init(
      before: before.map { ($0.key, $0.annex, $0.heading, $0.text) },
      after: after.map { ($0.key, $0.annex, $0.heading, $0.text) })
  }

  private static func row(_ clause: Clause) -> (key: String, annex: Int, heading: String, text: String) {
    (clause.key, clause.annex, clause.heading, clause.text)
  }

  /// A text in pieces that are the same, only in the old one, or only in the
  /// new one: by characters, so that a changed number stands out.
  static func pieces(_ before: String, _ after: String) -> [(text: String, change: Line.Change)] {
    let (old, new) = (Array(before), Array(after))
    // What both begin and end with needs no comparing.
    var head = 0
    while head < min(old.count, new.count), old[head] == new[head] { head += 1 }
    var tail = 0
    while tail < min(old.count, new.count) - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
    let (left, right) = (Array(old[head..<(old.count - tail)]), Array(new[head..<(new.count - tail)]))
    var pieces: [(text: String, change: Line.Change)] = []
    func add(_ text: some Sequence<Character>, _ change: Line.Change) {
      let text = String(text)
      guard !text.isEmpty else { return }
      if pieces.last?.change == change { pieces[pieces.count - 1].text += text } else { pieces.append((text, change)) }
    }
    add(old[..<head], .same)
    if left.count * right.count > 1_000_000 {
      // Too long to compare by characters: the one for the other.
      add(left, .removed)
      add(right, .added)
    } else {
      for (character, change) in common(left, right) { add([character], change) }
    }
    add(old[(old.count - tail)...], .same)
    return pieces
  }

  /// The longest common run of characters, with what is only on either side.
  private static func common(_ left: [Character], _ right: [Character]) -> [(Character, Line.Change)] {
    let width = right.count + 1
    var lengths = [Int32](repeating: 0, count: (left.count + 1) * width)
    for i in stride(from: left.count - 1, through: 0, by: -1) {
      for j in stride(from: right.count - 1, through: 0, by: -1) {
        lengths[i * width + j] =
          left[i] == right[j]
          ? lengths[(i + 1) * width + j + 1] + 1 : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
      }
    }
    var (i, j) = (0, 0)
    var result: [(Character, Line.Change)] = []
    while i < left.count || j < right.count {
      if i < left.count, j < right.count, left[i] == right[j] {
        result.append((left[i], .same))
        i += 1
        j += 1
      } else if j == right.count || (i < left.count && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) {
        result.append((left[i], .removed))
        i += 1
      } else {
        result.append((right[j], .added))
        j += 1
      }
    }
    return result
  }
}
