"""Portals and shops that serve reviews in JSON: what each calls the words, the stars, the time and the reply.

For: `review_portals`, which reads them all in one way. Not for: tables of reviews (`review_tables`). A new portal of this
shape is a new Portal here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from voc.ingest.formats.parts import markup
from voc.ingest.formats.parts.document import inner, listed, truth, word
from voc.ingest.formats.parts.moments import moment
from voc.ingest.formats.reviews import unwritten
from voc.ingest.formats.reviews.reviews import APIFY, STARS
from voc.ingest.source import Score

Path = tuple[str, ...]
_CHINA = "Asia/Shanghai"
_WORDS = {name: str(at) for at, name in enumerate(("ONE", "TWO", "THREE", "FOUR", "FIVE"), 1)}
_TRANSLATED = re.compile(r"^(?P<said>.*?)\s*\(Translated by Google\)\s*(?P<other>.*)$", re.DOTALL)
_ORIGINAL = re.compile(r"^\(Translated by Google\)\s*(?P<other>.*?)\s*\(Original\)\s*(?P<said>.*)$", re.DOTALL)


@dataclass(frozen=True)
class Portal:
    """A portal. `needed`: members that its files have; `lists`: where its reviews are, () for the file itself; `review`:
    members of which a review has one; `names`: ours by the paths that may hold it, the first that is filled; `finish` may
    change the cells of a row, and gives the reason where it does not count; `later`: paths that may hold words added
    later, and their time."""

    id: str
    title: str
    system: str
    needed: tuple[str, ...]
    lists: tuple[Path, ...]
    review: tuple[str, ...]
    names: Mapping[str, tuple[Path, ...]]
    score: Score | None = STARS
    channel: str = "web"
    timezone: str | None = None
    finish: Callable[[dict[str, str | None], Mapping[str, Any]], str | None] = lambda cells, one: None
    later: tuple[tuple[Path, ...], tuple[Path, ...]] | None = None


def _at(*paths: str) -> tuple[Path, ...]:
    return tuple(tuple(one.split("/")) for one in paths)


def _google(cells: dict[str, str | None], _: Mapping[str, Any]) -> str | None:
    """Stars are words; the words of a customer may stand before or behind Google's translation of them."""
    cells["score"] = _WORDS.get(cells.get("score") or "")
    found = _ORIGINAL.match(cells.get("text") or "") or _TRANSLATED.match(cells.get("text") or "")
    if found is not None:
        cells["text"], cells["translation"] = found["said"] or None, found["other"]
    location = re.search(r"locations/([^/]+)", cells.get("location") or "")
    cells["location"] = location[1] if location else None
    return None


def _bazaarvoice(cells: dict[str, str | None], one: Mapping[str, Any]) -> str | None:
    """Each review says the range of its stars; ratings of single aspects, on ranges of their own, are carried. One that
    moderators turned down is what a customer said all the same: it counts, and carries that."""
    if cells.get("score") is not None:
        cells |= {"score_type": "stars", "score_min": "1", "score_max": word(one, "RatingRange") or "5"}
    for rating in listed(one, "SecondaryRatings"):
        name, value, most = word(rating, "Id"), word(rating, "Value"), word(rating, "ValueRange")
        if name and value:
            cells[f"rating {name} of {most or '?'}"] = value
    replies = [reply for each in listed(one, "ClientResponses") if (reply := word(each, "Response"))]
    cells["reply"] = "\n".join(replies) or None
    return None


def shop(cells: dict[str, str | None], _: Mapping[str, Any]) -> str | None:
    """The cells as `unwritten` leaves them."""
    return unwritten.finish(cells)


def _jd(cells: dict[str, str | None], one: Mapping[str, Any]) -> str | None:
    """Replies are the shop's, or other buyers': none is this customer's."""
    replies = [reply for each in listed(one, "replies") if (reply := word(each, "content"))]
    cells["reply"] = "\n".join(replies) or None
    return unwritten.finish(cells)


