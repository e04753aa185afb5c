"""A small made-up run with a finding of every verdict, for the tests of the report.

For: test_report and looking at a report while one works on it. Not for: checking that findings are true; every number
here is invented, and nothing was classified.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from voc import metrics as measures
from voc import tables
from voc.report.inputs import Inputs

FIRST = datetime.date(2026, 6, 1)
DAYS = 182
LAST = FIRST + datetime.timedelta(days=DAYS - 1)
ONSET = datetime.date(2026, 11, 2)
ONSET_EVE = ONSET - datetime.timedelta(days=1)
MOVES = {"cart_abandonment": 0.092, "return_rate": 0.116, "fcr": -0.074}
SHOWN = ("cart_abandonment", "return_rate", "fcr", "csat", "ces", "nps", "queue_wait")

TOPICS = {
    "wait_time": ("Waiting time", "等待时间", "等候時間"),
    "repetition": ("Having to repeat", "重复说明", "重複說明"),
    "staff_attitude": ("Staff attitude", "服务态度", "服務態度"),
    "checkout_friction": ("Checkout friction", "结账障碍", "結帳障礙"),
    "price_billing": ("Price and billing", "价格与收费", "價格與收費"),
    "delivery": ("Delivery", "交付与准时", "交付與準時"),
    "product_quality": ("Product quality", "产品质量", "產品品質"),
    "returns_refunds": ("Returns and refunds", "退换与退款", "退換與退款"),
}

# text with the evidence in [ ]: language, topic, sentiment, channel
SAID = (
    ("en", "checkout_friction", "negative", "web",
     "Tried three times to pay and the [coupon box empties the basket]. I gave up."),
    ("en", "checkout_friction", "negative", "survey",
     "The [payment page keeps reloading] on my phone, card details gone every time."),
    ("zh-Hans", "checkout_friction", "negative", "web", "付款页面[一直转圈]，换了两张卡都不行，最后没买。"),
    ("zh-Hant", "checkout_friction", "negative", "chat", "結帳要[重新登入兩次]，購物車還被清空，只好放棄。"),
    ("en", "product_quality", "negative", "web", "The Summit coat is warm but the [zip broke on day two]."),
    ("zh-Hans", "product_quality", "negative", "survey", "Summit 大衣[拉链两天就坏了]，只能退货。"),
    ("en", "staff_attitude", "negative", "voice", "She [sighed at me] when I asked about the refund, then hung up."),
    ("zh-Hant", "staff_attitude", "negative", "voice", "客服[口氣很差]，一直打斷我說話。"),
    ("en", "wait_time", "negative", "voice", "I was on hold for [twenty-six minutes] just to change an address."),
    ("zh-Hans", "repetition", "negative", "chat", "机器人转人工之后，[同样的问题又问了一遍]。"),
    ("en", "delivery", "positive", "survey", "[Arrived a day early] and the driver messaged ahead. Lovely."),
    ("zh-Hans", "delivery", "positive", "web", "这次[送货特别快]，包装也完好。"),
    ("en", "price_billing", "negative", "email", "Charged [twice for one order], please sort this."),
    ("en", "returns_refunds", "neutral", "email", "[How long does a refund take]?"),
)  # fmt: skip


def inputs(**changed: Any) -> Inputs:
    """The whole made-up run; a table given by name takes the place of the made-up one."""
    return replace(_made(), **changed)


@cache
def _made() -> Inputs:
    feedback, mentions = comments()
    made: dict[str, Any] = {
        "project": "Acme Shop",
        "shifts": shifts(),
        "explanations": explanations(feedback, mentions),
        "series": series(),
        "mentions": mentions,
        "opinions": opinions(feedback, mentions),
        "feedback": feedback,
        "links": links(feedback),
        "matches": frame(
            "matches",
            [
                {"left_table": "feedback", "right_table": "sessions", "key": "session_id", "n": 702, "matched": 655},
                {"left_table": "feedback", "right_table": "orders", "key": "order_id", "n": 24, "matched": 20},
            ],
        ),
        "rejected": frame(
            "rejected",
            [{"file": "/somewhere/feedback.csv", "row": row, "reason": "score_out_of_scale"} for row in (4, 9, 17)],
        ),
        "events": frame("events", []),
        "metrics": {name: one for name, one in measures.builtin().items() if name in SHOWN},
        "taxonomy": taxonomy(TOPICS),
        "run": {
            "versions": {"voc": "0.1.0", "python": "3.11"},
            "seed": 7,
            "seconds": {"ingest": 1.23},
            "project": {"timezone": "Europe/London", "model": "phrases", "since": None},
            "files": [
                {
                    "file": "/somewhere/feedback.csv",
                    "reader": "csv",
                    "rows_read": 723,
                    "rows_kept": 720,
                    "sha256": "ab" * 32,
                }
            ],
            "metrics": [{"id": "nps", "value": "score"}],
        },
        "timezone": "Europe/London",
    }
    return Inputs(**made)


def frame(table: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows as the table of that name; absent columns are empty, others are carried along."""
    names = list(tables.ALL[table].names)
    more = [name for name in (rows[0] if rows else {}) if name not in names]
    return pd.DataFrame(rows, columns=[*names, *more]).astype(object).where(lambda cells: cells.notna(), None)


