"""Chinese names between two words that leave room for nobody else: 感谢易荣的耐心, 让胡磊接电话, 请问是丁伟本人吗, 给皮杰点赞; who a
letter greets and who signs it.

For: `names_zh`. Not for: names told by what stands on one side alone; see `cues_zh` and `around_zh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.personal.chinese import han
from voc.personal.chinese.around_zh import by_last
from voc.personal.mark import Look
from voc.personal.words import Gated, lists

_DO = "接|办|辦|帮|幫|处理|處理|负责|負責|答应|答應|承诺|承諾|保证|保證|接待|经手|經手|说的|說的|告诉|告訴|介绍|介紹|推荐|推薦|服务|服務|安排"
_ASKED = "接[听聽]?[电電]|[听聽][电電]|[回给給].{0,3}[电電]|回[个個复覆]|[给給]我|联系|聯[系絡]|聯絡|[过過]来|[过過]來|出[来來]|处理|處理|解[释釋]"
_TOLD = "[，,。！!；;、\\s）)]|$"
_SIGNS = "敬礼|敬禮|祝好|商祺|此致|[顺順]利|安好|安康|平安|愉快|[谢謝]{2}|感[谢謝]|多[谢謝]|致意|台安|[万萬]福"
_NEXT = "(?:[电電][话話]|手[机機]|[邮郵]箱|地址|日期|[联聯]|微信|[Tt]el|QQ|LINE)"
_NUMBER = r"(?:\+?\d[\d ()-]{6,}|[\w.+-]+@|\d{4}[-年/]|\d{1,2}[/月.]\d{1,2}|[（(]?0\d)"


def find(look: Look) -> Iterator[tuple[int, int]]:
    """The spans of such names."""
    text, known = look.text, _known()
    for match in known.behind.finditer(text):
        start, end = match.span()
        if end - start == 3 and han.runs_on(text, end):  # 医师龙萍解|说得清楚
            end -= 1
        head = text[max(0, start - 8) : start]
        if head.endswith(known.ends[head[-1]]) and known.is_name(text, start, end):
            yield start, end
    for slots, is_loose in ((known.slots, False), (known.loose, True)):
        for pattern in slots.of(look.letters):
            for match in pattern.finditer(text):
                group = match.lastindex or 1
                start, end = match.span(group)
                if end - start == 3 and han.runs_on(text, end):  # 感谢贺勇解|说的
                    end -= 1
                if (
                    is_loose
                    and text[start] not in known.letters.strong
                    and text[start : start + 2] not in known.letters.double
                ):
                    continue
                if known.is_name(text, start, end):
                    yield start, end


class _Known:
    """The patterns."""

    def __init__(self) -> None:
        old, new, work = lists("names"), lists("names_zh"), lists("work_zh")
        letters = han.letters()
        self.letters = letters
        self.some = letters.typical | letters.wide | letters.single | letters.strict | letters.surnames | {"想"}
        self.roles = frozenset({*work["roles"].split(), *new["roles"], *new["kin"]})
        given = (
            rf"[^\W\d_A-Za-z{re.escape(old['not_given'].replace('想', ''))}]"  # 李想: between two words it is no verb
        )
        family = letters.family(letters.every)
        name = rf"({family}{given}{{1,2}})"
        lazy = rf"({family}{given}{{1,2}}?)"
        self.ends = by_last(one for one in {*work["roles"].split(), *new["roles"]} - set(new["kin"]) if len(one) > 1)
        last = re.escape("".join(sorted(self.ends)))
        behind = letters.family(letters.strong, f"(?<=[{last}].)")
        self.behind = re.compile(
            rf"{behind}{given}{{1,2}}?(?=[亲親]自|剪|[很真超挺太]|特[别別]|[态態]度|非常|[，,。！!]|$|发的|發的|拖|反映|[来來][电電]|[讲講]|一直|[对對]|[给給]|把|[说說]|在|也|都|[总總]|[帮幫]|回|[处處]理|[热熱]情|有耐心|耐心)"
        )
        begins = "(?:^|(?<=\n)|(?<=[。！!]))[ \u3000]*"
        self.slots = Gated((
            ("谢謝扬揚诉訴夸誇称稱", rf"(?:感[谢謝]|多[谢謝]|[谢謝]{{2}}|表[扬揚]|[称稱][赞讚]|投[诉訴]|点[赞讚]|[夸誇])(?:一下|下|了)?{lazy}(?=的(?:耐心|帮|幫|解|[热熱]|服|支|[关關]|理|配|付|工|[专專]|[协協]|[态態]|[认認]|[细細]|照)|对我|對我|[给給]我|[帮幫]我|[，,。！!；;])"),
            ("赞讚评評星", rf"[给給]{lazy}(?=[点點按][个個]?大?[赞讚]|好[评評]|五星|[满滿]分|打(?:call|五星|[满滿]分))"),
            ("和跟与與同", rf"[和跟与與同]{lazy}(?=[通打][过過了]?[电電][话話]|[通联聯][过過了系絡络繫]|[沟溝]通[过過了]?|[聊谈談][过過了])"),
            ("本吗嗎", rf"(?:[请請][问問][您你]?|[您你])?是(?<![这這那不就也都还還可但于於只正总總要])是?{lazy}(?=本人|(?<=[^\W\d_A-Za-z]{{2}})[吗嗎][？?])"),
            ("您你", rf"{begins}{lazy}(?=[，, ]?[您你]好[，,：:！!。 \n])"),
            ("致爱愛敬", rf"{begins}(?:致|[亲親][爱愛]的|尊敬的) ?{name}(?=[：:，,！!\n])"),
            ("礼禮好祺致利安康快谢謝意福", rf"(?:{_SIGNS})[，,。！!～~ ]*(?:\n+[ \u3000]*|(?<=[，,。！! ])){name}(?=[ \u3000]*(?:$|\n|[敬谨謹]上))"),
            ("—-", rf"(?:——|--|—) ?{name}(?=\s*$)"),
            ("\n", rf"(?:^|\n)[ \u3000]*{name}[ \u3000]*(?=\n[ \u3000]*(?:{_NEXT}|{_NUMBER}|[^\n]*[省市县縣区區路街号號][^\n]*\d))"),
            ("叫", rf"(?:好像|[应應][该該]|可能|[说說])是?叫{name}(?={_TOLD})"),
            ("】]", rf"[】\]] ?{lazy}(?=[：:])"),
            ("0123456789", rf"(?<!\d)(?:86[ -]?)?(?:1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}|09\d{{2}}-?\d{{3}}-?\d{{3}}) ?{name}(?=[，,。\n ]|$)"),
            ("、：:", rf"(?:乘客|旅客|人|[员員]|[宾賓])[：:] ?{family}{given}{{1,2}}、{name}(?=[，,、。\s]|$)|(?:乘客|旅客|人|[员員]|[宾賓])[：:] ?{name}(?=、{family})"),
        ))  # fmt: skip
        # what stands on one side is open: of these only common family names
        self.loose = Gated((
            ("次前才个個位天", rf"(?:上次|上回|之前|[刚剛]才|昨天|前天|那[个個位])(?:是|那[个個位])?{lazy}(?={_DO})"),
            ("和跟与與同", rf"[和跟与與同]{lazy}(?=[说說讲講反][了过過]?(?:也|都|好?几|好?幾|多次|[两兩三]次|[，,。]))"),
            ("让讓叫请請麻", rf"(?:[让讓叫请請]|麻[烦煩])(?!问|問){lazy}(?={_ASKED})"),
            ("找问問给給", rf"[找问問](?:[过過了]){lazy}(?=[、，,和])|打[给給]{lazy}(?={_TOLD})"),
        ))  # fmt: skip

    def is_name(self, text: str, start: int, end: int) -> bool:
        """Whether the letters are a family name and a given one, and begin no word."""
        letters = self.letters
        family = 2 if text[start : start + 2] in letters.double else 1
        given = text[start + family : end]
        if (
            not given
            or given in "生太总總工导導哥姐叔嫂"
            or text[start] == given[0]
            or text[start:end] in self.roles
            or given in letters.given_words
        ):
            return False
        if text[start:end] in letters.words.get(text[start], ()) and end - start > 2:
            return False  # 感谢张君雅 is said to a firm
        is_listed = given in letters.given and len(given) == 2  # 王子翔, though 王子 is a word
        if (not is_listed and letters.begins_word(text, start)) or letters.title.match(text, start + family):
            return False
        if family == 2 or given in letters.given:
            return True
        if text[start] in letters.little:
            return False
        if len(given) == 1:
            return given in (self.some if text[start] in letters.strong else letters.typical)
        return not self.some.isdisjoint(given) and (text[start] in letters.strong or letters.typical.issuperset(given))


@cache
def _known() -> _Known:
    return _Known()
