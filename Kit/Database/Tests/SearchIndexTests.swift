import DatabaseTesting
import Testing
import Values

@testable import Database

private enum Partner {}

@Suite struct SearchIndexTests {
  /// Each with counts of its own: another test's database must not decide the plans here.
  private static var index: SearchIndex { SearchIndex("partner_search") }
  private static let schema = MigrationSet(
    owner: "partners",
    steps: [
      Migration("001", "CREATE TABLE partners (id BIGINT PRIMARY KEY, name TEXT NOT NULL, open SMALLINT NOT NULL)"),
      index.migration("002-search"),
      index.waitingMigration("003-search-waiting"),
    ])

  private static func id(_ number: Int) -> ID<Partner> { ID(rawValue: Int64(number)) }

  private static func fill(_ database: any DatabaseEngine, _ names: [String], scope: Int64 = 0) async throws {
    try await database.writeAlone { connection in
      for (number, name) in names.enumerated() {
        try connection.run("INSERT INTO partners VALUES (\(number), \(name), \(number % 3 == 0))")
      }
      try index.put(
        names.enumerated().map { SearchIndex.Entry(id($0), scope: Int64($0 % 2), [$1, nil]) }, on: connection)
    }
  }

  private static func found(
    _ text: String, scope: Int64? = nil, by index: SearchIndex = Self.index, in database: any DatabaseEngine
  ) async throws -> [Int] {
    try await database.read { connection in
      let match = try index.matches(text, scope: scope, on: connection)
      return try connection.values(
        "SELECT id FROM partners WHERE \(match.condition("id", connection.dialect)) ORDER BY id", as: Int.self)
    }
  }

