import Testing

@testable import Standards

@Suite("Pinyin")
struct PinyinTests {
  @Test(
    "initials",
    arguments: [
      ("岭南精密机械", "lnjmjx"), ("重庆长安汽车", "cqcaqc"), ("长沙银行", "csyh"), ("广州农商行", "gznsh"), ("厦门音乐学院", "xmyyxy"),
      ("东莞市模具行业协会", "dgsmjhyxh"), ("TCL科技", "tclkj"), ("３Ｍ中国", "3mzg"), ("比亚迪（股份）有限公司", "bydgfyxgs"),
      ("西藏藏药", "xzzy"), ("六安", "la"), ("番禺", "py"), ("蚌埠", "bb"), ("乐清", "yq"), ("晟通", "st"), ("曾厝垵", "zca"),
      ("大厦", "ds"),
      ("会计师事务所", "kjssws"), ("人参", "rs"), ("空调", "kt"), ("廣州龍騰", "gzlt"), ("鑫鑫", "xx"), ("", ""),
      ("，。！", ""), ("A座 5楼", "az5l"), ("绿源女装", "lynz"), ("镕喆堃犇", "rzkb"), ("董事长", "dsz"), ("长子县", "zzx"),
      ("子长市", "zcs"),
    ])
  func initials(_ text: String, _ initials: String) {
    #expect(Pinyin.initials(text) == initials)
  }

  @Test(
    "syllables",
    arguments: [
      ("岭南精密机械", "ling nan jing mi ji xie"), ("重庆", "chong qing"), ("银行", "yin hang"), ("长沙", "chang sha"),
      ("重工", "zhong gong"),
      ("行政", "xing zheng"), ("绿", "lv"), ("女", "nv"), ("TCL科技2000", "tcl ke ji 2000"), ("会计", "kuai ji"),
      ("会展", "hui zhan"),
      ("模具", "mu ju"), ("模型", "mo xing"), ("弹簧", "tan huang"), ("西藏", "xi zang"), ("冷藏", "leng cang"),
      ("铅山县", "yan shan xian"),
    ])
  func syllables(_ text: String, _ syllables: String) {
    #expect(Pinyin.syllables(text).joined(separator: " ") == syllables)
    #expect(Pinyin.spelling(text) == syllables.filter { $0 != " " })
  }

  @Test("other readings are found too, the usual one first")
  func forms() {
    #expect(Pinyin.initialForms("长兴") == ["cx", "zx"])
    #expect(Pinyin.initialForms("岭南") == ["ln"])
    #expect(Pinyin.initialForms("").isEmpty)
    let many = Pinyin.initialForms("长长长长长长长长", limit: 8)
    #expect(many.count == 8 && many[0] == "cccccccc" && Set(many).count == 8)
    #expect(Pinyin.initialForms("长长", limit: 1) == ["cc"])
    // A word leaves no choice, but a wrong guess must not hide the enterprise.
    #expect(Pinyin.initialForms("银行")[0] == "yh")
  }

  @Test("every ideograph of GB 2312 that regions are named with has a reading")
  func regions() {
    for region in Regions.national.all {
      let characters = region.name.count
      #expect(Pinyin.syllables(region.name).count == characters, "\(region.name)")
    }
  }

  @Test("the whole block of ideographs has readings of Latin letters")
  func block() {
    var missing = 0
    for value in UInt32(0x4E00)...0x9FA5 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let syllables = Pinyin.syllables(String(Character(scalar)))
      if syllables.isEmpty { missing += 1 }
      #expect(syllables.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (97...122).contains($0) } })
    }
    #expect(missing < 20)
  }

  @Test(
    "what is no ideograph is left out, and nothing breaks", arguments: ["😀", "한국", "ひらがな", "\u{20000}", "é", "\u{0}"])
  func others(_ text: String) {
    #expect(Pinyin.initials(text).isEmpty)
  }

  @Test("a table of one's own, with lines that do not fit")
  func ownTable() {
    let table = PinyinTable(
      characters: "# comment\njia 甲\nyi 乙\n+bing 甲\nrubbish\n", words: "甲乙 bing yi\n乙甲 yi\n")
    #expect(table.reading(of: "甲") == "jia" && table.reading(of: "丙") == nil)
    #expect(table.otherReadings(of: "甲") == ["bing"])
    #expect(table.word(in: Array("丙甲乙丙".unicodeScalars), at: 1)?.readings == ["bing", "yi"])
    #expect(table.word(in: Array("乙甲".unicodeScalars), at: 0) == nil)
  }
}
