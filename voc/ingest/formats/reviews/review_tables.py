"""Reviews as tables: Judge.me's export, Amazon's report of feedback for a seller, and what people fetch from 京东 and Steam.

For: `formats`. Not for: the same as JSON (`review_portals`), nor tables under names of the user's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from voc.ingest.content import Content
from voc.ingest.formats.format import NOT_LIKE, Format, Head, Like
from voc.ingest.formats.parts import markup, responses
from voc.ingest.formats.parts.document import truth
from voc.ingest.formats.reviews import reviews, unwritten
from voc.ingest.raw import Raw
from voc.ingest.source import Score


@dataclass(frozen=True)
class Kind:
    """A table of reviews: heads of which one set must be there (as `reviews.keys` writes them), `marks` of which `least`
    must be there as well; `names` and `finish` as for `reviews.given`."""

    id: str
    title: str
    system: str
    needed: tuple[frozenset[str], ...]
    names: Mapping[str, str]
    marks: frozenset[str] = frozenset()
    least: int = 0
    score: Score | None = reviews.STARS
    channel: str = "web"
    timezone: str | None = None
    finish: Callable[[dict[str, Any]], str | None] | None = None


def _sets(*heads: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(one.split("|")) for one in heads)


def _spam(cells: dict[str, Any]) -> str | None:
    return "spam_review" if str(cells.get("curated") or "").lower() == "spam" else None


def _thumb(cells: dict[str, Any]) -> str | None:
    up = truth(cells.get("score"))
    cells["score"] = None if up is None else str(int(up))
    cells["text"] = markup.unbracketed(cells.get("text"))
    return None


def _answered(cells: dict[str, Any]) -> str | None:
    """The developer's words out of a dictionary as Python writes it."""
    found = re.search(r"""['"]body['"]\s*:\s*(['"])(.*?)\1\s*[,}]""", cells.get("reply") or "", re.DOTALL)
    cells["reply"] = found[2] if found else cells.get("reply")
    return None