  private static func newest(
    _ text: String, scope: Int64? = nil, before: Int? = nil, limit: Int = 20, onlyOpen: Bool = false,
    by index: SearchIndex = Self.index, in database: any DatabaseEngine
  ) async throws -> [Int] {
    try await database.read { connection in
      try index.newest(text, scope: scope, before: before.map(id), limit: limit, on: connection) { match, wanted in
        let open: SQL = onlyOpen ? "AND open = 1" : ""
        return try connection.values(
          """
          SELECT id FROM partners WHERE \(match.condition("id", connection.dialect)) \(open)
          ORDER BY id DESC LIMIT \(wanted)
          """, as: Int.self)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `finds any part of a text, and nothing else`(engine: TestEngine) async throws {
    let names = [
      "四川长虹电器股份有限公司", "成都四方机械厂", "川四（集团）公司", "华为技术有限公司", "ABC Robot 2000", "ＡＢＣ　Ｒｏｂｏｔ", "100%'\"安全;--", "𠮷野家",
    ]
    try await engine.withDatabase([Self.schema]) { database in
      try await Self.fill(database, names)
      for (text, expected) in [
        ("四", [0, 1, 2]), ("四川", [0]), ("川四", [2]), ("限公司", [0, 3]), ("长虹电器股份", [0]), ("公司 四川", [0]), ("虹长", []),
        ("abc", [4, 5]), ("ABC rob", [4, 5]), ("o", [4, 5]), ("2", [4]), ("200", [4]), ("ｂｃ", [4, 5]), ("%'", [6]),
        (";--", [6]), ("\"安", [6]),
        ("（集", [2]), ("(集团)", [2]), ("𠮷", [7]), ("𠮷野", [7]), ("  ", [0, 1, 2, 3, 4, 5, 6, 7]), ("c r", [4, 5]),
        ("bd", []),
      ] {
        try await #expect(Self.found(text, in: database) == expected, "\(text)")
        try await #expect(Self.newest(text, in: database) == expected.reversed(), "\(text)")
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a term is not found across two texts of a record`(engine: TestEngine) async throws {
    try await engine.withDatabase([Self.schema]) { database in
      try await database.write { connection in
        try connection.run("INSERT INTO partners VALUES (1, 'x', 0)")
        try Self.index.put(SearchIndex.Entry(Self.id(1), ["四川", nil, "", "长虹"]), on: connection)
      }
      try await #expect(Self.found("川长", in: database) == [])
      try await #expect(Self.found("四川长虹", in: database) == [])
      try await #expect(Self.found("长虹 四川", in: database) == [1])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a changed record is found by its new text only, a removed one not at all`(engine: TestEngine) async throws {
    try await engine.withDatabase([Self.schema]) { database in
      try await Self.fill(database, ["四川长虹", "四川机械"])
      try await database.write { connection in
        try Self.index.put(SearchIndex.Entry(Self.id(0), ["成都长虹"]), on: connection)
        try Self.index.put(SearchIndex.Entry(Self.id(0), ["成都长虹"]), on: connection)
        try Self.index.remove(Self.id(1), on: connection)
        try Self.index.remove(Self.id(7), on: connection)
      }
      try await #expect(Self.found("四川", in: database) == [])
      try await #expect(Self.found("机", in: database) == [])
      try await #expect(Self.found("成都", in: database) == [0])
      try await #expect(Self.found("虹", in: database) == [0])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a school finds its own records`(engine: TestEngine) async throws {
    try await engine.withDatabase([Self.schema]) { database in
      try await Self.fill(database, ["四川一", "四川二", "四川三", "四川四"])
      try await #expect(Self.found("四川", scope: 1, in: database) == [1, 3])
      try await #expect(Self.newest("四川", scope: 0, in: database) == [2, 0])
      try await #expect(Self.newest("四川", scope: 9, in: database) == [])
      try await #expect(Self.newest("川三", scope: 0, in: database) == [2])
    }
  }

  @Test(arguments: TestEngine.all)
  func `rare and common terms give the same pages as reading everything`(engine: TestEngine) async throws {
    // Numbers from a fixed seed; a name has a common tail, a less common middle and a rare head.
    var state: UInt64 = 20_260_301
    func draw(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let heads = Array("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏")
    let middles = ["科技", "机械", "电子", "食品", "汽车"]
    let names = (0..<6_000).map { _ in
      "\(heads[draw(heads.count)])\(heads[draw(heads.count)])\(middles[draw(5)])有限公司"
    }
    try await engine.withDatabase([Self.schema]) { database in
      try await Self.fill(database, names)
      let index = Self.index
      for text in ["公司", "有限公司", "科技", "天", "天地", "地科技有", "玄黄", "荒汽车", "无"] {
        let expected = names.indices.filter { names[$0].contains(text) }
        try await #expect(Self.found(text, by: index, in: database) == expected, "\(text)")
        let odd = expected.filter { $0 % 2 == 1 }
        try await #expect(Self.found(text, scope: 1, by: index, in: database) == odd, "\(text)")
        // Three pages, all and only the open ones.
        for onlyOpen in [false, true] {
          let wanted = expected.reversed().filter { !onlyOpen || $0 % 3 == 0 }
          var before: Int?
          for page in 0..<3 {
            let ids = try await Self.newest(text, before: before, onlyOpen: onlyOpen, by: index, in: database)
            #expect(ids == Array(wanted.dropFirst(page * 20).prefix(20)), "\(text) page \(page) open \(onlyOpen)")
            guard let last = ids.last else { break }
            before = last
          }
        }
      }
    }
  }

  /// Entries that wait, that were changed while they waited or while they did not, and that are gone.
  @Test(arguments: TestEngine.all)
  func `what waits is found like what is in the index`(engine: TestEngine) async throws {
    var state: UInt64 = 20_261_122
    func draw(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let words = Array("天地玄黄宇宙洪荒公司科技机械")
    var names: [Int: String] = [:]
    try await engine.withDatabase([Self.schema]) { database in
      try await database.writeAlone { connection in
        for id in 0..<300 { try connection.run("INSERT INTO partners VALUES (\(id), '', 0)") }
      }
      let index = Self.index
      for round in 0..<40 {
        let changes = (0..<20).map { _ in
          (draw(300), draw(5) == 0 ? nil : String((0..<(2 + draw(5))).map { _ in words[draw(words.count)] }))
        }
        let fold = draw(60)
        try await database.write { connection in
          for (id, name) in changes {
            guard let name else {
              try index.remove(Self.id(id), on: connection)
              continue
            }
            try index.putUnfolded([SearchIndex.Entry(Self.id(id), scope: Int64(id % 2), [name])], on: connection)
          }
          if round % 3 == 0 { try index.fold(limit: fold, on: connection) }
        }
        for (id, name) in changes { names[id] = name }
        for text in ["天", "公司", "天地", "玄黄宇", "机 科"] {
          let expected = names.filter { name in text.split(separator: " ").allSatisfy { name.value.contains($0) } }
            .keys.sorted()
          try await #expect(Self.found(text, by: index, in: database) == expected, "\(text) in round \(round)")
          let odd = expected.filter { $0 % 2 == 1 }
          try await #expect(Self.found(text, scope: 1, by: index, in: database) == odd, "\(text) in round \(round)")
          let page = try await Self.newest(text, before: 200, limit: 5, by: index, in: database)
          #expect(page == Array(expected.reversed().filter { $0 < 200 }.prefix(5)), "\(text) in round \(round)")
        }
      }
      try await database.write { try index.optimize(on: $0) }
      let left = try await database.write { try index.fold(limit: 10, on: $0) }
      #expect(left == 0)
      try await #expect(
        Self.found("公司", by: index, in: database) == names.filter { $0.value.contains("公司") }.keys.sorted())
    }
  }

  @Test func `a small write brings those that wait into the index`() async throws {
    try await TestEngine.sqlite.withDatabase([Self.schema]) { database in
      func waiting() async throws -> Int {
        try await database.read { try $0.value("SELECT COUNT(*) FROM partner_search_waiting") ?? 0 }
      }
      let index = Self.index
      try await database.write { connection in
        try index.putUnfolded((0..<500).map { SearchIndex.Entry(Self.id($0), ["公司\($0)"]) }, on: connection)
      }
      try await #expect(waiting() == 500)
      try await database.write { try index.put(SearchIndex.Entry(Self.id(900), ["机械"]), on: $0) }
      try await #expect(waiting() == 501 - 2 * WaitingEntries.most)
      for id in 901..<920 {
        try await database.write { try index.put(SearchIndex.Entry(Self.id(id), ["机械"]), on: $0) }
      }
      try await #expect(waiting() <= WaitingEntries.most)
    }
  }

  @Test func `what is typed is folded and bounded`() {
    #expect(SearchText.folded(" Ａ１　 b\u{7}\n\tÉ ") == "a1 b é")
    #expect(SearchQuery("公司  公司 a").terms == ["公司", "a"])
    #expect(SearchQuery(String(repeating: "长", count: 100_000)).terms.map(\.count) == [64])
    let long = SearchIndex.Entry(Self.id(1), [String(repeating: "长", count: 5_000)])
    #expect(long.body.utf8.count == 1_998)
    #expect(SearchQuery((0..<100).map { "\($0)" }.joined(separator: " ")).terms.count == 8)
  }
}
