"""What people are called in Chinese by those who know them: 小王, 老李, 阿芳, 大刘, 容姐, 强哥, 圆圆.

For: `names_zh`. Not for: whole names, or a family name before a title; see `around_zh` and `names_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal import around_zh, han
from voc.personal.mark import Look
from voc.personal.words import begin, either, lists

_FIRST = frozenset("小老阿大二哥姐叔嫂婶嬸伯姨爷爺")
# Behind these words of one letter somebody may be named.
_FUNCTION = frozenset("该該过過是由让讓被请請跟和找叫给給与與同问問听聽等对對把谢謝替陪托約约喊嗌搵畀俾喺係")
_KIN = "哥姐叔嫂婶嬸伯姨爷爺"
# 空姐, 表哥, 月嫂, 的哥: nobody's.
_NO_KIN = "阿小大老帅帥表堂二三四五六七八九十学學师師空的外月军軍警海航港民可男女公干乾姑舅"
_NO_KIN_BEHIND = f"(?![妹们們俩倆夫父母妈媽太弟儿兒大{_KIN}])"
# Said twice, and nobody's name: 常常, 天天.
_TWICE = frozenset(
    "姗姗 姍姍 鼎鼎 常常 好好 慢慢 天天 刚刚 剛剛 偏偏 悄悄 渐渐 漸漸 默默 纷纷 紛紛 频频 頻頻 往往 处处 處處 时时 時時 每每 种种 種種 个个 個個 人人 家家 多多 少少 大大 小小 高高 白白 明明 远远 遠遠 早早 仅仅 僅僅 稍稍 整整 牢牢 "
    "轻轻 輕輕 静静 靜靜 冷冷 淡淡 深深 久久 连连 連連 统统 統統 通通 谢谢 謝謝 看看 说说 說說 问问 問問 试试 試試 等等 聊聊 想想 听听 聽聽 讲讲 講講 走走 笑笑 妈妈 媽媽 爸爸 哥哥 姐姐 弟弟 妹妹 奶奶 爷爷 爺爺 叔叔 "
    "伯伯 姑姑 舅舅 公公 婆婆 太太 宝宝 寶寶 满满 滿滿 洋洋 匆匆 屡屡 屢屢 迟迟 遲遲 一一 样样 樣樣 件件 口口 句句 津津 头头 頭頭 斤斤 念念 苦苦 死死 狠狠 仔仔 星星 狗狗 猫猫 貓貓 清清 香香 甜甜 暖暖 温温 美美 快快 紧紧 緊緊 "
    "红红 紅紅 黑黑 黄黄 黃黃 绿绿 綠綠 青青 蓝蓝 藍藍 新新 旧旧 多多 来来 來來 去去 年年 月月 日日 朝朝 暮暮 生生 活活 恰恰 仅仅 乖乖 安安 平平 方方 正正 实实 真真 本本 彬彬 堂堂 巧巧 亮亮 元元 金金 步步 事事 心心 花花 果果 "
    "能能 会会 飘飘 飄飄 翩翩 楚楚 孜孜 欣欣 济济 嘟嘟 呵呵 哈哈 嘻嘻 拜拜 点点 點點 丝丝 絲絲 隐隐 隱隱 层层 層層 重重 条条 條條 碌碌 朗朗 光光 源源 滔滔 茫茫 全全 靠靠".split()
)
# Of these, those that children and colleagues are called by: right behind a kin or a role they may be.
_TWICE_TOO = frozenset("甜甜 暖暖 楚楚 花花 果果 安安 亮亮 巧巧 元元 欣欣 多多 美美 朗朗 洋洋 青青 星星 清清 香香".split())
_MORE_TWICE = frozenset("暖豆圆圓糖妞蛋毛琪朵乐樂点點丸米饭贝貝萌")
_MINE = re.compile("(?:我家|我们家|我們家|叫我|叫|负责我们的|負責我們的|同事|闺蜜|閨蜜)$")
_DOES = frozenset("包煮炒熬炖燉烧燒蒸切腌醃捏缝縫绣繡洗扫掃擦种種养養唱跳画畫念拍煎炸烘焙剪染烫燙按揉少装裝搬扛抬钉釘焊拧擰漏领領陪") 
_ASKED = tuple("跟找问問过過叫请請让讓给給和")
_TIMES = frozenset("天时時候次后後午上")  # 搬家那天老李..., 早上小王...
# 我叫小姐来 is no introduction.
_NOBODY = frozenset("小姐 小二 小哥 小妹 小弟 小费 小費 小时 小時 小车 小車 小菜 小吃 小份 小孩 老板 老闆 老师 老師 老公 老婆 老妈 老媽 老爸 老人 阿姨 阿伯 阿婆 阿公 小编 小編 小朋 小心 小店 老大".split())
_FIRMS = frozenset("小米 小红 小紅 小爱 小愛 小度 小艺 小布 小冰 小鹏 小牛 小熊 小天 阿里 阿迪 老板 老闆 老师 老師 小编 小編 小助 小号 小號 小店 小二 小沃 小黄 小黃 小象 小鸟 小猪 小豬 小饿 小红 老罗 阿姨".split())
_STALL = "店|摊|攤|铺|鋪|小吃|餐|面|麵|菜|手艺|手藝|服务|服務|态度|態度|电话|電話|微信|摊子|攤子|档|檔|糖水|豆腐|肉|饭|飯|早|车|車|家|肠粉|腸粉|凉皮|涼皮|包子|饺子|餃子|水果|烧烤|燒烤|滷味|卤味|粥|汤|湯|茶|课|課|班|号|號|客户|客戶|单|單"


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of nicknames."""
    if look.letters.isdisjoint(_FIRST):
        twice_only = True
    else:
        twice_only = False
    known, text = _known(), look.text
    if not twice_only:
        for match in known.small.finditer(text):
            if known.is_small(text, match.start(), match.end()):
                yield match.span()
        for match in known.kin.finditer(text):
            start = known.kin_start(text, match.start())
            if start is None:
                continue
            before = _before(text, start)
            called = text[start : match.start()]
            if before == 2 or (
                before and called in known.usual_kin and not known.is_word(text, start) and known.goes(text, match.end())
            ):
                yield start, match.start()
    for match in known.western.finditer(text) if not look.letters.isdisjoint(known.western_first) else ():
        is_titled = known.letters.title.match(text, match.end()) is not None
        before = _before(text, match.start())
        if (before == 2 and known.goes(text, match.end())) or (before and is_titled):
            yield match.span()
    for match in known.twice.finditer(text):
        said = match.group()
        if said in _TWICE and said not in _TWICE_TOO:
            continue
        if text.startswith(("妈妈", "媽媽", "爸爸", "妈咪", "麻麻"), match.end()) and _before(text, match.start()):
            yield match.span()
            continue
        head = text[max(0, match.start() - around_zh.LONGEST) : match.start()]
        if (_before(text, match.start()) == 2 or _MINE.search(head)) and known.goes(text, match.end()):
            yield match.span()