def _taobao(cells: dict[str, str | None], one: Mapping[str, Any]) -> str | None:
    """Good, neutral and bad are 1, 0 and -1: three steps."""
    points = {"1": "3", "0": "2", "-1": "1"}.get(cells.get("score") or "")
    cells["score"] = points
    return unwritten.finish(cells)


def _steam(cells: dict[str, str | None], _: Mapping[str, Any]) -> str | None:
    up = truth(cells.get("score"))
    cells["score"] = None if up is None else str(int(up))
    cells["text"] = markup.unbracketed(cells.get("text"))
    return None


def _klaviyo(cells: dict[str, str | None], _: Mapping[str, Any]) -> str | None:
    return "question" if cells.pop("kind", None) == "question" else None


def _judgeme(cells: dict[str, str | None], _: Mapping[str, Any]) -> str | None:
    return "spam_review" if (cells.get("curated") or "").lower() == "spam" else None


def _yotpo(cells: dict[str, str | None], one: Mapping[str, Any]) -> str | None:
    return "deleted" if truth(inner(one, "deleted")) else None


def _woocommerce(cells: dict[str, str | None], _: Mapping[str, Any]) -> str | None:
    """0 is no rating; what waits for a moderator is what a customer said all the same."""
    cells["score"] = None if cells.get("score") == "0" else cells.get("score")
    return {"spam": "spam", "trash": "deleted"}.get(cells.get("status") or "")


def _wechat(cells: dict[str, str | None], one: Mapping[str, Any]) -> str | None:
    """A hundred points are a star; 0 is none."""
    points = cells.get("score") or ""
    cells["score"] = f"{int(points) / 100:g}" if re.fullmatch(r"[1-9]\d{0,3}", points) else None
    cells["created_at"] = moment(cells.get("created_at"))
    products = [name for each in listed(one, "productInfo", "productList") if (name := word(each, "name"))]
    cells["product"] = ", ".join(products) or None
    return None


def _apify() -> dict[str, tuple[Path, ...]]:
    """What Apify's members are: as its columns, with humps."""
    humps = {words: re.sub(r" (\w)", lambda one: one[1].upper(), words) for words in APIFY}
    return {ours: ((humps[words],),) for words, ours in APIFY.items() if ours}


