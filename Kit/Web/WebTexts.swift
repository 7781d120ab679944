package import Localization

/// The texts of this layer, to be joined into the catalogue.
package enum WebTexts {
  package static let sources: [(language: Language, json: String)] = [(.chinese, chinese), (.english, english)]

  private static let chinese = """
    {
      "kit.web.api.session": "浏览器会话的 Cookie；修改数据时另需请求头 X-CSRF-Token。",
      "kit.web.api.token": "在“账户”页面创建的个人访问令牌。",
      "kit.web.bad.address": "网址无法识别，请检查后重新输入。",
      "kit.web.bad.body": "请求内容在传输中损坏，请重试。",
      "kit.web.bad.escape": "提交的内容含有错误的百分号编码，请重试。",
      "kit.web.bad.json": "请求内容不是正确的 JSON。",
      "kit.web.bad.multipart": "上传的内容格式不正确，请重新选择文件后再试。",
      "kit.web.bad.pairs": "表单的字段超过 {limit} 个，无法接收。",
      "kit.web.bad.text": "提交的内容含有不是 UTF-8 的文字或空字符，请改正后重试。",
      "kit.web.bad.truncated": "上传没有完成就中断了，请重试。",
      "kit.web.error.400.text": "请求有误，请返回后重试。",
      "kit.web.error.400.title": "请求有误",
      "kit.web.error.401.text": "请先登录，或检查访问令牌是否正确、是否过期。",
      "kit.web.error.401.title": "需要登录",
      "kit.web.error.403.text": "您没有权限进行此操作。如有需要，请联系本校管理员。",
      "kit.web.error.403.title": "没有权限",
      "kit.web.error.404.text": "页面不存在，或者您无权查看。",
      "kit.web.error.404.title": "找不到页面",
      "kit.web.error.405.text": "此网址不支持这种操作。",
      "kit.web.error.405.title": "操作不支持",
      "kit.web.error.408.text": "上传太慢，连接已结束，请检查网络后重试。",
      "kit.web.error.408.title": "上传超时",
      "kit.web.error.409.text": "数据已经变化，请刷新后重试。",
      "kit.web.error.409.title": "数据冲突",
      "kit.web.error.412.text": "记录已被他人修改，请重新读取后再提交。",
      "kit.web.error.412.title": "记录已变化",
      "kit.web.error.413.text": "内容太大，最多可以提交 {limit}。",
      "kit.web.error.413.title": "内容太大",
      "kit.web.error.415.text": "内容类型不对，此处接收：{types}。",
      "kit.web.error.415.title": "内容类型不支持",
      "kit.web.error.422.text": "填写的内容有误，请按提示修改。",
      "kit.web.error.422.title": "填写有误",
      "kit.web.error.428.text": "请在请求头 If-Match 中写明所修改的版本，即读取时返回的 ETag。",
      "kit.web.error.428.title": "缺少版本",
      "kit.web.error.429.text": "操作太频繁，请在 {seconds} 秒后再试。",
      "kit.web.error.429.title": "请稍后再试",
      "kit.web.error.500.text": "系统出错，已记录。您可以重试；如仍出错，请把下面的编号告诉管理员。",
      "kit.web.error.500.title": "系统出错",
      "kit.web.error.503.text": "服务暂时不可用，请稍后再试。",
      "kit.web.error.503.title": "暂时不可用",
      "kit.web.error.home": "返回首页",
      "kit.web.error.reference": "编号：{id}",
      "kit.web.forbidden.origin": "请求来自其他网站，已拒绝。请在本系统的页面中操作。",
      "kit.web.forbidden.token": "页面已过期，请返回并刷新页面后重试。",
      "kit.web.storageFull": "服务器的存储空间已满，暂时无法上传，请联系管理员。"
    }
    """

  private static let english = """
    {
      "kit.web.api.session": "The cookie of a browser session; changes also need the header X-CSRF-Token.",
      "kit.web.api.token": "A personal access token, made on the account page.",
      "kit.web.bad.address": "The address cannot be understood. Please check it.",
      "kit.web.bad.body": "The request was damaged on its way. Please try again.",
      "kit.web.bad.escape": "What was sent holds a broken percent escape. Please try again.",
      "kit.web.bad.json": "The request is not a JSON document.",
      "kit.web.bad.multipart": "The upload is malformed. Please choose the file again.",
      "kit.web.bad.pairs": "The form has more than {limit} fields.",
      "kit.web.bad.text": "What was sent holds text that is not UTF-8, or a null character. \
      Please correct it.",
      "kit.web.bad.truncated": "The upload broke off before its end. Please try again.",
      "kit.web.error.400.text": "The request is malformed. Please go back and try again.",
      "kit.web.error.400.title": "Malformed request",
      "kit.web.error.401.text": "Please sign in, or check that the access token is right and has not expired.",
      "kit.web.error.401.title": "Sign-in needed",
      "kit.web.error.403.text": "You may not do this. Your school's administrator can help.",
      "kit.web.error.403.title": "Not permitted",
      "kit.web.error.404.text": "There is no such page, or you may not see it.",
      "kit.web.error.404.title": "Page not found",
      "kit.web.error.405.text": "This address does not support that action.",
      "kit.web.error.405.title": "Action not supported",
      "kit.web.error.408.text": "The upload was too slow. Please check the network and try again.",
      "kit.web.error.408.title": "Upload timed out",
      "kit.web.error.409.text": "The data has changed meanwhile. Please reload and try again.",
      "kit.web.error.409.title": "Conflict",
      "kit.web.error.412.text": "Somebody changed the record meanwhile. Please read it again and repeat your change.",
      "kit.web.error.412.title": "The record has changed",
      "kit.web.error.413.text": "This is too large; at most {limit} can be sent.",
      "kit.web.error.413.title": "Too large",
      "kit.web.error.415.text": "The content has the wrong type; this address takes {types}.",
      "kit.web.error.415.title": "Content type not supported",
      "kit.web.error.422.text": "Some entries are wrong. Please correct them as shown.",
      "kit.web.error.422.title": "Please correct the entries",
      "kit.web.error.428.text": "Please say in the header If-Match which version is to be changed: the ETag that came with the record.",
      "kit.web.error.428.title": "The version is missing",
      "kit.web.error.429.text": "Too many attempts. Please try again in {seconds} seconds.",
      "kit.web.error.429.title": "Please wait",
      "kit.web.error.500.text": "Something went wrong and was recorded. If it happens again, \
      tell the administrator the number below.",
      "kit.web.error.500.title": "Something went wrong",
      "kit.web.error.503.text": "The service is not available right now. Please try again later.",
      "kit.web.error.503.title": "Not available",
      "kit.web.error.home": "To the start page",
      "kit.web.error.reference": "Number: {id}",
      "kit.web.forbidden.origin": "The request came from another site and was refused. \
      Please use the pages of this system.",
      "kit.web.forbidden.token": "The page has expired. Please go back, reload it and try again.",
      "kit.web.storageFull": "The server's storage is full; uploads are not possible now. \
      Please tell the administrator."
    }
    """
}
