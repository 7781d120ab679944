import Testing

@testable import Security

@Suite("Masking")
struct MaskingTests {
  @Test(
    "Names keep the surname",
    arguments: [
      ("张三", "张*"), ("张三丰", "张**"), ("欧阳修", "欧阳*"), ("欧阳", "欧*"), ("司马相如", "司马**"), ("王", "*"), ("", ""),
      ("买买提·艾力", "买**·**"), ("买买提•艾力", "买**·**"), ("John Smith", "J*** S***"), ("Madonna", "M***"),
      ("𠮷田一", "𠮷**"),
    ])
  func names(name: String, masked: String) {
    #expect(Masking.name(name) == masked)
  }

  @Test(
    "Phones keep what people recognise",
    arguments: [
      ("13812341234", "138****1234"), ("138 1234 1234", "138****1234"), ("+86 13812341234", "+86 138****1234"),
      ("0086-138-1234-1234", "+86 138****1234"), ("0371-65912345", "0371-******45"), ("12345", "*****"),
      ("+1 202 555 0143", "*************43"), ("", ""),
    ])
  func phones(phone: String, masked: String) {
    #expect(Masking.phone(phone) == masked)
  }

  @Test("Citizen numbers show neither birthday nor check digits")
  func citizenIDs() {
    #expect(Masking.citizenID("41010119900101123X") == "410*************3X")
    #expect(Masking.citizenID("E12345678") == "E12****78")
    #expect(Masking.citizenID("1234") == "****")
  }

  @Test("Mail addresses keep their domain")
  func mails() {
    #expect(Masking.mail("zhangwei@example.com") == "zh***@example.com")
    #expect(Masking.mail("li@example.com") == "l***@example.com")
    #expect(Masking.mail("@example.com") == "***@example.com")
    #expect(Masking.mail("no address") == "n*********")
  }

  @Test("Bank accounts show their last four digits")
  func bankAccounts() {
    #expect(Masking.bankAccount("6222 0212 3456 7890 123") == "****0123")
    #expect(Masking.bankAccount("12345678") == "****")
  }

  @Test(
    "Addresses end at the county or district",
    arguments: [
      ("河南省郑州市金水区文化路97号院3号楼", "河南省郑州市金水区****"), ("北京市朝阳区望京街道", "北京市朝阳区****"),
      ("内蒙古自治区呼和浩特市新城区海拉尔东街", "内蒙古自治区呼和浩特市新城区****"), ("浙江省义乌市稠城街道宾王路", "浙江省义乌市****"),
      ("河南省郑州市花园路市场街5号", "河南省郑州市****"), ("内蒙古锡林郭勒盟东乌珠穆沁旗乌里雅斯太镇", "内蒙古锡林郭勒盟东乌珠穆沁旗****"),
      ("文化路97号", "文化****"), ("", "****"),
    ])
  func addresses(address: String, masked: String) {
    #expect(Masking.address(address) == masked)
  }
}