def taxonomy(topics: dict[str, tuple[str, str, str]]) -> Any:
    """Topics by id and their three names, as the report reads them."""
    langs = ("en", "zh-Hans", "zh-Hant")
    return SimpleNamespace(
        topics=tuple(
            SimpleNamespace(id=one, name=dict(zip(langs, names, strict=True))) for one, names in topics.items()
        )
    )


def comments(n: int = 720, langs: tuple[str, ...] = ("en", "zh-Hans", "zh-Hant")) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`n` comments over the whole time and their mentions; more about the checkout from the onset on."""
    chance = np.random.default_rng(7)
    told = [one for one in SAID if one[0] in langs]
    feedback, mentions = [], []
    for i in range(n):
        day = FIRST + datetime.timedelta(days=i * DAYS // n)
        weights = np.array([3.0 if day >= ONSET and one[1] == "checkout_friction" else 1.0 for one in told])
        lang, topic, feeling, channel, text = told[chance.choice(len(told), p=weights / weights.sum())]
        key = f"F-{20000 + i}"
        start, end = text.index("["), text.index("]") - 1
        feedback.append(
            {
                "feedback_id": key,
                "created_at": pd.Timestamp(day, tz="UTC") + pd.Timedelta(hours=9 + i % 9, minutes=i % 60),
                "text": text.replace("[", "").replace("]", ""),
                "score": float(1 + i % 3 if feeling == "negative" else 5),
                "score_type": "csat",
                "lang": lang,
                "channel": channel,
                "masks": [],
                "is_duplicate": False,
                "device": "mobile_web" if i % 3 else "desktop",
            }
        )
        mentions.append(
            {
                "feedback_id": key,
                "topic": topic,
                "sentiment": feeling,
                "confidence": 0.9,
                "start": start,
                "end": end,
                "tagger": "phrases",
            }
        )
    return frame("feedback", feedback), frame("mentions", mentions)


def opinions(feedback: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """What each comment says as a whole: as its one mention does."""
    rows = mentions.merge(feedback[["feedback_id", "lang"]], on="feedback_id")
    return frame(
        "opinions",
        [
            {
                "feedback_id": row["feedback_id"],
                "lang": row["lang"],
                "sentiment": row["sentiment"],
                "topics": [row["topic"]],
            }
            for row in rows.to_dict("records")
        ],
    )


def links(feedback: pd.DataFrame) -> pd.DataFrame:
    """Eleven of twelve comments hang on a visit."""
    ids = [key for i, key in enumerate(feedback["feedback_id"]) if i % 12]
    return frame(
        "links",
        [
            {"feedback_id": key, "population": "sessions", "record_id": f"S-{key}", "how": "key", "confidence": 1.0}
            for key in ids
        ],
    )


def series(metrics: tuple[str, ...] = SHOWN, days: int = DAYS) -> pd.DataFrame:
    """Daily rows for every metric, by device; the cart is left more often on phones from the onset on."""
    chance = np.random.default_rng(11)
    level = {
        "cart_abandonment": 0.62,
        "return_rate": 0.11,
        "fcr": 0.74,
        "csat": 0.79,
        "ces": 5.6,
        "nps": 31,
        "queue_wait": 250,
    }
    rows = []
    for metric in metrics:
        for back in range(days - 1, -1, -1):
            day = LAST - datetime.timedelta(days=back)
            for device, product, queue in (("mobile_web", "Summit coat", "returns"), ("desktop", "boots", "orders")):
                n = int(chance.integers(60, 90))
                mean, is_share = level[metric], level[metric] < 1
                if device == "mobile_web" and day >= ONSET:
                    mean += MOVES.get(metric, 0.0)
                if is_share:
                    total = float(chance.binomial(n, mean))
                    sumsq = total
                else:
                    values = chance.normal(mean, abs(mean) / 3, n)
                    total, sumsq = float(values.sum()), float((values**2).sum())
                rows.append(
                    {
                        "metric": metric,
                        "population": "sessions",
                        "period": day,
                        "n": n,
                        "total": total,
                        "sumsq": sumsq,
                        "device": device,
                        "product": product,
                        "queue": queue,
                    }
                )
    return pd.DataFrame(rows).assign(topic=None)


def shift(number: int, metric: str, verdict: str, **more: Any) -> dict[str, Any]:
    """One row of `shifts`; what is not given is quiet and complete."""
    row: dict[str, Any] = {
        "shift_id": f"F{number}", "metric": metric, "kind": "step", "direction": "up",
        "onset": ONSET, "onset_lo": ONSET - datetime.timedelta(days=1), "onset_hi": ONSET + datetime.timedelta(days=1),
        "before_from": datetime.date(2026, 8, 10), "before_to": ONSET_EVE, "after_to": LAST, "segment": "{}", "runner_up": None,
        "p_shift": 0.0004, "verdict": verdict, "grade": None, "reasons": [], "rivals": [],
        "response_rate_before": 0.041, "response_rate_after": 0.043, "link_rate": 0.93,
        "placebo_dates": 0, "placebo_dates_tried": 20, "placebo_topics": 1, "placebo_topics_tried": 7,
        "n_before": 16210, "n_after": 8600, "segment_n_before": 5230, "segment_n_after": 2790,
        "n_records": 24810, "n_feedback": 466, "n_linked": 428, "n_audit": 0,
    }  # fmt: skip
    return row | more


def spread(name: str, est: float, half: float) -> dict[str, float]:
    """The three columns of an estimate."""
    return {f"{name}_est": est, f"{name}_lo": est - half, f"{name}_hi": est + half}


def shifts() -> pd.DataFrame:
    """Six findings: three explained, one each unexplained, mix and artifact."""
    nothing = {"mix_est": 0.001, "mix_lo": -0.002, "mix_hi": 0.004, **spread("unexplained", 0.3, 0.2)}
    rows = [
        shift(1, "cart_abandonment", "explained", grade="B", segment=json.dumps({"device": "mobile_web"}),
              runner_up=json.dumps({"device": "desktop"}),
              reasons=["no_audit", "record_link_agrees"], 
              rivals=["event: release 8.2 2026-11-01", "unmeasured_segment"],
              before=0.621, after=0.668, segment_before=0.6187, segment_after=0.7113,
              **spread("delta_overall", 0.047, 0.01), **spread("delta_segment", 0.0926, 0.0143), **nothing),
        shift(2, "return_rate", "explained", grade="C", segment=json.dumps({"product": "Summit coat"}),
              reasons=["no_audit", "record_link_agrees"], rivals=["season"],
              before=0.112, after=0.121, segment_before=0.097, segment_after=0.213,
              **spread("delta_overall", 0.009, 0.004), **spread("delta_segment", 0.116, 0.031), **nothing),
        shift(3, "fcr", "explained", grade="C", direction="down", segment=json.dumps({"queue": "returns"}),
              reasons=["audit_used: 200", "record_link_absent"], rivals=["other_topic: returns_refunds"],
              before=0.742, after=0.731, segment_before=0.739, segment_after=0.665, n_audit=200,
              **spread("delta_overall", -0.011, 0.006), **spread("delta_segment", -0.074, 0.028), **nothing),
        shift(4, "queue_wait", "unexplained", grade="D", reasons=["no_topic", "no_contrast"],
              rivals=["response_selection"], before=251.0, after=302.0, segment_before=251.0, segment_after=302.0,
              **spread("delta_overall", 51.0, 18.0), **spread("delta_segment", 51.0, 18.0), **nothing),
        shift(5, "csat", "mix", direction="down", reasons=["mix_explains"], before=0.791, after=0.768,
              segment_before=0.791, segment_after=0.768, **spread("delta_overall", -0.023, 0.009),
              **spread("mix", -0.021, 0.006), **spread("delta_segment", -0.023, 0.009),
              **spread("unexplained", 0.1, 0.2)),
        shift(6, "nps", "artifact", direction="down",
              reasons=["response_rate_changed: 0.041 -> 0.122", "collection_start: channel=survey 2026-11-02"],
              before=31.0, after=24.0, segment_before=31.0, segment_after=24.0,
              **spread("delta_overall", -7.0, 3.0), **spread("delta_segment", -7.0, 3.0), **nothing),
    ]  # fmt: skip
    return frame("shifts", rows)


def explanations(feedback: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """The drivers of the explained findings, and topics that were tried and failed."""

    def row(shift_id: str, topic: str, is_driver: bool, accounted: float, half: float, **more: Any) -> dict[str, Any]:
        late = mentions[mentions["topic"] == topic]["feedback_id"].iloc[::-1]
        told: dict[str, Any] = {
            "shift_id": shift_id, "topic": topic, "is_driver": is_driver, "share_before": 0.143, "share_after": 0.318,
            **spread("share_change", 0.171, 0.06), "raw_share_change": 0.175, **spread("gap", 0.31, 0.08),
            **spread("accounted", accounted, half), "p_value": 0.0001, "q_value": 0.002, "lag_days": 1,
            "correction": "none", "gap_method": "aipw", "link_level": "record", "evidence": list(late[:12]),
            "n_topic_before": 61, "n_comments_before": 427, "n_topic": 118, "n_comments": 371, "n_counter": 9,
            "reasons": [],
        }  # fmt: skip
        return told | more

    rows = [
        row("F1", "checkout_friction", True, 0.53, 0.13),
        row("F1", "price_billing", True, 0.14, 0.08, share_before=0.05, share_after=0.08, n_topic=31, q_value=0.03),
        row("F1", "wait_time", False, 0.02, 0.1, reasons=["q"]),
        row("F2", "product_quality", True, 0.71, 0.2, n_topic=41, n_comments=96, lag_days=6),
        row("F3", "staff_attitude", True, 0.36, 0.21, n_topic=22, n_comments=88, link_level="segment", lag_days=0),
        *(row("F4", topic, False, 0.0, 0.2, reasons=["q"]) for topic in TOPICS),
    ]
    return frame("explanations", rows)


if __name__ == "__main__":
    import sys
    from pathlib import Path

    from voc.report import write

    write.reports(inputs(), Path(sys.argv[1]), *sys.argv[2:3])
