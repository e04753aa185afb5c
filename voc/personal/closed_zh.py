"""Chinese names in places that are closed on both sides, where a rare family name and any given name may stand: a field of a form,
我叫车想。, the answer to 请问您叫什么名字, a line that signs or greets, 贝师傅 at the beginning of a clause.

For: `names_zh`. Not for: names that one side alone tells; see `cues_zh` and `around_zh`; nor which letters are a name, see
`whole_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal import han
from voc.personal.around_zh import by_last
from voc.personal.closed import nobody
from voc.personal.lexicon import lexicon
from voc.personal.mark import Look
from voc.personal.whole_zh import Whole, whole
from voc.personal.words import Gated, lists

_H = rf"[{han.HAN}]"
_DOTTED = rf"{_H}{{1,6}}(?:·{_H}{{1,7}})+"
_MARK = r"(?=[ \u3000]*(?:$|[\n，,。．.；;！!？?、|｜（(）)【】\[\]\t/]|[+\d<]))"
_ASKS = "姓名|名字|大名|贵姓|貴姓|称呼|稱呼|哪位|边位|邊位|叫什么|叫什麼|叫甚麼|怎么叫|名是|人是"
_PERSON = "先生|女士|小姐|太太|夫人"
_TITLES = f"{_PERSON}|经理|經理|师傅|師傅|老师|老師|主任|大夫|医[生师]|醫[生師]|护士长?|護士長?|护理师|護理師|店长|店長|队长|隊長|警官|阿姨|律师|律師|同学|同學|教授|院长|院長|总(?=[答说您你,，:：])|總(?=[答說您你,，:：])|生(?=[你您]好)"
_NEXT = "[电電][话話]|手[机機]|[邮郵][箱件]|地址|日期|[联聯][系絡络繫]|微信|[Tt][Ee][Ll]|[Ee]-?[Mm]ail|QQ|LINE|[^\\n]{0,10}(?:部|科|室|公司|经理|經理|主管|总监|總監|专员|專員|工程师|工程師|主任|助理|秘书|秘書|董事|顾问|顧問)\\n"
_CLOSE = "此致|敬礼|敬禮|祝好|祝安|商祺|安好|安康|顺利|順利|愉快|谢谢|謝謝|感谢|感謝|盼复|盼覆|望回复|望回覆|请回复|請回覆|请回覆|致意|顺颂|順頌|顺祝|順祝"
_LETTER_ENDS = "好祺安利快谢謝复覆意颂頌祝礼禮致康"
# What stands before a name that a sentence ends or goes on behind; and only at the beginning of a clause.
_CALLED = (
    "我叫 我名叫 名叫 他叫 她叫 位叫 个叫 個叫 的叫 字叫 叫做 名字是 名字係 名是 全名是 本名是 "
    "子叫 人叫 傅叫 生叫 士叫 哥叫 姐叫 理叫 员叫 員叫 婆叫 公叫 友叫 女叫 儿叫 兒叫 师叫 師叫 服叫 妈叫 媽叫 爸叫 请问是 請問是 收件人是 您是 你是"
).split()
_ME = "我是 我就是 我係 本人 敝人 本人是 本人叫".split()
_ROLES = (
    "业主 業主 患者 家长 家長 司机 司機 乘客 旅客 店员 店員 柜员 櫃員 收银员 收銀員 配送员 快递员 客服 护士 護士 医生 醫生 顾问 顧問 户主 戶主 挂号人 掛號人"
).split()
_GREETS = ("您好", "你好", "喂", "嗯")
_OPENS = ("让", "讓", "谢谢", "謝謝", "感谢", "感謝", "物业的", "物業的", "好的")
_CLAUSE = frozenset("\n，,。；;！!？?：:、“")
_HELLO = frozenset("hi hello dear hey".split())
_ROBOTS = frozenset("小爱 小愛 小度 小艺 小藝 小冰 小布 小米 小鹏 小鵬 小天 小程 小时 小時 小高 小通 小安".split())


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of such names."""
    text, letters, known = look.text, look.letters, _known()
    yield from _behind(text, known)
    if not letters.isdisjoint(":：=】]"):
        yield from _fields(text, known)
        if not letters.isdisjoint("姓名称稱位叫人"):
            for pattern in (known.answer, known.asked):
                for match in pattern.finditer(text):
                    if known.whole.is_name(match.group(1), is_sure=True):
                        yield match.span(1)
    if "姓" in letters:
        for pattern in (known.parts, known.family, known.both):
            for match in pattern.finditer(text):
                yield from (match.span(group) for group in range(1, pattern.groups + 1))
    is_greeted = "好" in letters and ("你好" in text or "您好" in text)
    for pattern in (
        *known.lines.of(letters),
        *((known.greeted,) if is_greeted or "尊" in letters else ()),
        *((known.called_at,) if look.is_long else ()),
    ):
        for match in pattern.finditer(text):
            group = match.lastindex or 1
            if known.whole.is_name(match.group(group), is_sure=False):
                yield match.span(group)
    if (is_greeted and look.words) or not look.words.isdisjoint(_HELLO):
        yield from _latin(text, known)
    if not letters.isdisjoint("帮幫") and not letters.isdisjoint("小老"):
        for match in known.helper.finditer(text):
            if match.group() not in _ROBOTS:
                yield match.span(1)
    yield from _titled(text, known)


