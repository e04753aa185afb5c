"""What tells in Chinese that a name stands here: 我叫, 收件人, kin, roles, closings; and where a nickname may stand.

For: `names_zh`, which reads the names. Not for: names told by what a role does or by what follows them (`around_zh`), or how
far a name goes (`han`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from voc.personal.chinese import around_zh, han
from voc.personal.english.person import Need
from voc.personal.lexicon import LETTER, UPPER
from voc.personal.words import Gated, begin, either, lists

# Before a name: what says it outright, and what mostly does.
_SURE = (
    *(
        f"{me}{called}"
        for me in ("我", "我名字", "我的名字", "他", "她", "对方", "對方", "名字")
        for called in ("叫", "叫做", "叫作", "是叫")
    ),
    *"自称 自稱 自称是 自稱是 自报 自報 名叫 叫做 位叫 个叫 個叫 名字是 名字为 名字為 名字係 名字系 我全名 亲爱的 親愛的 尊敬的".split(),
)
_LIKELY = (
    *"转接到 轉接到 接到 由 联系 聯絡 聯繫 找 寄给 寄給 转给 轉給 交给 交給 发给 發給 送给 送給 退给 退給 退给了 退給了 订给 訂給 订花给 訂花給 应是 應是 应为 應為 应该是 應該是 應該為 應該係 我是 我係 我系 这是 這是 这里是 這裡是 这边是 這邊是 呢度係 敝人 买给 買給 留给 留給".split(),
)
# Before a title these are words: 任经理, 男老师; and of these, some that even before 您好 are no name.
TITLE_WORDS = "解楼樓沙皮滑单單服务華乐樂强應商查展计計区區应支艾宣宗司尚华花贝貝米利佐古伏那苗"
_TITLE_LITTLE = "於于和由从從向同与與全都那来來别別能有会會当當后後本是男女大小老新主副班各该該某双雙前左右上下连連因对對名公家台理法人民国國医醫首长長"
SHORT_TITLES = frozenset("导導队隊工总總")
_CALLS = "埋 们的 們的 跟 找 叫 问 問 联系 聯絡 承办 承辦 小弟 在下 敝人 谢谢 謝謝 感谢 感謝 位".split()
_JOINS = re.compile(r"(?:[写寫填错錯印登改打]成了?|成|是|为|為|叫做|叫|名叫|係|系|改成|改为|改為|写|寫|[:：]|\s)+$")
_JOIN_ENDS = frozenset("成了是为為做叫係系写寫:： \n\t\u3000")


class Cues:
    """The patterns and lists, read once."""

    def __init__(self) -> None:
        old, new = lists("names"), lists("names_zh")
        self.letters = han.letters()
        self.labels, self.staff = frozenset(new["labels"]), frozenset((*new["roles"], *new["kin"]))
        self.not_pairs = frozenset(old["not_pairs"])
        sure = self.letters.surname
        typical = f"[{''.join(sorted(self.letters.typical))}]"
        any_of = f"[{''.join(sorted(self.letters.any_surname))}]"
        double = either(old["double_surnames"])
        given = f"[^\\W\\d_A-Za-z{re.escape(old['not_given'])}]"
        titled_given = f"[^\\W\\d_A-Za-z{re.escape(old['not_given'])}姓女男牙專专层層]"
        # 周总, not 周总理 and 一张卡总授信
        titles = (
            either(set(old["titles_zh"]) - {"总", "總"})
            + "|[总總](?=[^\u4e00-\u9fff]|$|[你您的说說好在是也很让讓给給跟反亲親答批签簽])"
        )
        self.rare_titled = _rare_titled(self.letters, begin(old["titles_zh"]))
        self.may_title = _may_title(old["titles_zh"])
        # each begins with a class of letters: what must stand before is looked at behind it
        begins = _behind(old["openers"], self.letters.ahead, 1)
        asked = _behind("是的请請找叫给給谢謝跟和让讓由被", self.letters.ahead, 3)
        title_letters = f"[{''.join(sorted({one[0] for one in old['titles_zh']}))}]"
        self.titled = (
            re.compile(
                rf"({self.letters.family(self.letters.strong, begins)}{titled_given}{{0,2}})(?= ?(?:[Xx○Ｏ]{{0,2}})(?:姓)?(?:女|男|住院|主治|專科|专科|總|总|副|大|老)?(?:{titles}))"
            ),
            re.compile(rf"({any_of}{typical}{{2}})(?={title_letters}){asked}(?=(?:{titles}))"),
        )
        labels, kin, roles = either(new["labels"]), either(new["kin"]), either(new["roles"])
        self.cues = _by_last_letter(new)
        work = lists("work_zh")["roles"].split()
        self.people = around_zh.by_last(
            {*work, *new["roles"], *new["kin"], *(f"{one}的" for one in new["roles"]), *_CALLS}
        )
        # what no name stands behind is not looked at: most letters of a text
        last = re.escape("".join(sorted({*self.cues, *_JOIN_ENDS, *around_zh.lasts()})))
        self.begins = re.compile(
            f"{self.letters.family(self.letters.every, f'(?:(?<![{han.HAN}].)|(?<=[{last}].))')}(?=[{han.HAN}])(?![{re.escape(old['not_given'])}])"
        )
        self.beside = around_zh.by_last(
            {
                *work,
                *new["roles"],
                *new["kin"],
                *new["labels"],
                *"是叫找收给給请請让讓跟问問",
                "麻烦",
                "麻煩",
                "物业",
                "物業",
                "的",
                "尾端",
            }
        )
        clean = "".join(sorted(self.letters.clean))
        close = "敬上|谨上|謹上|敬启|敬啟|谨启|謹啟|留|上"
        signed = rf"({sure}{typical}{{1,2}}|{sure}{given}{typical})"
        whole = (
            rf"(?:我是|这是|這是|本人是|敝人|我係)({sure}{given}{{1,2}}|[{clean}]{typical}{{1,2}})(?=[，,。.！!\s；;]|$)",
            rf"(?<=叫)((?:{double}|{any_of}){given}{{1,2}})(?=的(?:客服|专员|專員|店员|店員|先生|女士|小姐|人|医生|醫生|護士|护士|员工|員工|经理|經理|师傅|師傅|阿姨|老师|老師))",
            rf"(?:^|\n\s*|——\s*|--\s*|—\s*|[。！？!?]\s*)({sure}{given}{{1,2}}?)\s*(?:{close})\s*[。！!]?\s*$",
            rf"(?:此致|敬[礼禮]|致敬|商祺|安好)[\s，,。！!]*({sure}{given}{{1,2}})(?=[\s，,]*(?:\d|{close}|[二〇]|$))",
            rf"(?:[。！？!?；;~～)）]|\n)\s*{signed}\s*(?=$|[，,、 ]\s*(?:电话|電話|手机|手機|\+?\d{{7}}|\(?0\d|\d{{4}}年))",
            rf"(?:怎么称呼|怎麼稱呼|贵姓|貴姓|(?:您|你|的)(?:姓名|名字)(?:是什么|是什麼|是)?)[？?]?\s*(?:我是|我叫|是|叫|姓)?({sure}{given}{{0,2}})(?=[，,。.！!\s；;]|$)",
            rf"(?:{kin})(?:名叫|叫|是)({sure}{given}{{1,2}})(?=[，,。.！!\s；;的]|$)",
            rf"(?:联系|聯絡|聯繫|找|寄给|寄給|转给|轉給|交给|交給|发给|發給)({sure}{given}{{1,2}})(?=[，,。、\s电電手（(]|$)",
            rf"姓(?:{any_of})[，,、 ]+({sure}{given}{{1,2}})(?=[，,。！!\s；;]|$)",
            rf"(?:——|--|—)\s*({sure}{given}{{1,2}})\s*$",
            rf"(?<![\u4e00-\u9fff])({sure}{typical}{{1,2}}|{any_of}{typical}{{2}})(?:亲|親)?收(?=[，,。；;、\s]|$)",
            rf"[，,；;：:]\s*收({sure}{given}{{1,2}})(?=[，,。；;、\s]|$)",
            rf"(?:是|，|,|^|跟|找)({sure}{given}{{1,2}})的(?:家长|家長|妈妈|媽媽|爸爸|母亲|母親|父亲|父親|爷爷|爺爺|奶奶|监护人|監護人|太太|先生|老公|老婆|妻子|丈夫|儿子|兒子|女儿|女兒|家属|家屬|朋友|同事|助理|秘书|秘書|邻居|鄰居|室友|代理人)",
            # a family name alone: 我姓那个，呃，滕
            rf"(?<!老百)(?<!百家)姓(?:那[个個]|什么|甚麼|就?是|嗯|呃|额|[，,、… ])*({double}|{any_of})(?!名)(?=[^\u4e00-\u9fff]|$|的|先|女|小|那|读|讀|说|說|不|就|叫|他|她|這|这|住|也|是)",
            rf"(?<!老百)(?<!百家)姓({sure})(?!名)",
            r"(?:我|敝|长|長|免[贵貴])姓([\u4e00-\u9fff])(?=[，,。！!；;]|$)",
            rf"(?:查(?:一?下|[询詢])?|代?取|代?[领領]|代收|退|改)({any_of}{given}?{typical})(?=的(?:快递|快遞|快件|包裹|件|订单|訂單|单子|單子|账号|賬號|帳號|账户|帳戶|戶口|保单|保單|病历|病歷|预约|預約|预订|預訂|卡|工资|積分|积分|号|號))",
            rf"工[号號][:：是 ]*\d+[，, ]?的?({any_of}{given}?{typical})(?=[，,。、！的说說态態服处處解帮幫很超真特太耐热熱专專细細一在不没沒给給把接]|非常|[为為][您你]|$)",
            rf"(?<=[跟和与與同])({sure}{typical})(?=一起|一同|一块|一塊|约|約|俩|倆)",
            rf"本人({sure}{given}{{1,2}})(?=[\s，,；;。：:（(、于於在系係是因为為现現已确確声聲同投承要想向持有住曾今昨委授从從申购購乘搭办辦没沒收]|女士|先生|小姐|身[份分]|$)",
            rf"(?:部|处|處|科|组|組|室|店|公司|中心|团队|團隊)[ \u3000]+((?:{double}|{any_of}){given}{{1,2}})(?=[。.！!\s]*$|[，,])",
        )  # fmt: skip
        # one of these letters stands in what each of them finds
        gates = (
            "是敝係", "叫", "上启啟敬留", "致礼禮祺好", "。！？!?；;~～)）\n", "呼姓名", "叫是", "系絡繫找给給", "姓", "—-", "收", "收",
            "家妈媽爸母父爷爺奶监監先老妻丈儿兒女友事助秘邻鄰室代太", "姓", "姓", "姓", "查取领領收退改", "号號", "跟和与與同", "本", "部处處科组組室店司心队隊",
        )  # fmt: skip
        self.whole = Gated(zip(gates, whole, strict=True))
        nick = f"[{''.join(sorted(self.letters.strong | self.letters.typical))}胖满滿坤昆娣肥细細黑光宝寶虎牛石鱼魚丸球强強]"
        self.nick = re.compile(f"[小老阿]{nick}(?={self.letters.on.pattern})")
        strong = "".join(sorted(self.letters.strong))
        # one class of letters stands first, which is what `re` is quick to look for
        self.brother = re.compile(
            f"[{''.join(sorted(self.letters.strong | self.letters.typical))}]"
            r"(?:(?<![阿小大老帅帥表堂二三四五六七八九十学學师師空房的外])(?=(?:哥|姐|叔|嫂|婶|嬸|太|伯)(?:[^\u4e00-\u9fff]|$|[話话唔同佢没沒投打住想人说說很超特真态態的上来來不也在回帮幫给給把烤做卖賣开開走教煮炒]|[你您]好))"
            rf"|(?<=[{strong}])(?<![施高手人义志])(?=工(?:[^\u4e00-\u9fff]|$|[給给来來回說说联聯确確]|上[门門]|[检檢]查|[维維]修|人[很真]|很|非常|技[术術]|昨天|今天))"
            rf"|(?<=[{strong}])(?=媽媽|妈妈|爸爸|太太|伯伯|奶奶|爷爷|爺爺))"
        )
        self.common = re.compile(f"{sure}(?={typical}{{2}})")
        self.alone = re.compile(
            rf"({typical}{{2}})(?:(?<![\u4e00-\u9fff]..)|(?<=[跟和与與找给給对對是的请請叫家位个個让讓被由问問服员員士手师師傅长長工理嘅该該]..)|(?<=叫[做作]..))"
        )
        listed = f"(?:{sure}{typical}{given}|{sure}{given}?{typical})"
        letters = "".join(sorted(self.letters.typical))
        last = "".join(sorted(self.letters.typical | (self.letters.wide - frozenset("一二三大同道守本中原特"))))
        rare = f"[{''.join(sorted(self.letters.every))}][小{letters}][{last}]"
        self.behind = re.compile(
            rf"(?:医生|醫生|医师|醫師|护理师|護理師|护士|護士|先生|小姐|女士|老师|老師)?[、，, \u3000]?[和跟及與与、]? ?({listed})(?=[、，,。！\s）)]|[和跟及與与等]|$|两位|兩位|二位|夫[妇婦妻]|一起|一同|[俩倆]|(?:{titles}))(?<![、，, ]方便)"
            rf"|[、和跟及與与]({rare})(?={self.letters.on.pattern})"
        )
        self.ahead = re.compile(
            rf"(?:[^\u4e00-\u9fff]|^|[和跟及與与])({listed})(?:、|和|及|與|与| )$|(?:[^\u4e00-\u9fff]|^|[和跟及與与把将將])({rare})(?:、|和|及|與|与|跟)$"
        )
        latin = "$"
        labels_of_people = either(
            "发型师 髮型師 造型师 造型師 理发师 理髮師 美甲师 美甲師 美容师 美容師 美睫师 美睫師 技师 技師 设计师 設計師 教练 教練 私教 老师 老師 導師 导师 护士 護士 護理師 护理师 柜姐 櫃姐 柜哥 櫃哥 业务 業務 经理 經理 主管 店长 店長 同事 朋友 室友 老公 老婆 男友 女友 太太 先生 儿子 兒子 女儿 女兒 助教 外教 顾问 顧問 管家 领队 領隊 导游 導遊".split()
        )
        # (what stands before a word in Latin letters, to its end; how sure it is)
        self.capital = re.compile(f"(?<![{LETTER}])[{UPPER}]")
        self.latin = (
            (re.compile(rf"(?:我叫做?|我的名字是|我名字是|名叫|叫做|英文名字?(?:是|叫)?|(?<=[位个個名])叫|[他她]叫|我[是係系][个個]?|(?:{labels})(?:是|为|為|叫|係|[:：])*|[\u4e00-\u9fff][人者员員][:：]|名)[ :：]?{latin}"), Need.SURE),
            (re.compile(rf"(?:(?:{roles})(?:叫|是|的)?|叫|找|请|請|感[谢謝]|[谢謝]{{2}}|跟|和|同|位|[转轉]告|[给給]|俾|畀|你好|您好|哈[喽囉]|你[哋们們]|[問问])[，, ]?{latin}"), Need.LIKELY),
        )  # fmt: skip
        # words that no list knows are names only behind these: a barista's, no firm's
        self.latin_new = re.compile(rf"(?:指定|名片上?[写寫]的?是?|[认認][准準]|(?:{labels_of_people})(?:是|叫)?)$")
        self.latin_capitals = re.compile(
            r"(?:乘客|旅客|[\u4e00-\u9fff][人者]|拼音|英文(?:姓名|名字?)?|姓名|名字?|[护護]照|[应應](?:该|該)?[是为為係])(?:是|为|為|係|[:：, ])*([A-Z]{2,}(?:,? [A-Z]{2,}(?:-[A-Z]+)?|-[A-Z]{2,}|/[A-Z]{2,}){1,3})(?![A-Za-z0-9])"
        )

    def before(self, text: str, start: int) -> tuple[Need, bool] | None:
        """How sure what stands before `start` is that a name begins there, and whether the sentence must then go on."""
        if not start:
            return None
        is_changed = text[start - 1] in "写寫改填变變" and text[start] in "成向"
        if is_changed or text[start - 1 : start + 1] in self.not_pairs:
            return None
        head = text[max(0, start - 12) : start]
        for word, need, must_end in self.cues.get(head[-1], ()):
            if head.endswith(word):
                return need, must_end
        if head[-1] not in _JOIN_ENDS:
            return None
        joined = _JOINS.sub("", head)
        if joined and joined != head:
            for word, _, _ in self.cues.get(joined[-1], ()):
                if joined.endswith(word) and word in self.labels:
                    return Need.SURE, False
                if joined.endswith(word) and word in self.staff:
                    return Need.LIKELY, True
        return None

    def calls(self, text: str, start: int, *, is_ah: bool) -> bool:
        """True where a nickname may stand: after a role, kin, 跟, 找; 阿强 also after a comma and 在."""
        head = text[max(0, start - 8) : start].removesuffix("是")
        if is_ah and start and text[start - 1] in "在和與与給给被是，,：":
            return True
        is_apart = (
            text[start + 1] in self.letters.strong
            and not han.is_han(text[start + 2 : start + 3])
            and head[-1:] in ("，", ",", "！", "。")
        )
        return is_apart or (bool(head) and (head[-1] == "叫" or head.endswith(self.people.get(head[-1], ()))))

    def stands_alone(self, text: str, start: int) -> bool:
        """True where no word goes on before `start`, or a role or kin stands there."""
        if not start or not "\u4e00" <= text[start - 1] <= "\u9fff":
            return True
        if text[max(0, start - 2) : start] in self.letters.ahead:
            return True
        return text[max(0, start - 8) : start].endswith(self.beside.get(text[start - 1], ()))


def _behind(letters: str, words: frozenset[str], many: int) -> str:
    """A pattern that holds `many` letters behind the beginning of a clause, one of `letters`, or one of `words` of two."""
    gap, last = "." * many, "".join(sorted({one[-1] for one in words}))
    return f"(?:(?<![\u4e00-\u9fff]{gap})|(?<=[{letters}]{gap})|(?<=[{last}]{gap})(?<=(?:{either(words)}){gap}))"


def _may_title(titles: list[str]) -> re.Pattern[str]:
    """A pattern for what a text must have where a family name stands before a title: a letter that begins one, and another's end."""
    long = {*titles, *(f"大{one}" for one in "哥姐叔妈媽爷爺伯嫂"), "协理", "協理", "襄理"}
    long = {one for one in long if len(one) > 1}
    return re.compile(f"[{''.join(sorted({one[0] for one in long}))}](?:{begin(one[1:] for one in long)})")


