/// What this module says, for `Catalogue`.
package enum LocalizationTexts {
  package static let sources: [(language: Language, json: String)] = [
    (
      .chinese,
      """
      {
        "kit.number.money": "{amount} 元",
        "kit.number.money.tenThousand": "{amount} 万元",
        "kit.list.separator": "、",
        "kit.time.today": "今天",
        "kit.time.now": "刚刚",
        "kit.time.daysLeft": "剩 {count} 天",
        "kit.time.daysOverdue": "逾期 {count} 天",
        "kit.time.minutesAgo": "{count} 分钟前",
        "kit.time.hoursAgo": "{count} 小时前",
        "kit.time.daysAgo": "{count} 天前",
        "kit.time.hours": "{count} 小时",
        "kit.time.minutes": "{count} 分钟"
      }
      """
    ),
    (
      .english,
      """
      {
        "kit.number.money": "¥{amount}",
        "kit.number.money.tenThousand": "{amount} × ¥10,000",
        "kit.list.separator": ", ",
        "kit.time.today": "today",
        "kit.time.now": "just now",
        "kit.time.daysLeft": "{count} days left",
        "kit.time.daysLeft.one": "{count} day left",
        "kit.time.daysOverdue": "{count} days overdue",
        "kit.time.daysOverdue.one": "{count} day overdue",
        "kit.time.minutesAgo": "{count} minutes ago",
        "kit.time.minutesAgo.one": "{count} minute ago",
        "kit.time.hoursAgo": "{count} hours ago",
        "kit.time.hoursAgo.one": "{count} hour ago",
        "kit.time.daysAgo": "{count} days ago",
        "kit.time.daysAgo.one": "{count} day ago",
        "kit.time.hours": "{count} hours",
        "kit.time.hours.one": "{count} hour",
        "kit.time.minutes": "{count} minutes",
        "kit.time.minutes.one": "{count} minute"
      }
      """
    ),
  ]
}