def _behind(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """Names behind 我叫, 我是 and a role, that end where the clause does."""
    for match in known.behind.finditer(text):
        start, last = match.start(1), text[match.start()]
        head = text[max(0, start - 8) : start]
        called, me, roles = known.called.get(last, ()), known.me.get(last, ()), known.roles.get(last, ())
        is_me = head.endswith(me) if me else False
        if called and head.endswith(called):
            is_name = known.whole.is_name(match.group(1), is_sure=False)
        elif is_me or (roles and head.endswith(roles)):
            cue = next(one for one in (me if is_me else roles) if head.endswith(one))
            before = head[: -len(cue)]
            is_apart = not before or not han.is_han(before[-1]) or before.endswith((*_GREETS, "的"))
            is_name = is_apart and known.whole.is_name(match.group(1), is_sure=False)
            is_name = is_name and (is_me or known.whole.is_usual(match.group(1)))
        else:
            continue
        if is_name:
            yield match.span(1)


def _fields(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """Values of fields whose label is one of a person: 姓名：, 【收件人】, 寄："""
    for match in known.field.finditer(text):
        head = text[max(0, match.start() - 8) : match.start()].rstrip(" ")
        labels = known.labels.get(head[-1:], ())
        label = next((one for one in labels if head.endswith(one)), "")
        before = head[: -len(label)] if label else head
        is_person = bool(label) and (head[-1] in "人名者" or not before or not han.is_han(before[-1]))
        if is_person and known.whole.is_name(match.group(1), is_sure=True):
            yield match.span(1)
            then = known.then.match(text, match.end(1))  # 入住人：白洁，花莉
            if then and known.whole.is_name(then.group(1), is_sure=False):
                yield then.span(1)


def _titled(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """A family name or a name between the beginning of a clause and a title."""
    for match in known.title.finditer(text):
        end = match.start()
        start = end
        while end - start < 4 and start and (han.is_han(text[start - 1]) or text[start - 1] == "·"):
            start -= 1
        if start == end:
            continue
        is_apart = end - start < 4 and (not start or text[start - 1] in _CLAUSE)
        opened = text.endswith(_OPENS, 0, end - 1)
        if (is_apart and end - start == 1) or opened:
            if known.whole.may_be_titled(text, end - 1):
                yield end - 1, end
        elif is_apart and _is_before_title(text, start, end, known):
            yield start, end


def _is_before_title(text: str, start: int, end: int, known: _Known) -> bool:
    """Whether the letters from `start` to a title are a name as a whole: of 宿管齐阿姨 and 经倪律师 the last is the name."""
    if text[start] in han.letters().little or not known.whole.is_name(text[start:end], is_sure=False):
        return False
    return text[end - 1] not in han.letters().strong or known.whole.is_typical(text[start + 1 : end])


def _latin(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """Momo你好, Hi Wing，"""
    for match in known.latin.finditer(text):
        group = match.lastindex or 1
        key = match.group(group).lower()
        is_word = key in lexicon().ordinary and key not in lexicon().weak
        if key not in lexicon().things and not is_word and key not in nobody():
            yield match.span(group)


class _Known:
    """The patterns."""

    def __init__(self) -> None:
        new = lists("names_zh")
        self.whole: Whole = whole()
        self.called, self.me, self.roles = by_last(_CALLED), by_last(_ME), by_last(_ROLES)
        self.labels = by_last(
            {
                *new["labels"],
                *"姓名 名字 户名 戶名 抬头 抬頭 人 医生 醫生 医师 醫師 护士 護士 司机 司機 老师 老師 经手 經手 签名 簽名 寄 收 购买方 購買方 就诊 就診".split(),
            }
        )
        cues = (*_CALLED, *_ME, *_ROLES)
        last, before = ("".join(sorted({one[at] for one in cues})) for at in (-1, -2))
        name = rf"({_H}{{2,4}}|{_DOTTED})"
        goes = r"的(?:乘客|旅客|客服|店[员員]|小姐|先生|女士|人)|然[后後]|那[个個]|[电電]话|身[份分][证證]|我[想要]|啊|哈|于|於|和|[吗嗎]|先生|女士|小姐|本人"
        self.behind = re.compile(
            rf"[{last}](?<=[{before}].)(?=({_H}{{2,3}}|{_H}{{4}}|{_DOTTED})(?:[，,。；;、！!？?\s]|$|{goes}))"
        )
        self.field = re.compile(rf"[】\]:：=]+ ?{name}{_MARK}")
        self.then = re.compile(rf"[，,、/ ]{name}(?=\n|$|[，,。])")
        turn = r"[^\n]{0,14}(?:\n+[^\n:：]{1,8}[:：]|\n{3,}) ?"  # line breaks for who speaks: see asked
        self.answer = re.compile(
            rf"(?:{_ASKS}){turn}(?:[嗯呃啊哦]|好的?|您好|你好|[，, ])*(?:我是|我叫|叫|是|我|姓|免[贵貴]姓)?{name}(?=[，,。！!；;]|\s*\n|\s*$|先生|女士|小姐|那)"
        )
        self.asked = re.compile(rf"(?:{_ASKS}){turn}(?:我是|我叫|是|我)({_H})(?=先生|女士|小姐|太太)")
        self.parts = re.compile(
            rf"(?:^|(?<=[\n，,；;]))姓[:：] ?({_H}{{1,2}})[ ，,；;]*\n? ?名[:：] ?({_H}{{1,3}})(?=[\n，,；; ]|$)"
        )
        self.both = re.compile(rf"姓{_H}{{1,2}}叫({_H}{{2,3}})(?=[，,。\s]|$|然[后後]|那[个個]|[电電]话|啊)")
        # a family name alone, which any letter may be: 姓火。
        self.family = re.compile(
            rf"(?:[:：] ?姓|免[贵貴]姓|(?<=[，,好嗯喂\n ])我姓)({_H})(?=好的|[昨今前]天|上次|[刚剛]才|之前|先生|女士|小姐|[，,。！!]|\s*\n|\s*$)"
        )
        begins = r"(?:^|(?<=\n))[ \u3000]*"
        self.lines = Gated((
            ("\n", rf"{begins}{name}[ \u3000]*(?=\n+[ \u3000]*(?:{_NEXT}|[+（(]?\d{{3}}|\d{{1,2}}[/月.-]\d{{1,2}}|\d{{4}}年))"),
            ("|", rf"{begins}{name}(?= ?\|[^\n]*(?:@|\d{{4}}))"),
            ("\n", rf"[{_LETTER_ENDS}][，,。！!～~ ]*\n+[ \u3000]*(?<={_H}\n){name}[ \u3000]*(?=$|\n|敬上|敬[启啟]|[谨謹]上)"),
            ("\n", rf"(?:{_CLOSE})[，,。！!～~ ]*\n+[ \u3000]*{name}[ \u3000]*(?=$|\n|敬上|敬[启啟]|[谨謹]上)"),
            ("—-", rf"(?:^|(?<=[\n。！!]))[ \u3000]*(?:——|--|—) ?{name}(?=\s*$)"),
            ("\n", rf"\n(?:[您你]的)?(?:客户|客戶|顾客|顧客|用户|用戶|投[诉訴]人)[:： ]{name}(?=[ \u3000]*(?:$|\n|敬[启啟上]))"),
            ("\n", rf"{begins}(?:致|尊敬的|[亲親][爱愛]的)?{name}(?=(?:{_PERSON})?[：:]\s*\n)"),
        ))  # fmt: skip
        self.called_at = re.compile(rf"[。！!]{name}(?= ?[+\d<][\d ()-]{{6,}}\d\s*$)")
        self.greeted = re.compile(
            rf"(?:^|(?<=[\n。！!]))(?:致|尊敬的|[亲親][爱愛]的)?{name}(?=(?:{_PERSON})?[，, ]?[您你]好)|尊敬的{name}(?={_PERSON})"
        )
        self.latin = re.compile(
            r"(?:^|(?<=[\n。！!，,]))(?:(?:Hi|Hello|Dear|Hey|HI)[ ，,]+)([A-Z][a-z]{1,11})(?=[，,])|(?:^|(?<=[\n。！!，,]))([A-Z][a-z]{1,11})(?= ?[你您]好)"
        )
        helper = "".join(sorted(self.whole.every - frozenset("公婆友乡家")))
        self.helper = re.compile(
            rf"[小老](?:(?<=[，,。！!\n].)|(?<![^\n].)|(?<![\s\S].))([{helper}])(?=(?:帮|幫)(?:我|忙))"
        )
        self.title = re.compile(f"(?:{_TITLES})")


@cache
def _known() -> _Known:
    return _Known()
