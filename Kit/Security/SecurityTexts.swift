package import Localization

/// What this module says, for `Catalogue`.
package enum SecurityTexts {
  package static let sources: [(language: Language, json: String)] = [
    (
      .chinese,
      """
      {
        "kit.password.short": "密码至少要有 {minimum} 个字符。几个不相干的词连起来，又长又好记。",
        "kit.password.long": "密码最多 {maximum} 个字符。",
        "kit.password.monotonous": "这个密码只是重复或顺序排列的字符，很容易被猜到，请换一个。",
        "kit.password.personal": "密码里有您的姓名、账号、电话、邮箱或学校名称，别人很容易猜到，请换一个。",
        "kit.password.common": "这个密码太常见，别人会最先试它，请换一个。"
      }
      """
    ),
    (
      .english,
      """
      {
        "kit.password.short": "A password needs at least {minimum} characters. A few unrelated words are long and easy to remember.",
        "kit.password.long": "A password can have at most {maximum} characters.",
        "kit.password.monotonous": "This password is one pattern repeated or in order, which is easy to guess. Please choose another.",
        "kit.password.personal": "This password contains your name, account, phone, mail or school, which others can guess. Please choose another.",
        "kit.password.common": "This password is one of those that are tried first. Please choose another."
      }
      """
    ),
  ]
}
