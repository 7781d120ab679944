import Values

/// What is filled into the fields of many agreements: by their numbers, the same at every run.
enum ManyAgreementsWords {
  private static let surnames = ["陈", "李", "黄", "张", "梁", "林", "刘", "吴", "罗", "杨", "何", "郑", "谢", "周", "叶", "曾"]
  private static let given = [
    "嘉禾", "子墨", "思远", "雨桐", "晓岚", "志恒", "文彬", "可欣", "俊熙", "佩珊", "伟明", "海燕", "建业", "秋月", "泽楷", "静宜", "家乐",
    "浩然", "诗琪", "国栋", "丽华", "锦程", "梓晴", "宇轩", "婉婷", "振邦", "若溪", "明辉", "慧敏",
  ]
  private static let posts = [
    "设备调试", "数控加工", "质量检验", "工业机器人运维", "电气装配", "仓储管理", "前厅接待", "西点制作", "电商运营", "网络运维", "视觉设计", "食品检验", "模具装配",
  ]
  private static let places = ["一号厂区", "总装车间", "研发中心", "物流园区", "门店", "数据中心", "检测实验室"]
  private static let topics = [
    "生产线节拍优化", "视觉检测算法改进", "冷链包装减损", "注塑模具寿命提升", "设备远程监测", "产品外观设计", "工艺文件数字化", "能耗分析与改造",
  ]

  static func typed(_ text: TemplateText, _ number: Int) -> [String: String] {
    var typed: [String: String] = [:]
    for field in text.fields {
      typed[field.name] =
        switch (field.name, field.kind) {
        case ("student", _): person(number)
        case ("guardian", _): pick(surnames, number) + pick(given, number / 3 + 7)
        case ("post", _): pick(posts, number)
        case ("place", _): pick(places, number / 2)
        case ("topic", _): pick(topics, number)
        case ("pay", _): "\(2_000 + number % 12 * 100)"
        case (_, .number): "\(10 + number % 9 * 5)"
        default: nil
        }
    }
    return typed
  }

  /// `岭澜机械订单培养协议（3）`: an enterprise signs the like more than once.
  static func title(_ kind: AgreementKind, _ partner: String, _ number: Int) -> String {
    let words =
      switch kind {
      case .framework: "校企合作框架协议"
      case .order: "冠名班订单培养协议"
      case .base: "实习实训基地共建协议"
      case .internship: "岗位实习合作协议"
      case .threeParty: "\(person(number))岗位实习三方协议"
      case .service: "\(pick(topics, number))技术服务协议"
      default: "合作意向书"
      }
    return "\(partner)\(words)"
  }

  private static func person(_ number: Int) -> String { pick(surnames, number) + pick(given, number / 16) }

  private static func pick(_ words: [String], _ number: Int) -> String { words[number % words.count] }
}