def _rare_titled(letters: han.Letters, titles: str) -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    """For a rare family name before a title: a pattern, and the letters that it may stand behind. One that begins few words is
    told by the title, any other where the person is talked to or described."""
    rare = letters.every - letters.strong
    clean = "".join(sorted(rare & frozenset(lists("names_zh")["seldom_surnames"]) - frozenset(TITLE_WORDS)))
    other = "".join(sorted(rare - frozenset(_TITLE_LITTLE)))
    said = r"[，,：: ]*(?:[您你]好)|[，,：:](?=[您你请請麻感谢謝我])|[：:]?$|人[很真好超]|很|真|特别|特別|超|说|說|态|態|修|教|讲|講|帮|幫|做|焊|处理|處理"
    elder = "大[哥姐叔妈媽爷爺伯嫂]"
    return (
        (
            re.compile(f"[{clean}](?={elder}|(?:{titles}))"),
            frozenset(
                "谢謝找叫请請跟和位任导導文语語英的爱敬愛让讓给給是由被诉訴转轉烦煩络絡系繫报報扬揚赞讚换換约約问問司店"
            ),
        ),
        (
            re.compile(
                f"[{''.join(sorted(letters.strong))}](?=[导導队隊工](?:[讲講带帶说說您你，,：:、很人特真好态態辛答安]))|[{''.join(sorted(letters.strong))}](?=[协協襄]理)"
            ),
            frozenset("的是找叫请請跟和谢謝让讓由给給按照经經问問"),
        ),
        (
            re.compile(f"[{other}](?=(?:{elder}|{either(lists('names')['titles_zh'])})(?:{said})|[总總工][，,])"),
            frozenset("的司店们們位"),
        ),
        (  # of these most words go on otherwise before a title of one person
            re.compile(
                "[費费車车關关項项成包池盛景麥麦練路](?=先生|小姐|女士|太太|師傅|师傅|醫[生師]|医[生师]|經理|经理|老師|老师)"
            ),
            frozenset("谢謝找叫请請跟和位给給由被問问"),
        ),
    )


def _by_last_letter(new: dict[str, Any]) -> dict[str, tuple[tuple[str, Need, bool], ...]]:
    """What stands before a name, with how sure it is, by its last letter; the longest and surest first."""
    cues = dict.fromkeys((*new["labels"], *new["kin"], *new["roles"], *_LIKELY), (Need.LIKELY, True))
    cues |= dict.fromkeys(new["kin"], (Need.SURE, True))
    cues |= {word: (Need.SURE, True) for word in new["labels"] if word[-1] in "人名者头頭主"}
    cues |= dict.fromkeys(_SURE, (Need.SURE, False))
    made: dict[str, list[tuple[str, Need, bool]]] = {}
    for word, (need, must_end) in sorted(cues.items(), key=lambda one: (-one[1][0], -len(one[0]), one[0])):
        made.setdefault(word[-1], []).append((word, need, must_end))
    return {last: tuple(some) for last, some in made.items()}


@cache
def cues() -> Cues:
    """The one Cues."""
    return Cues()
