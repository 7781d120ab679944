import Foundation
import Values

/// The buckets that an enterprise stands in. Two enterprises that may be one
/// share a bucket, so that nobody has to be compared with everybody.
///
/// A name's grams are put into buckets by their smallest hashes (MinHash, six
/// bands of three): names with 70 % of their grams in common meet with a
/// probability of 92 %, names with 30 % with one of 15 %, and are told apart then.
package enum DuplicateKeys {
  private static let bands = 6
  private static let rows = 3

  package static func keys(of enterprise: Enterprise) -> Set<Int64> { keys(of: DuplicateTraits(enterprise)) }

  package static func keys(of traits: DuplicateTraits) -> Set<Int64> {
    var keys: Set<Int64> = []
    func add(_ kind: String, _ text: String) {
      if !text.isEmpty { keys.insert(Int64(bitPattern: hash("\(kind):\(text)"))) }
    }
    add("code", traits.code)
    if let organisation = traits.organisation {
      add("organisation", organisation)
      add("tail", String(traits.code.suffix(6)))
    }
    add("name", traits.name.word)
    add("host", traits.host)
    add("address", traits.address)
    if traits.isNameLong {
      for (band, key) in bandKeys(traits.grams).enumerated() { add("grams\(band)", key) }
    }
    return keys
  }

  /// The address without blanks and punctuation; empty when it is too short to say where.
  package static func addressKey(_ enterprise: Enterprise) -> String {
    let key = EnterpriseName.key(enterprise.address)
    guard key.count >= 5, key.contains(where: \.isNumber) else { return "" }
    // The place is said twice as often as not: 广东省广州市黄埔区创新路12号 and 创新路12号.
    guard let end = key.lastIndex(where: { "省市区县".contains($0) }), key.distance(from: end, to: key.endIndex) > 5
    else { return enterprise.region + key }
    return enterprise.region + key[key.index(after: end)...]
  }

  private static func bandKeys(_ grams: Set<String>) -> [String] {
    let hashes = grams.map(hash)
    let smallest = (0..<(bands * rows)).map { number in
      hashes.map { mixed($0 ^ (UInt64(number + 1) &* 0x9E37_79B9_7F4A_7C15)) }.min() ?? 0
    }
    return (0..<bands).map { band in
      smallest[(band * rows)..<((band + 1) * rows)].map { String($0, radix: 36) }.joined(separator: ".")
    }
  }

  /// FNV-1a: the same in every process and on every machine, because it is stored.
  private static func hash(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return mixed(hash)
  }

  /// The last steps of SplitMix64: every bit of the result depends on every bit given.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// Credit codes that are one code typed in two ways.
package enum CreditCodeLikeness {
  /// With the letters that are taken for digits written as these digits.
  package static func folded(_ code: String) -> String {
    String(code.uppercased().filter { $0.isLetter || $0.isNumber }.map { misread[$0] ?? $0 })
  }

  /// The nine characters of the organisation code (GB 11714) in a whole credit code.
  package static func organisation(_ code: String) -> String? {
    code.count == 18 ? String(code.dropFirst(8).prefix(9)) : nil
  }

  private static let misread: [Character: Character] = [
    "I": "1", "O": "0", "S": "5", "Z": "2", "V": "U", "B": "8",
  ]

  /// One character is another one, or two neighbours changed places.
  package static func isSlip(_ first: String, _ second: String) -> Bool {
    guard first.count == second.count, first != second else { return false }
    let pairs = Array(zip(first, second))
    let different = pairs.indices.filter { pairs[$0].0 != pairs[$0].1 }
    switch different.count {
    case 1: return true
    case 2:
      let (left, right) = (different[0], different[1])
      return right == left + 1 && pairs[left].0 == pairs[right].1 && pairs[left].1 == pairs[right].0
    default: return false
    }
  }
}

/// The host of a website that is an enterprise's own.
package enum WebsiteHost {
  package static func own(_ address: String) -> String {
    guard var host = URL(string: address)?.host()?.lowercased(), host.contains(".") else { return "" }
    if host.hasPrefix("www.") { host.removeFirst(4) }
    return shared.contains { host == $0 || host.hasSuffix(".\($0)") } ? "" : host
  }

  /// Sites where many enterprises have a page.
  private static let shared = [
    "qq.com", "weixin.qq.com", "1688.com", "taobao.com", "tmall.com", "jd.com", "weibo.com", "baidu.com", "qcc.com",
    "tianyancha.com", "douyin.com", "58.com", "zhipin.com", "github.io",
  ]
}