KINDS = (
    Kind(
        "judgeme", "Judge.me reviews, CSV", "Judge.me, export of reviews",
        _sets("body|rating|review date"),
        {
            "review date": "created_at", "rating": "score", "title": "title", "body": "text",
            "reviewer email": "customer_id", "product id": "product", "product handle": "product_handle",
            "reply": "reply", "reply date": "replied_at",
            "curated": "curated", "source": "source_of_review", "location": "location", "reviewer name": reviews.LEFT,
            "ip address": reviews.LEFT, "picture urls": reviews.LEFT,
        }, _sets("curated|reviewer email|product handle|picture urls|metaobject handle|reviewer name")[0], 2,
        finish=_spam,
    ),
    Kind(
        "yotpo_table", "Yotpo reviews, CSV", "Yotpo, export and import of reviews",
        _sets("review content|review score"),
        {
            "review id": "feedback_id", "id": "feedback_id", "date": "created_at", "created at": "created_at",
            "review date": "created_at", "review creation date": "created_at", "review score": "score",
            "review title": "title", "review content": "text", "product id": "product", "email": "customer_id",
            "reviewer email": "customer_id", "order id": "order_id", "comment content": "reply",
            "comment created at": "replied_at", "display name": reviews.LEFT, "reviewer name": reviews.LEFT,
            "reviewer display name": reviews.LEFT,
        }, _sets("review title|display name|reviewer name|user type|reviewer type|product id|published|"
                 "comment content|comment public|sentiment score|appkey")[0], 2,
    ),
    Kind(
        "stamped_table", "Stamped reviews, CSV", "Stamped, export of reviews",
        _sets("review rating|review message"),
        {
            "review id": "feedback_id", "review date": "created_at", "review rating": "score", "review title": "title",
            "review message": "text", "review reply": "reply", "review reply date": "replied_at", "product id": "product",
            "order number": "order_id", "email": "customer_id", "author": reviews.LEFT,
        }, _sets("review id|review title|review date|review reply|product id|author")[0], 2,
    ),
    Kind(
        "reviews_io", "REVIEWS.io reviews, CSV", "REVIEWS.io, export of company and product reviews",
        _sets("store review id|rating|comments", "product review id|rating|comments", "product review id|rating|review"),
        {
            "store review id": "feedback_id", "product review id": "feedback_id", "date created": "created_at",
            "rating": "score", "title": "title", "comments": "text", "review": "text", "order id": "order_id",
            "reviewer email": "customer_id", "sku": "product", "replies": "reply", "reply": "reply",
            "reviewer first name": reviews.LEFT, "reviewer last name": reviews.LEFT, "reviewer name": reviews.LEFT,
        },
    ),
    Kind(
        "app_reviews_table", "Reviews of apps as a table", "AppFollow, Appbot and other tools that watch app stores",
        _sets(*(f"{score}|{words}|{version}" for score in ("rating", "stars", "star rating")
                for words in ("review", "content", "body", "review text", "text", "review body", "comment")
                for version in ("version", "app version", "version name", "app version name"))),
        {
            "review id": "feedback_id", "id": "feedback_id", "date": "created_at", "review date": "created_at",
            "created at": "created_at", "updated at": "updated_at", "rating": "score", "stars": "score",
            "star rating": "score", "title": "title", "subject": "title", "review title": "title", "review": "text",
            "content": "text", "body": "text", "review text": "text", "text": "text", "review body": "text",
            "comment": "text", "reply": "reply", "answer": "reply", "developer reply": "reply",
            "developer response": "reply", "reply text": "reply", "reply date": "replied_at",
            "version": "app_version", "app version": "app_version", "version name": "app_version",
            "app version name": "app_version",
            "author": reviews.LEFT, "user name": reviews.LEFT, "nickname": reviews.LEFT, "reviewer": reviews.LEFT,
        }, _sets("store|country|device|os version|app|app name|app id|translated review|reply|developer reply|author|"
                 "review id|language")[0], 3, channel="store",
    ),
    Kind(
        "amazon_seller_feedback", "Amazon seller feedback", "Amazon Seller Central, GET_SELLER_FEEDBACK_DATA",
        _sets("rating|comments|order id", "bewertung|kommentare|bestellnummer",
              "evaluation|commentaires|numéro de commande"),
        {
            "date": "created_at", "datum": "created_at", "rating": "score", "bewertung": "score", "evaluation": "score",
            "comments": "text", "kommentare": "text", "commentaires": "text", "your response": "reply",
            "response": "reply", "ihre antwort": "reply", "votre réponse": "reply", "order id": "order_id",
            "bestellnummer": "order_id", "numéro de commande": "order_id", "rater email": reviews.LEFT,
            "arrived on time": "arrived_on_time", "item as described": "item_as_described",
            "customer service": "customer_service", "rater role": "rater_role",
        }, _sets("your response|rater email|ihre antwort|votre réponse|arrived on time|rater role")[0], 1,
    ),
    Kind(
        "amazon_reviews_table", "Amazon reviews, fetched as a table", "Helium 10 and other tools that fetch Amazon reviews",
        _sets("rating|body|verified|helpful"),
        {
            "date": "created_at", "rating": "score", "title": "title", "body": "text", "variation": "variation",
            "verified": "is_verified", "author": reviews.LEFT,
        }, _sets("title|url|variation|images|videos|author")[0], 3,
    ),
    Kind(
        "amazon_reviews_set", "Amazon reviews, published sets", "SNAP, Fine Foods and Movies reviews as CSV",
        _sets("product id|user id|score|summary|text"),
        {
            "id": "feedback_id", "time": "created_at", "score": "score", "summary": "title", "text": "text",
            "product id": "product", "user id": "customer_id", "profile name": reviews.LEFT,
        }, _sets("profile name|helpfulness numerator|helpfulness denominator|time")[0], 2,
    ),
    Kind(
        "jd_table", "京东 reviews, fetched as a table", "tools that fetch 京东 comments as CSV or Excel",
        _sets("content"),
        {
            "id": "feedback_id", "creation time": "created_at", "score": "score", "content": "text",
            "nickname": reviews.LEFT, "user nickname": reviews.LEFT, "product color": "color", "product size": "size",
            "reference name": "product_name", "reference id": "product", "user level name": "level", "location": "place",
            "reference time": "bought_at",
        }, _sets("creation time|product color|product size|reference name|user level name|reference time|"
                 "useful vote count")[0], 2, timezone="Asia/Shanghai", finish=unwritten.finish,
    ),
    Kind(
        "steam_table", "Steam reviews, fetched as a table", "tools that fetch Steam reviews as CSV",
        _sets("review|voted up", "review|recommended"),
        {
            "recommendationid": "feedback_id", "review id": "feedback_id", "timestamp created": "created_at",
            "voted up": "score", "recommended": "score", "review": "text", "language": "review_language",
            "author.steamid": "customer_id", "author steamid": "customer_id", "steamid": "customer_id",
            "developer response": "reply",
        }, _sets("timestamp created|recommendationid|votes funny|weighted vote score|steam purchase|author.steamid|"
                 "written during early access")[0], 2, Score("thumbs", 0, 1), "store", finish=_thumb,
    ),
    Kind(
        "google_play_table", "Google Play reviews, fetched as a table", "google-play-scraper, as CSV or Excel",
        _sets("review id|content|score|at"),
        {
            "review id": "feedback_id", "at": "created_at", "score": "score", "content": "text",
            "reply content": "reply", "replied at": "replied_at", "app version": "app_version",
            "review created version": "review_version", "thumbs up count": "thumbs_up", "user name": reviews.LEFT,
            "user image": reviews.LEFT,
        }, _sets("thumbs up count|review created version|reply content|replied at|user image")[0], 2, channel="store",
    ),
    Kind(
        "app_store_table", "App Store reviews, fetched as a table", "app-store-scraper, as CSV or Excel",
        _sets("review|rating|date|user name"),
        {
            "date": "created_at", "rating": "score", "title": "title", "review": "text", "developer response": "reply",
            "is edited": "is_edited", "user name": reviews.LEFT,
        }, _sets("is edited|developer response|title")[0], 2, channel="store", finish=_answered,
    ),
    Kind(
        "google_maps_table", "Google Maps reviews, fetched as a table", "Outscraper, as CSV or Excel",
        _sets("review id|review rating|review text"),
        {
            "review id": "feedback_id", "review timestamp": "created_at", "review datetime utc": "created_at",
            "review rating": "score", "review text": "text", "author id": "customer_id", "name": "location",
            "owner answer": "reply", "owner answer timestamp": "replied_at", "rating": "rating_of_the_place",
            "reviews": "reviews_of_the_place", "author title": reviews.LEFT, "author link": reviews.LEFT,
        }, _sets("author title|author id|review timestamp|review datetime utc|owner answer|google id|place id")[0], 2,
        timezone="UTC",
    ),
    Kind(
        "google_maps_rows", "Google Maps reviews, fetched by Apify, as a table", "Apify, Google Maps scrapers",
        _sets("stars|text|published at date"), reviews.APIFY,
        _sets("review id|reviewer id|likes count|response from owner text|place id|total score")[0], 2, timezone="UTC",
    ),
    Kind(
        "zh_review_table", "Reviews under Chinese heads", "tools that fetch 淘宝, 京东, 美团 or 大众点评 reviews",
        _sets("评论内容", "评价内容", "评论正文", "初次评价", "評論內容", "評價內容"),
        {
            "评论id": "feedback_id", "评价id": "feedback_id", "评论时间": "created_at", "评价时间": "created_at",
            "评论日期": "created_at", "評論時間": "created_at", "星级": "score", "评论星级": "score", "星級": "score",
            "评价星级": "score", "評價星級": "score", "評論星級": "score",
            "评论内容": "text", "评价内容": "text", "评论正文": "text", "初次评价": "text", "評論內容": "text",
            "評價內容": "text",
            "追评内容": "later", "追评": "later", "追加评论": "later",
            "订单编号": "order_id", "订单号": "order_id", "訂單編號": "order_id",
            "商家回复": "reply", "卖家回复": "reply", "店家回覆": "reply", "用户id": "customer_id", "用户名": reviews.LEFT,
            "用户昵称": reviews.LEFT, "昵称": reviews.LEFT, "用户": reviews.LEFT, "买家": reviews.LEFT, "暱稱": reviews.LEFT,
        }, _sets(
            "评论id|评价id|评论时间|评价时间|评论日期|評論時間|评分|星级|评论星级|评价星级|星級|用户名|用户昵称|昵称|用户|买家|会员等级|"
            "会员级别|点赞数|商品名称|商品id|店铺|店铺名称|追评|追加评论|商家回复|商品属性|颜色|口味|环境|服务"
        )[0], 2,
        timezone="Asia/Shanghai", finish=unwritten.finish,
    ),
)  # fmt: skip