def _before(text: str, start: int) -> int:
    """2 behind a role or kin, 1 where a clause begins or a word like 跟 stands, else 0."""
    if not start or not han.is_han(text[start - 1]):
        return 1
    if text[start - 2 : start] == "叫我" or (text[start - 1] == "了" and text[start - 2 : start - 1] in tuple("问問找叫约約换換听聽让讓")):
        return 1
    if around_zh.is_told(text, start):
        return 2
    return int(text[start - 1] in _FUNCTION or text[start - 2 : start] in ("里的", "裡的", "边的", "邊的", "电的", "電的"))


class _Known:
    """The patterns."""

    def __init__(self) -> None:
        letters = han.letters()
        self.letters = letters
        work = lists("work_zh")
        any_of = "".join(sorted(letters.any_surname | letters.typical | frozenset(work["wide"]) | frozenset("胖肥细細黑球蛋鹿冰布昆淘妹仔标標")))
        self.small = re.compile(f"[小老阿](?<=(?:我叫|叫我|都叫).)[\u4e00-\u9fff](?![\u4e00-\u9fff])|[小老阿大二](?:[{any_of}](?:[头頭](?=[的说說开開帮幫在送修做来來也很真人给給])|[哥姐叔](?!{_KIN}))?)")
        self.kin = re.compile(f"(?<=[{''.join(sorted(letters.every | letters.typical | letters.single | frozenset('胖肥瘦')))}])[{_KIN}]{_NO_KIN_BEHIND}")
        self.usual_kin = (letters.strong | letters.typical | (letters.every - frozenset("全都由于於和向从從与與同来來别別能有那后後应應当當会會时時多为為对對使令将將既而则則且本可以在这這明日天年月相须須经經终終原过過即已再更最越通帅帥空公老男女干舍師师学學國国")) | {one * 2 for one in letters.typical}) - frozenset("给帮可台成当真先有是能应時时在和")
        self.twice = re.compile(f"([{''.join(sorted(letters.typical | _MORE_TWICE))}])\\1")
        western = lists("names_zh")["western"].split()
        self.western_first = frozenset(word[0] for word in western)
        self.western = re.compile(f"[{''.join(sorted(self.western_first))}](?:{either(word[1:] for word in western)})(?<={either(word for word in western if len(word) == 2)})|{either(word for word in western if len(word) > 2)}")
        self.deeds = re.compile(begin(word for word in work["deeds"].split() if len(word) > 1) + "|说|說|是我[见見遇]|约|約|很(?:专|專|好|热|熱|耐|细|細|有|负|負|贴|貼|亲|親|用|客)|人[很真好超]|把我|把餐|服|修|教|送[来來到货貨餐]|开[的车車]|開[的車]")
        self.stall = re.compile(f"[的家](?:{_STALL})|家[的里裡开開]|开的|開的|一个人|一個人|的(?=[\u4e00-\u9fff]{{0,4}}(?:{_STALL}))")
        self.soft = frozenset(
            word for word in letters.nicknames if len(word) == 2 and word[1] in letters.strong
        ) - frozenset("小康 小石 小龙 小龍 小熊 小牛 小毛 小麥 小于 小江 老龙 老龍 老汤 老湯 老石 老庄 老方 小管 小孔 小蓝 小藍 小黄 小黃 老顾 老顧 小梅".split()) | frozenset("小白 小方 小丁 小石 小高 小金 小万 小萬 阿嬌 阿娇 阿蓮 阿莲 阿兰 阿蘭 阿波 阿布 小江 小龙 小龍 小毛".split())
        self.seldom = frozenset(around_zh.clean()) - letters.strong
        self.hard = tuple(word for word in letters.nicknames if word not in self.soft)
        self.big = frozenset("大家 大方 大学 大學 大同 大连 大連 大雪 大明 大华 大華 大安 大江 大海 大成 大全 大金 大千 大陆 大陸 大唐 大麦 大麥 大石 大白 大毛 大熊 大段 大小 大宝 大寶 大龙 大龍 大众 大眾 大关 大關 大包 大车 大車 大路 大汤 大湯 大黄 大黃 大夏 大马 大馬 大韩 大韓 大康 大庞 大宋 大庄 大莊 大钱 大錢 大万 大萬 大牛 大梁 大厨 大乔 大卫 大衛 大盛 大房 大费 大費 大爱 大愛 大叶 大葉 大秦 大文 大田 大方 大武 大吕 大古 大项 大項 大巫 大名 大楼 大樓".split())

    def kin_start(self, text: str, end: int) -> int | None:
        """Where 强 of 强哥 and 芳芳 of 芳芳姐 begin, the 哥 at `end`; None for 空姐 and 表哥."""
        if text[end - 1] in _NO_KIN or text[end - 1] in _KIN:
            return None
        return end - 2 if text[end - 2 : end - 1] == text[end - 1] else end - 1

    def is_small(self, text: str, start: int, end: int) -> bool:
        """Whether 小王 and the like at [start, end) is somebody."""
        said = text[start : start + 2]
        first, letter = said
        if text[start - 1 : start] in tuple("@＠") and self.letters.end.match(text, end):
            return said not in _FIRMS and text[start] != "大"
        if text[max(0, start - 2) : start] in ("我叫", "叫我", "都叫") and self.letters.end.match(text, end):
            return text[start : start + 2] not in _NOBODY
        if text[start + 1] in "张張段包章" and text[end : end + 1] == "的":
            return self.stall.match(text, end) is not None
        if text.startswith(self.hard, start) or self.is_word(text, start + 1):
            return False
        if text[start - 1 : start] in tuple("“「『") and self.letters.end.match(text, end):
            return letter in self.letters.strong or said[0] == "阿"
        does = self.deeds.match(text, end) is not None
        before = _before(text, start) or int(
            text[start - 1] in "的嘅" and said not in self.soft and (letter in self.letters.strong or first == "阿" and letter in self.letters.typical)
        )
        if not before and not (text[start - 1] in _TIMES and (does or self.stall.match(text, end))):
            return False
        if first in "大二":
            return said not in self.big and letter in self.letters.typical | self.letters.strong and (
                (before == 2 and self.goes(text, end)) or (letter in self.letters.strong and does) or self.letters.title.match(text, end) is not None and letter in self.letters.strong | self.letters.single)  # fmt: skip
        if said in self.soft:
            return does or (first == "阿" and self.stall.match(text, end) is not None) or (first == "阿" and text[start - 2 : start] == "叫我") or (
                text[start - 1 : start] in tuple("跟找叫约約问問") and self.goes(text, end)
            ) or (before == 2 and self.goes(text, end))  # fmt: skip
        if before == 2 and (does or (letter in self.letters.typical or letter in self.letters.strong) and self.goes(text, end)):
            return True
        if first == "阿" and does:
            return True
        if letter in self.seldom and text[start - 1 : start] in _ASKED and self.goes(text, end):
            return True
        is_usual = letter in self.letters.strong or (first == "阿" and letter in self.letters.typical)
        if is_usual:
            return does or self.goes(text, end)
        if text[start - 1 : start] in tuple("叫喊") and text[max(0, start - 2) : start] in ("我叫", "叫我", "都叫", "人叫") or text[max(0, start - 2) : start] == "叫我":
            return self.letters.end.match(text, end) is not None or text.startswith(("就行", "就好", "吧"), end)
        return does and letter in self.letters.typical

    def is_word(self, text: str, start: int) -> bool:
        """True where a word begins at `start`: 老胡同; 老马来了 is none."""
        return self.letters.begins_word(text, start) and text[start : start + 2] not in ("马来", "馬來")

    def goes(self, text: str, end: int) -> bool:
        """Whether the sentence ends or goes on at `end` as it does behind somebody's name."""
        letters = self.letters
        return letters.on.match(text, end) is not None or text[end] in around_zh.goes() or text[end] in _DOES or letters.title.match(text, end) is not None or self.stall.match(text, end) is not None


@cache
def _known() -> _Known:
    return _Known()
