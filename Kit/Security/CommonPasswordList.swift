/// Pieces of passwords that are tried first, gathered by hand from habits that
/// everybody knows; in no order that matters.
enum CommonPasswordList {
  /// Words, phrases in pinyin, places, walks over the keyboard and telling numbers
  /// (`520` sounds like "I love you", `1314` like "all life long").
  static let words = #"""
    woaini woaini1314 woaini520 woaini521 woaiwoziji woaiwojia woaizhongguo woaininmen wodeai wodemima wodezhanghao
    nihao nihaoma zhongguo zhonghua zhongguoren beijing shanghai tianjin chongqing guangzhou shenzhen hangzhou
    nanjing suzhou wuhan chengdu xian zhengzhou changsha jinan qingdao dalian shenyang harbin haerbin changchun
    hefei fuzhou xiamen nanchang kunming guiyang nanning haikou lanzhou yinchuan xining wulumuqi lasa huhehaote
    taiyuan shijiazhuang ningbo wenzhou wuxi foshan dongguan zhuhai zhongshan huizhou changzhou nantong xuzhou
    yangzhou luoyang kaifeng xinxiang anyang nanyang henan hebei shandong shanxi shaanxi jiangsu zhejiang anhui
    fujian jiangxi hubei hunan guangdong guangxi hainan sichuan guizhou yunnan gansu qinghai liaoning jilin
    heilongjiang neimenggu xinjiang xizang taiwan xianggang aomen xuexiao xuesheng laoshi jiaoshi xueyuan daxue
    zhongxue xiaoxue zhiye jiaoyu jishu zhiyuan zhuanye banji bangongshi bangong xiaozhang zhuren shuji guanli
    guanliyuan yonghu mima mimamima denglu zhanghao wangluo diannao shouji dianhua youxiang gongsi gongzuo qiye
    hezuo shixi jiuye biye kaoshi xuexi haohaoxuexi tiantianxiangshang jiayou nuli fendou baobao baobei baobeier
    laopo laogong qinaide xihuan tianshi xiaobao dabao erbao mama baba mamababa babamama yeye nainai gege jiejie
    didi meimei erzi nver haizi pengyou tongxue haoyou zuihaode shengri shengrikuaile xinnian xinniankuaile xingfu
    kuaile jiankang pingan wanshi ruyi wanshiruyi jixiang dajidali facai gongxifacai caifu zhaocai zhaocaijinbao
    shunli chenggong mengxiang weilai yongyuan yishengyishi tianchangdijiu aiqing meili piaoliang shuaige meinv
    xiaoxiao xiaoming xiaohong xiaogang xiaoli xiaofang dandan lili nana tingting jingjing yuanyuan fangfang
    lingling mingming qiangqiang weiwei pingping yingying huanhuan beibei niuniu yangyang leilei binbin chaochao
    pengpeng feifei longlong huahua maomao gougou xiaomao xiaogou tuzi xiongmao laohu longma fenghuang tiandi
    taiyang yueliang xingxing dahai daxiang shanshui hehe haha heihei xixi hehehe hahaha wuwu lala lalala dingding
    douding doudou tudou xigua pingguo xiangjiao putao chengzi ningmeng niunai kafei chashui huoguo mifan jiaozi
    qqmima weixin zhifubao taobao alipay wechat baidu tencent tengxun huawei xiaomi lenovo lianxiang jingdong
    wangzhe wangzherongyao chuanqi moshou menghuanxiyou zhengtu dnf lol qqqq caonima nimabi shabi wocao tamade
    gundan wangba zaijian duibuqi xiexie meiguanxi suiyuan suibian suibianba wangjile jibuzhu bugaosuni meiyoumima
    zhidao buzhidao password passwd passw0rd pass pwd passcode passphrase mypassword yourpassword newpassword
    oldpassword thepassword admin administrator root superuser sysadmin system manager user username guest test
    tester testing temp temporary default welcome welcometo hello helloworld letmein changeme changeit secret
    private access login logon signin master account office school student teacher college university class english
    computer internet network server windows linux oracle mysql database google facebook twitter youtube instagram
    apple microsoft samsung android iphone nokia sony iloveyou iloveu ilovegod ilovemyfamily iloveme loveyou loveme
    lovely lover love forever together sweetheart honey baby babygirl babyboy princess prince queen king angel
    angels devil heaven hell jesus christ god blessed faith hope peace sunshine moonlight starlight star stars
    rainbow flower flowers summer winter spring autumn monday friday sunday january february march april june july
    august september october november december morning night midnight today tomorrow yesterday monkey dragon tiger
    lion eagle falcon panther wolf bear horse pony dog doggy puppy cat kitty kitten rabbit bunny fish dolphin shark
    whale turtle snake spider butterfly bird chicken turkey mouse elephant panda football baseball basketball soccer
    hockey tennis golf swimming running fitness yankees lakers cowboys chelsea arsenal liverpool manchester
    barcelona realmadrid juventus ronaldo messi beckham jordan kobe lebron michael jennifer jessica ashley amanda
    daniel matthew andrew joshua christopher anthony william robert richard thomas charles joseph david john james
    george edward henry peter paul mark steven kevin brian jason justin brandon ryan nicole michelle melissa
    stephanie elizabeth samantha sarah hannah rachel laura emily anna maria linda susan barbara nancy margaret alice
    lucy lily rose jack tom jerry mary mike harry potter sophie charlie maggie buster bailey superman batman
    spiderman ironman hulk avengers pokemon pikachu naruto starwars startrek matrix gandalf hobbit computer123
    trustno1 whatever nothing something anything everything someone nobody blink182 metallica nirvana eminem purple
    orange yellow green blue red black white silver golden gold diamond crystal pearl ruby cookie chocolate candy
    sugar banana cherry strawberry lemon peaches pepper ginger coffee cheese pizza hamburger mustang ferrari porsche
    mercedes toyota honda corvette harley yamaha suzuki bmw audi volkswagen money dollar million rich lucky winner
    success power strong freedom liberty america china japan london paris canada germany france italy russia brazil
    mexico newyork california texas florida abcdef abcdefg abcdefgh abcdefghi abcdefghij abcabc abcd abc abc123
    abcd1234 abc12345 abc123456 aaaaaa shadow hunter killer ninja pirate soldier warrior knight wizard magic phoenix
    thunder lightning storm fire ice water ocean river mountain forest island beach paradise happy smile laugh crazy
    funny cool awesome perfect beautiful pretty cutie sexy hottie family mother father sister brother daddy mommy
    grandma children friend friends friendship music guitar piano dance dancing singer rock rocker hacker hacked
    computer1 security secure letmein1 open opensesame please thankyou sorry goodbye good bad number one two three
    four five six seven eight nine ten first second last the and for you are not all new old big little qwerty
    qwertyu qwertyui qwertyuio qwertyuiop qwert qwer qwe asdf asdfg asdfgh asdfghj asdfghjk asdfghjkl zxcv zxcvb
    zxcvbn zxcvbnm asd zxc qaz wsx edc rfv tgb yhn ujm qazwsx qazwsxedc qazwsxedcrfv wsxedc 1qaz 2wsx 3edc 4rfv 5tgb
    6yhn 7ujm 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 zaq1 xsw2 cde3 zaq12wsx qweasd qweasdzxc qwe123 qwer1234 asd123
    asdf1234 zxc123 1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3 q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qawsed qawsedrf
    azsxdc azsxdcfv poiuyt poiuytrewq lkjhgf lkjhgfdsa mnbvcx mnbvcxz ytrewq trewq rewq fdsa vcxz 0okm 9ijn 8uhb
    7ygv 0okm9ijn plm okn ijb plmokn qpwoeiruty qwaszx wasd wasdwasd 147258 258369 147258369 159357 159753 741852
    741852963 963852741 852456 123654 123654789 456852 789456 789456123 987654321 9876543210 87654321 7654321 654321
    54321 4321 321 147 258 369 159 357 753 !@#$%^&*() !@#$%^&* !@#$%^ !@#$% !@#$ !qaz@wsx !qaz@wsx#edc ~!@#$%^&*()
    )(*&^%$#@! !@#$%^&*()_+ 1!2@3#4$ q!w@e#r$ 123 1234 12345 123456 1234567 12345678 123456789 1234567890
    12345678910 0123456789 012345 01234567 0123 111 000 111111 000000 222222 333333 444444 555555 666666 777777
    888888 999999 11111111 88888888 66666666 00000000 520 521 5201314 52013140 5211314 1314 1314520 1314521
    13145201314 201314 2013 3344 3344520 5203344 1314925 9958 7758521 7758258 584520 584521 584131421 530 5300 5366
    7456 7788 7788521 886 168 1688 518 5188 5168 1668 6688 8866 6868 8686 9988 8899 9898 8989 6969 9696 1212 2121
    1313 121212 131313 123123 123123123 112233 11223344 1122334455 223344 332211 445566 778899 789789 456456 456789
    789 456 123321 1234321 12344321 123454321 12321 100200 10086 10010 10000 110 119 120 110110 119119 110120119 114
    12306 123abc 1a2b3c 1a2b3c4d a1b2c3 a1b2c3d4 a1b2c3d4e5 a123 a1234 a12345 a123456 a1234567 a12345678 a123456789
    a1234567890 aa123456 aa123456789 aaa123456 q123456 q123456789 w123456 w123456789 z123456 z123456789 zz123456
    zxcvbnm123 qq123456 qq123456789 qq5201314 asd123456 qwe123456 abc123456789 as123456 wang123456 li123456 123456a
    123456aa 123456aaa 123456abc 123456q 123456qq 123456asd 123456qwe 123456789a 123456789abc 123456789q 1234567a
    12345678a 123qwe 123qweasd 123qweasdzxc 123asd 123zxc 1234qwer 12345qwert 123456qwerty 007 007007 314159 3141592
    31415926 314159265 3141592653 271828 2718281828 141421 20080808 19491001 19700101 19900101 20000101 19800101
    19880808 10203040 1020304050 102030 010203 01020304 147852 147852369 142536 142857 135790 13579 1357924680 24680
    2468 246810 1a2s3d 1a2s3d4f 098765 0987654321 09876 987654 98765 zhiyuan1 admin123 admin888 admin666 admin1234
    admin123456 root123 root123456 test123 test1234 test123456 user123 user123456 guest123 pass123 pass1234
    password1 password12 password123 password1234 welcome1 welcome123 hello123 master123 p@ssw0rd p@ssword passw0rd1
    pa55word pa55w0rd system123 manager123 changeme123 qiao qiao123 xiaoqi xiaoqihezuo chanjiao chanjiaoronghe
    zhijiao gaozhi zhongzhi jixiao dingxiao ruanjian wuliu kuaiji jidian jisuanji hulixue youjiao dianshang
    """#

  static let surnames = """
    zhao qian sun li zhou wu zheng wang feng chen wei jiang shen han yang zhu qin you xu he lv shi zhang kong cao
    yan hua jin tao xie zou yu bai shui dou su pan ge fan peng lang lu chang ma miao fang ren yuan liu bao tang fei
    lian cen xue lei ni teng yin luo bi hao an yue fu qi kang bo gu meng huang mu xiao yao shao wan cui hou gao xia
    cai tian hu ling huo guo mei lin diao zhong qiu xiong dong liang du ruan lan min xi ji jia tong hong ding deng
    dai song pang lai long ye si xing yi ouyang sima shangguan zhuge huangfu situ
    """

  static let givenNames = """
    wei fang na min jing li qiang lei jun yang yong yan jie juan tao ming chao xiuying xia ping gang guiying hua fei
    bo bin yu xin hao yuhan zixuan haoran yuxuan jiahao jianguo jianhua jianjun xiaoming xiaohong lihua guohua
    wenjie haoyu mingyu xinyi yihan zihan shihan yuting mengyao jiayi yating xinyu tingting yuanyuan lili jingjing
    dandan xue hui liang peng kai long yi ying ling mei yun jia hong bing jian feng hai dong zhiqiang zhigang zhiwei
    weiwei junjie xiaolong xiaofeng haitao wenbo wenhao jiajia siyu sisi lulu yaqi ruoxi
    """
}