def _likes(kind: Kind) -> Callable[[Head], Like]:
    def like(head: Head) -> Like:
        names = reviews.keys(head.columns)
        needed = next((one for one in kind.needed if one <= names), None)
        marks = sorted(kind.marks & names)
        if head.is_json or needed is None or len(marks) < kind.least:
            return NOT_LIKE
        return Like(min(0.96, 0.8 + 0.04 * len(marks)), "has " + ", ".join([*sorted(needed), *marks][:5]))

    return like


def _reads(kind: Kind) -> Callable[[Content, Raw | None], Sequence[Raw]]:
    def read(content: Content, raw: Raw | None) -> Sequence[Raw]:
        assert raw is not None
        names = kind.names if kind.score != reviews.STARS or _are_stars(raw, kind) else _without_score(kind)
        found = reviews.given(
            content, kind.id, raw, names, kind.channel, kind.finish, score=kind.score, timezone=kind.timezone
        )
        points = _unscored(raw, names)
        if not points:
            return found
        return [replace(one, answers=points, warnings=[*one.warnings, *responses.to_declare(points)]) for one in found]

    return read


def _are_stars(raw: Raw, kind: Kind) -> bool:
    """Whether no rating is above five: what people fetch may be on a scale of the page's own (40 for four stars)."""
    theirs = [name for name in raw.rows.column_names if kind.names.get(next(iter(reviews.keys([name])))) == "score"]
    cells = [reviews.stars(responses.cell(cell)) or "" for name in theirs for cell in raw.rows.column(name).to_pylist()]
    return all(float(cell) <= 5 for cell in cells if re.fullmatch(r"\s*\d{1,9}(?:\.\d{1,9})?\s*", cell))


def _unscored(raw: Raw, names: Mapping[str, str]) -> tuple[str, ...]:
    """Columns of points, where none of the table's is its score: a heading alone says no scale."""
    theirs = {name: names.get(next(iter(reviews.keys([name])))) for name in raw.rows.column_names}
    if "score" in theirs.values():
        return ()
    return tuple(
        name for name, ours in theirs.items() if ours is None and name.strip().endswith(("评分", "評分", "打分"))
    )


def _without_score(kind: Kind) -> dict[str, str]:
    return {name: ours for name, ours in kind.names.items() if ours != "score"}


FORMATS = tuple(
    Format(one.id, one.title, one.system, ("feedback",), _likes(one), _reads(one), rows=True) for one in KINDS
)
