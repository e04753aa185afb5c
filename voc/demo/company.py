"""Northfell / 北岭 / 北嶺: where it sells, what it sells and who answers, as plain constants.

For: the other modules of the demo. Not for: rates that change from day to day (they stand beside the record
they belong to) or words (they are in `data/demo_texts/`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST_DAY = date(2026, 3, 1)
DAYS = 184

LANGUAGES = ("en", "zh-Hans", "zh-Hant")


@dataclass(frozen=True)
class Region:
    """A market: its share of business, language, currency and price level, and hours ahead of London."""

    id: str
    share: float
    lang: str
    currency: str
    price: float
    hours_ahead: int


REGIONS = (
    Region("UK", 0.33, "en", "GBP", 1.0, 0),
    Region("US", 0.17, "en", "USD", 1.3, -5),
    Region("CN", 0.30, "zh-Hans", "CNY", 8.8, 7),
    Region("TW", 0.12, "zh-Hant", "TWD", 40.0, 7),
    Region("HK", 0.08, "zh-Hant", "HKD", 9.9, 7),
)
LANG_OF = {region.id: region.lang for region in REGIONS}


@dataclass(frozen=True)
class Product:
    """One article: its share of orders, price in pence, what customers call it, and words that do not suit it."""

    id: str
    share: float
    price: int
    called: tuple[str, str, str]
    unsuited: tuple[str, ...] = ()


_NO_ARMS = ("sleeve", "shoulders", "袖", "肩")
_NO_ZIP = (*_NO_ARMS, "Zip", "popper", "Pockets", "拉链", "拉鍊", "扣", "釦", "口袋")
_NO_CLOTH = (*_NO_ZIP, "wash", "fabric", "Bobbles", "soft", "起", "料", "洗", "布", "dry all day", "没湿", "沒濕")
PRODUCTS = (
    Product("Summit coat", 0.20, 18900, ("coat", "外套", "外套")),
    Product("Fell jacket", 0.15, 12900, ("jacket", "夹克", "夾克")),
    Product("Tarn rain shell", 0.12, 9900, ("rain jacket", "冲锋衣", "防水外套")),
    Product("Ridge trousers", 0.13, 6900, ("trousers", "登山裤", "登山褲"), _NO_ARMS),
    Product("Cairn boots", 0.12, 13900, ("boots", "登山靴", "登山鞋"), _NO_CLOTH),
    Product("Beck fleece", 0.11, 5900, ("fleece", "抓绒衣", "刷毛衣")),
    Product("Dale base layer", 0.09, 3900, ("base layer", "打底衫", "排汗衣"), _NO_ZIP[4:]),
    Product("Gill gloves", 0.08, 2900, ("gloves", "手套", "手套"), _NO_ZIP),
)
PRODUCT = {product.id: product for product in PRODUCTS}

DEVICES = {"mobile_web": 0.48, "desktop": 0.32, "app": 0.20}


@dataclass(frozen=True)
class Agent:
    """One of the service team: the queues they answer, and the name customers use."""

    id: str
    name: str
    team: str
    queues: tuple[str, ...]
    started_at: date


QUEUES = {"orders": 0.30, "delivery": 0.28, "returns": 0.25, "product": 0.17}
TALKER = "A17"
AGENTS = (
    Agent("A01", "Priya", "orders", ("orders",), date(2023, 5, 2)),
    Agent("A02", "Tom", "orders", ("orders",), date(2024, 1, 15)),
    Agent("A03", "Jing", "orders", ("orders", "product"), date(2022, 9, 1)),
    Agent("A04", "Alan", "returns", ("returns",), date(2022, 3, 7)),
    Agent("A05", "Sam", "delivery", ("delivery",), date(2025, 2, 3)),
    Agent("A06", "Yuting", "delivery", ("delivery",), date(2023, 11, 20)),
    Agent("A07", "Grace", "delivery", ("delivery",), date(2024, 6, 10)),
    Agent("A08", "Wei", "product", ("product",), date(2021, 10, 4)),
    Agent("A09", "Ben", "returns", ("returns",), date(2024, 8, 19)),
    Agent("A10", "Carmen", "product", ("product", "orders"), date(2025, 9, 8)),
)
TALKER_NAME = "Dorian"
# From the day the new colleague takes the returns desk, its former team helps out here.
MOVED = {"A04": "orders", "A09": "delivery"}


@dataclass(frozen=True)
class Event:
    """A line of events.csv; days are counted from the first day of a world of `DAYS` days."""

    name: str
    first: int
    last: int | None = None
    cause: str = ""


STRIKE = Event("Carrier strike", 141, 147)
EVENTS = (
    Event("Spring campaign: 10 % off base layers", 18, 24),
    Event("Shop release 26.04: new product photos", 44),
    Event("Easter rota on the service desk", 33, 37),
    Event("Shop release 26.05: faster search", 71),
    Event("Shop release 26.06: new address form", 106, cause="address"),
    Event("Summer sale", 95, 104),
    Event("Returns desk: Dorian takes over from Alan and Ben", 127, cause="talker"),
    STRIKE,
    Event("Shop release 26.08: size guide", 160),
)
