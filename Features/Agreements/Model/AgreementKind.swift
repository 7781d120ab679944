import Database
import Records

/// What an agreement is by its nature. The law asks by this; a school's own
/// types name the one they come closest to.
enum AgreementKind: String, Sendable, CaseIterable, Codable, SQLConvertible, FieldConvertible {
  /// 校企合作框架协议
  case framework
  /// 合作意向书
  case intent
  /// 联合办学协议 (Vocational Education Law, art. 28)
  case jointRunning = "joint-running"
  /// 委托培养合同 (art. 28)
  case commission
  /// 订单培养（冠名班）协议 (art. 40)
  case order
  /// 学徒培养协议 (art. 30)
  case apprenticeship
  /// 实习实训基地共建协议
  case base
  /// 岗位实习协议 between school and unit (art. 50)
  case internship
  /// 岗位实习三方协议
  case threeParty = "three-party"
  /// 就业基地协议
  case employment
  /// 人力资源合作开发协议
  case resources
  /// 技术服务协议
  case service
  /// 捐赠协议
  case donation

  /// Whether the enterprise takes students to work with it, so that a short term is warned of.
  var takesInterns: Bool {
    switch self {
    case .order, .apprenticeship, .base, .internship: true
    case .framework, .intent, .jointRunning, .commission, .threeParty, .employment, .resources, .service, .donation:
      false
    }
  }

  var label: String { "agreements.kind.\(rawValue)" }
}

/// Who is a party to an agreement.
enum AgreementParty: String, Sendable, CaseIterable, Codable, FieldConvertible {
  case school, enterprise, student, guardian, third

  var label: String { "agreements.party.\(rawValue)" }
}

/// Who signs.
enum SignerKind: String, Sendable, CaseIterable, Codable, FieldConvertible {
  /// 法定代表人或授权代表
  case schoolRepresentative = "school-representative"
  case enterpriseRepresentative = "enterprise-representative"
  /// 二级学院负责人
  case departmentHead = "department-head"
  case student, guardian, third

  var label: String { "agreements.signer.\(rawValue)" }
}

/// What a clause settles. The law and the types ask for clauses by this, so
/// that a school words them as it likes.
enum ClauseTopic: String, Sendable, CaseIterable, Codable, FieldConvertible {
  /// 合作各方基本信息
  case parties
  /// 目标任务
  case objectives
  /// 内容形式
  case content
  /// 权利义务
  case rights
  /// 合作期限
  case term
  /// 培养方案与教学
  case teaching
  /// 实习的时间、地点、内容、要求与条件
  case placement
  /// 食宿、工作时间与休息休假
  case living
  /// 报酬及支付方式
  case pay
  /// 劳动保护、安全、卫生与职业病防护
  case protection
  /// 责任保险与伤亡事故处理
  case insurance
  /// 考核方式
  case assessment
  /// 违约责任
  case liability
  /// 经费与结算
  case funding
  /// 场地与设备
  case facilities
  /// 成果归属
  case results
  /// 保密
  case confidentiality
  /// 冠名与挂牌
  case naming
  /// 录用
  case hiring
  /// 变更与解除
  case termination
  /// 争议解决
  case disputes
  /// 其他事项
  case other

  var label: String { "agreements.topic.\(rawValue)" }
}
