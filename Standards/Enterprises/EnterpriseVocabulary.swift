/// The size class of an enterprise (大中小微型企业划分办法, 2017). Which class it
/// is in depends on its industry, staff and revenue; here it is as stated.
package enum EnterpriseSize: String, StandardTerm, Comparable {
  case large, medium, small, micro

  package static let vocabulary = "size"

  /// The smaller class comes first.
  package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .micro: 0
    case .small: 1
    case .medium: 2
    case .large: 3
    }
  }
}

/// Whether an enterprise is in business (登记状态 reduced to what cooperation needs).
package enum OperatingStatus: String, StandardTerm {
  case operating
  /// 停业、歇业: may come back.
  case suspended
  /// 注销、吊销.
  case closed

  package static let vocabulary = "operating-status"
}

/// The tags an installation starts with (inventory 40); a school adds its own.
package enum EnterpriseTag: String, StandardTerm {
  case fortuneGlobal500 = "global-500"
  case chinaTop500 = "china-500"
  case centralEnterprise = "central-enterprise"
  case listedCompany = "listed"
  case highTech = "high-tech"
  case specialisedAndInnovative = "specialised"
  case littleGiant = "little-giant"
  case singleChampion = "single-champion"
  case industryLeader = "industry-leader"
  case educationIntegrated = "education-integrated"
  case timeHonoured = "time-honoured"
  case dealer4S = "dealer-4s"
  case repairClass1 = "repair-class-1"
  case repairClass2 = "repair-class-2"
  case local
  case wellKnown = "well-known"
  case newlyFounded = "newly-founded"
  case traditional

  package static let vocabulary = "tag"
}

/// Why an enterprise cooperates with a school (inventory 49).
package enum CooperationMotive: String, StandardTerm {
  case talent, training, technology, cost, customers, reputation, policy, other

  package static let vocabulary = "motive"
}
