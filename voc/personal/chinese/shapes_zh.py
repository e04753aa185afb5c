"""Chinese names by the shape of what they stand in: signatures, 小王 and 石头哥 who do something, 寄给..., 姓王名..., Allen陈.

For: `names_zh`. Not for: names behind a role or a place of work (`around_zh`), nor before titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.chinese import han
from voc.personal.lexicon import fold, lexicon
from voc.personal.mark import Look
from voc.personal.words import Gated, either, lists

_SIGNED = "谨启|謹啟|謹启|谨啟|敬启|敬啟|敬上|谨上|謹上|拜上|顿首|頓首|鞠躬|亲笔|親筆"
_KIN = "哥姐叔伯嫂婶嬸"
# Who is no one: 小哥, 快递哥, 前台姐.
_NOBODY = "这這那哪个個位的我你您他她大小二三四五六七八九帅帥表堂学學师師空老好美女男靓靚亲親客房保洁潔阿前台店收快递遞外卖賣送货貨电電司机機骑騎高胖瘦人群家都也是有了很们們一两兩警水公车車工程码碼农農打酱醬油月乘导導服务務员員年轻輕就还還热熱每干乾戴短长長卷黑白光后後上下中右左邻鄰里隔壁楼樓管理宿舍食奶茶咖啡烧燒烤肉鱼魚面粉"
# Letters that names of other peoples are written with.
FOREIGN = (
    "卜杜赫阿布尔爾买買提古丽麗热熱合曼拉娜依汗木克力江姆巴图圖雅其格苏蘇日乌烏云雲仁朝鲁魯德吉卓玛瑪扎西次平措多杰傑旦增央金尼洛桑索朗罗羅达達娃丹才让讓嘎白斯赛賽凯凱孜迪亚亞努帕萨薩哈吐逊遜孙孫司马馬义義沙别叶葉兰蘭塔呼和那花珊敖"
    "登高特勒满滿都托娅婭莎伊艾米夏卡库庫赞贊旺堆普琼瓊顿頓珠贡貢觉覺加坚堅拥擁忠曲珍强強肉则則维維穆罕默玉素甫麦麥海奴吾宁寧居来來里裡藏青班松顺順毕畢道琪恩胡额額敦莫甘代"
)


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of names that stand before what is said of people, and of 小王, 老秦, 石头哥 who do something."""
    text = look.text
    known = _shapes()
    letters = known.letters
    for match in known.signed.finditer(text) if not look.letters.isdisjoint("敬谨謹拜顿頓鞠亲親") else ():
        yield match.span(1)
    if not look.letters.isdisjoint("小老阿"):
        for pattern in (known.nick, known.self):
            for match in pattern.finditer(text):
                if not text.startswith(known.letters.nicknames, match.start()):
                    yield match.span()
    if not look.letters.isdisjoint(_KIN):
        for match in known.brother.finditer(text):
            yield match.span(1)
    for match in known.mixed.finditer(text) if look.words else ():
        key = fold(match.group(2))
        if lexicon().is_listed(key) or key in lexicon().likely:
            yield match.span(1)
    for pattern in known.whole.of(look.letters):
        for match in pattern.finditer(text):
            group = match.lastindex or 1
            if not letters.given_words.intersection((match.group(group)[-2:], match.group(group))):
                yield match.span(group)
    if "名下" in text:
        for match in known.owned.finditer(text):
            yield match.span(1)
    if not look.words.isdisjoint(("sir", "miss")):
        for match in known.sir.finditer(text):
            yield match.span()


