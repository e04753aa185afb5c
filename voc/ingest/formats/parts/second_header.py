"""A second header row: below the questions it says what each column holds, an option or how the question was answered.

    Respondent ID, Start Date, How did it go?
    ,            , Open-Ended Response

For: survey tools that write one, and tables of no known tool. Not for: what the options mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_ENDED = (
    r"(?:开放|開放|开放式|開放式|自由)(?:式|性)?(?:的)?(?:回答|回复|回覆|答复|答覆|回应|回應)|"
    r"offene (?:beantwortung|antwort)|réponse (?:ouverte|libre)|respuesta (?:de texto )?abierta|resposta aberta|"
    r"risposta aperta|open(?:-ended)? antwoord|open reactie|otwarta odpowiedź|öppet svar|自由回答|주관식 응답"
)
OPEN = re.compile(
    rf"^(?:open.?ended response|comments?|.*\bcomments?\)?:?|{_ENDED}|.*请说明.*|.*請說明.*)$", re.IGNORECASE
)
OPEN_ENDED = re.compile(rf"(?:open.?ended response|{_ENDED})$", re.IGNORECASE)
RESPONSE = re.compile(
    r"^(?:response|回答|回复|回覆|答复|答覆|回应|回應|réponse|respuesta|resposta|risposta|antwort|antwoord|reactie|odpowiedź|"
    r"svar|回答内容|응답)$",
    re.IGNORECASE,
)


def is_second(rows: Sequence[Mapping[str, str | None]], always: Sequence[str]) -> bool:
    """Whether the first of `rows` is a second header: it says how questions were answered, and nothing in the columns of
    `always`, ids and times, one of which every other row fills."""
    if len(rows) < 2 or not always or any(rows[0].get(name) for name in always):
        return False
    says = any(
        OPEN_ENDED.match(cell) or RESPONSE.match(cell) for one in rows[0].values() if (cell := (one or "").strip())
    )
    return says and any(all(row.get(name) for row in rows[1:]) for name in always)
