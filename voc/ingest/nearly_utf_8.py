"""Whether bytes that are no UTF-8 are UTF-8 with a fault in them: `is_so(data)`.

For: `encoding`, where lines do not tell: a document of one line has a good and a bad character in the same one. Not for:
where the fault is.
"""

from __future__ import annotations

import re

_WHOLE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BEYOND = re.compile(rb"[\x80-\xff]+")
_LOOKED_AT = 1 << 20
_LEAST = 4  # characters; fewer come about in the pages of a language
_FOR_EACH = 3  # stretches that are UTF-8 to the last byte for one that is not


def is_so(data: bytes) -> bool:
    """Whether stretches beyond ASCII are UTF-8 far more often than not. In GBK or Big5 a stretch of four bytes is so by
    chance once in hundreds of times, and an accent of a western page stands alone."""
    stretches = _BEYOND.findall(data[:_LOOKED_AT])
    whole = [one for one in stretches if not _WHOLE.sub(b"", one)]
    return len(whole) >= _LEAST and len(whole) >= _FOR_EACH * (len(stretches) - len(whole))