class _Shapes:
    """The patterns."""

    def __init__(self) -> None:
        old, work = lists("names"), lists("work_zh")
        self.letters = han.letters()
        clean = "".join(sorted(self.letters.clean))
        h = r"[\u4e00-\u9fff]"
        sure = self.letters.surname
        any_of = f"[{''.join(sorted(self.letters.every))}]"
        double, families = either(self.letters.double), "".join(sorted(self.letters.every))
        given = f"(?:(?![{re.escape(old['not_given'])}]){h})"
        typical = f"[{''.join(sorted(self.letters.typical))}]"
        strong = "".join(sorted(self.letters.strong))
        deeds = either(work["deeds"].split())
        self.signed = re.compile(
            rf"(?:^|(?<={h.replace('[', '[^')}))((?:{double}|[{families}]){given}{{1,2}})(?= ?(?:{_SIGNED})(?:[^\u4e00-\u9fff]|$))"
        )
        nick = f"[{''.join(sorted(self.letters.strong | self.letters.typical))}胖细細黑宝寶虎牛石丸球]"
        called = rf"(?:({typical})\2|{nick})"
        self.nick = re.compile(
            rf"([小老阿](?:(?<!{h}.)|(?<=[是由让讓被请請跟和的找叫员員师師係給给播佬主].)){called})(?={deeds})"
        )
        self.self = re.compile(
            rf"([小老阿](?:(?<=我[是係系叫].)|(?<=[里裡边邊度][是係].)){called})(?=[^\u4e00-\u9fff]|$)"
            rf"|(阿(?<=[员員师師佬陪工主].){h})(?={deeds})"
        )
        self.brother = re.compile(rf"(?<!{h})((?!{h}?(?:[{_NOBODY}]|[{_KIN}]{{2}})){h}{{1,2}}[{_KIN}])(?={deeds})")
        self.mixed = re.compile(
            rf"(?<![A-Za-z])(([A-Z][a-z]+) ?{sure})(?=[^\u4e00-\u9fff]|$|[敬谨謹上先小女太是话話说說]|[這这][里裡邊边])"
        )
        told = f"(?:{double}|[{clean}]){typical}{{2}}"
        # looked for only where the word stands
        self.owned = re.compile(rf"({told})(?=名下)")
        self.sir = re.compile(rf"((?:{double})|{any_of})(?= ?(?:[Ss]ir|SIR)(?![A-Za-z]))|(?<=Miss )({any_of})")
        pause = r"(?=[，,。！!？?；;、\s（(]|$)"
        inside = "".join(one for one in FOREIGN if one not in "和都来來让讓")  # words between two of them
        called = "我叫|我的名字[叫是]|客服|店[员員]|[护護]士|[医醫][生师師]|[销銷]售|[顾顧][问問]|[户戶]主|报修人|報修人|申[请請]人|收件人|收[货貨]人|寄件人|寄[给給]|发[给給]|發給|[转轉][给給]|司[机機]|[师師]傅|[骑騎]手|[乘旅]客|乘[机機]人|姓名|[联聯][系絡络]人|持卡人|入住人|[户戶]名"
        self.whole = Gated((
                ("姓", rf"(?<![百老])姓({any_of})名{given}{{1,2}}(?=[，,。；;、\s]|$)"),
                ("姓", rf"(?<![百老])姓{any_of}名({given}{{1,2}})(?=[，,。；;、\s]|$)"),
                ("叫收寄旅乘姓联聯持户戶发發转轉司师師骑騎客店护護医醫销銷顾顧报報申", rf"(?:{called})[：:是 ]?([{inside}]{{4,12}})(?:{pause}|(?=的|很|[态態]|也|和|服|一直|介|在))"),
                ("名称稱呼", rf"(?:[姓名全大]名字?|[称稱]呼)[^\n]{{0,6}}\n[^\n：:]{{1,6}}[：:] ?([{FOREIGN}]{{4,12}}){pause}"),
                ("@＠", rf"(?<=[@＠])({sure}小{h})(?=[^\u4e00-\u9fff]|$)"),
                ("—-", rf"(?:——|--)\s*({sure}{given}{{1,2}})(?=\s*(?:$|[，,]))"),
                ("阿", r"(阿(?!Sir|Miss)[A-Z][a-z]{1,8})(?![A-Za-z])"),
                ("称稱叫", rf"(?:自[称稱]|[个個位]叫|名叫)({any_of}{given}{{1,2}})的(?:人|男|女|客服|[专專][员員]|店[员員]|小姐|先生|女士|[师師]傅|阿姨|老[师師]|[骑騎]手|司[机機]|[经經]理|主管|[医醫]生|[护護]士)"),
                ("叫", rf"(?:的|客服|[师師]傅|小姐|先生|女士)叫((?:{double}|{any_of}){typical}{{1,2}})(?=[，,。；;]|$)"),
                ("。！!～~\n", rf"[。！!？?～~\n]\s*((?:{double}|[{clean}]){typical}{{2}})(?=\s*$)"),
                ("此敬", rf"(?:此致|敬[礼禮])[\s，,。！!]*((?:{double}|[{clean}]){given}{typical})(?=[\s，,]*(?:\d|$)|\s+先生)"),
                ("生", rf"^({sure}|[關关])(?=生[，,])"),
                ("生", rf"([{strong}])(?=生)(?:(?<!{h}.)|(?<=[机機东東户戶主客理师師傅员員搵同叫請请俾畀嘅位佬長长].))(?=生(?:[嘅話话同唔係系開开嚟喺俾畀打搵揸]|(?<=[机機东東户戶主客员員嘅].生)(?:[^\u4e00-\u9fff]|$)))"),
                ("生", rf"(?:(?<!{h}))({sure})(?=生[，, ]?[你您](?:好|嘅|[们們]))"),
        ))  # fmt: skip


@cache
def _shapes() -> _Shapes:
    return _Shapes()