PORTALS = (
    Portal(
        "google_business", "Google Business Profile reviews", "Google Business Profile API and Takeout",
        ("starRating", "createTime", "reviewer"), (("reviews",), ("locationReviews",), ()), ("starRating",),
        {
            "feedback_id": _at("reviewId", "name"), "created_at": _at("createTime", "updateTime"),
            "score": _at("starRating"), "text": _at("comment"), "location": _at("name"), "updated_at": _at("updateTime"),
            "reply": _at("reviewReply/comment"), "replied_at": _at("reviewReply/updateTime"),
        }, finish=_google,
    ),
    Portal(
        "bazaarvoice", "Bazaarvoice reviews", "Bazaarvoice Conversations API",
        ("ReviewText", "SubmissionTime", "Rating"), (("Results",), ()), ("ReviewText", "Rating"),
        {
            "feedback_id": _at("Id"), "created_at": _at("SubmissionTime"), "score": _at("Rating"), "title": _at("Title"),
            "text": _at("ReviewText"), "customer_id": _at("AuthorId"), "product": _at("ProductId"),
            "review_language": _at("ContentLocale"), "moderation": _at("ModerationStatus"),
            "is_recommended": _at("IsRecommended"), "is_syndicated": _at("IsSyndicated"),
        }, score=None, finish=_bazaarvoice,
    ),
    Portal(
        "jd", "京东 reviews", "京东 productPageComments, as served", ("comments", "content", "creationTime", "score"),
        (("comments",), ()), ("content", "creationTime"),
        {
            "feedback_id": _at("id"), "created_at": _at("creationTime"), "score": _at("score"), "text": _at("content"),
            "product": _at("referenceId", "productId"), "product_name": _at("referenceName"), "color": _at("productColor"),
            "size": _at("productSize"), "level": _at("userLevelName"), "place": _at("location"),
            "bought_at": _at("referenceTime"), "useful": _at("usefulVoteCount"),
        }, timezone=_CHINA, finish=_jd,
        later=(
            _at("afterUserComment/content", "afterUserComment/hAfterUserComment/content", "afterUserComment/afterContent"),
            _at("afterUserComment/created", "afterUserComment/hAfterUserComment/created"),
        ),
    ),
    Portal(
        "tmall", "天猫 reviews", "天猫 list_detail_rate, as served", ("rateContent", "rateDate"),
        (("rateDetail", "rateList"), ("rateList",), ()), ("rateContent",),
        {
            "feedback_id": _at("id"), "created_at": _at("rateDate"), "text": _at("rateContent"),
            "product": _at("auctionSku"), "reply": _at("reply"),
        }, score=None, timezone=_CHINA, finish=shop,
        later=(_at("appendComment/content"), _at("appendComment/commentTime")),
    ),
    Portal(
        "taobao", "淘宝 reviews", "淘宝 feedRateList, as served", ("comments", "rateId", "auction", "content"),
        (("comments",), ()), ("rateId",),
        {
            "feedback_id": _at("rateId"), "created_at": _at("date"), "score": _at("rate"), "text": _at("content"),
            "product": _at("auction/sku"), "product_name": _at("auction/title"), "reply": _at("reply/content"),
        }, score=Score("other", 1, 3), timezone=_CHINA, finish=_taobao,
        later=(_at("append/content"), _at("append/date")),
    ),
    Portal(
        "etsy", "Etsy reviews", "Etsy, a shop's own data", ("date_reviewed", "star_rating", "message"), ((),),
        ("star_rating", "message"),
        {
            "created_at": _at("date_reviewed"), "score": _at("star_rating"), "text": _at("message"),
            "order_id": _at("order_id"),
        },
    ),
    Portal(
        "steam", "Steam reviews", "Steam appreviews", ("recommendationid", "voted_up", "review"), (("reviews",), ()),
        ("recommendationid", "review"),
        {
            "feedback_id": _at("recommendationid"), "created_at": _at("timestamp_created"), "score": _at("voted_up"),
            "text": _at("review"), "customer_id": _at("author/steamid"), "review_language": _at("language"),
            "playtime_at_review": _at("author/playtime_at_review"), "votes_up": _at("votes_up"),
            "reply": _at("developer_response"),
        }, score=Score("thumbs", 0, 1), channel="store", finish=_steam,
    ),
    Portal(
        "judgeme_api", "Judge.me reviews, API", "Judge.me API, /reviews", ("reviews", "curated", "body", "rating"),
        (("reviews",), ()), ("body", "rating"),
        {
            "feedback_id": _at("id"), "created_at": _at("created_at"), "score": _at("rating"), "title": _at("title"),
            "text": _at("body"), "customer_id": _at("reviewer/external_id", "reviewer/id"),
            "product": _at("product_external_id"), "curated": _at("curated"), "verified": _at("verified"),
            "source_of_review": _at("source"),
        }, finish=_judgeme,
    ),
    Portal(
        "yotpo", "Yotpo reviews", "Yotpo API, reviews of an app or of a product",
        ("reviews", "score", "content", "votes_up"),
        (("reviews",), ("response", "reviews"), ()), ("content", "score"),
        {
            "feedback_id": _at("id"), "created_at": _at("created_at"), "score": _at("score"), "title": _at("title"),
            "text": _at("content"), "product": _at("sku", "product_id"), "reviewer_type": _at("reviewer_type"),
            "reply": _at("comment/content"),
        }, finish=_yotpo,
    ),
    Portal(
        "klaviyo", "Klaviyo reviews", "Klaviyo API, /reviews", ("data", "attributes", "review_type", "rating", "content"),
        (("data",), ()), ("attributes",),
        {
            "feedback_id": _at("id"), "created_at": _at("attributes/created"), "score": _at("attributes/rating"),
            "title": _at("attributes/title"), "text": _at("attributes/content"), "kind": _at("attributes/review_type"),
            "product": _at("attributes/product/external_id"), "verified": _at("attributes/verified"),
            "status": _at("attributes/status/value"), "reply": _at("attributes/public_reply/content"),
        }, finish=_klaviyo,
    ),
    Portal(
        "okendo", "Okendo reviews", "Okendo API", ("reviewId", "subscriberId", "body", "rating", "dateCreated"),
        (("reviews",), ()), ("reviewId",),
        {
            "feedback_id": _at("reviewId"), "created_at": _at("dateCreated"), "score": _at("rating"), "title": _at("title"),
            "text": _at("body"), "product": _at("productId"), "status": _at("status"), "reply": _at("reply/body"),
        },
    ),
    Portal(
        "tripadvisor", "Tripadvisor reviews", "Tripadvisor Content API, location/reviews",
        ("data", "location_id", "published_date", "rating", "text"), (("data",),), ("location_id", "rating"),
        {
            "feedback_id": _at("id"), "created_at": _at("published_date"), "score": _at("rating"), "title": _at("title"),
            "text": _at("text"), "location": _at("location_id"), "trip_type": _at("trip_type"),
            "reply": _at("owner_response/text"), "replied_at": _at("owner_response/published_date"),
        },
    ),
    Portal(
        "google_maps", "Google Maps reviews, fetched by Apify", "Apify, Google Maps scrapers",
        ("stars", "publishedAtDate", "reviewId"), (("reviews",), ()), ("stars", "reviewId"), _apify(), timezone="UTC",
    ),
    Portal(
        "google_maps_places", "Google Maps reviews, under their places", "Outscraper API",
        ("reviews_data", "review_rating", "review_text"), (("reviews_data",), ()), ("review_rating", "review_id"),
        {
            "feedback_id": _at("review_id"), "created_at": _at("review_timestamp", "review_datetime_utc"),
            "score": _at("review_rating"), "text": _at("review_text"), "customer_id": _at("author_id"),
            "reply": _at("owner_answer"), "replied_at": _at("owner_answer_timestamp"),
        }, timezone="UTC",
    ),
    Portal(
        "google_play_fetched", "Google Play reviews, fetched", "google-play-scraper, as JSON",
        ("reviewId", "content", "score", "thumbsUpCount", "at"), (("reviews",), ()), ("reviewId", "score"),
        {
            "feedback_id": _at("reviewId"), "created_at": _at("at"), "score": _at("score"), "text": _at("content"),
            "reply": _at("replyContent"), "replied_at": _at("repliedAt"), "app_version": _at("appVersion"),
            "thumbs_up": _at("thumbsUpCount"),
        }, channel="store",
    ),
    Portal(
        "woocommerce_reviews", "WooCommerce reviews of products", "WooCommerce REST API, products/reviews",
        ("review", "reviewer", "rating", "product_id", "date_created_gmt"), (("reviews",), ()), ("review", "rating"),
        {
            "feedback_id": _at("id"), "created_at": _at("date_created_gmt"), "score": _at("rating"), "text": _at("review"),
            "product": _at("product_name"), "product_id": _at("product_id"), "status": _at("status"),
            "is_verified": _at("verified"),
        }, timezone="UTC", finish=_woocommerce,
    ),
    Portal(
        "wechat_miniprogram", "微信小程序 reviews", "微信小程序 交易评价, mpcommentlist/get",
        ("commentList", "commentId", "score", "createTime"), (("commentList",), ("data", "commentList"), ()), ("commentId",),
        {
            "feedback_id": _at("commentId"), "created_at": _at("createTime"), "score": _at("score"),
            "text": _at("content/txt", "content/text", "content"), "order_id": _at("orderInfo/busiOrderId"),
            "customer_id": _at("userInfo/openid"), "store": _at("bizInfo/nickName"), "wx_pay_id": _at("wxPayId"),
            "earlier_text": _at("oldComment/content/txt"), "reply": _at("replyInfo/content/txt", "replyInfo/content"),
        }, finish=_wechat,
    ),
)  # fmt: skip
