"""Every table of the house, declared once: columns, types, units, nullability, meaning.

For: the stages, which meet only in these tables, and `voc schema`, which prints them.
Not for: reading or computing anything; a table here is a description, its rows live in Arrow.

Conventions (the names carry them): ids are strings; times are UTC and end in `_at`; durations are
seconds and end in `_s`; booleans start with `is_`; probabilities are 0..1; a `period` is the local
date of the first day of a day, ISO week or month.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voc.errors import Fault

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Column:
    """One column: `type` is one of TYPES; `unit` is what a number counts; `is_required` = never null."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    is_required: bool = False


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its `key`, and whether it carries columns of the user's beside its own."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    made_by: str
    carries_more: bool = False

    def column(self, name: str) -> Column | None:
        """The column called `name`, or None."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The declared column names, in order."""
        return tuple(column.name for column in self.columns)


def _column(line: str, meaning: str) -> Column:
    """`"name type! [unit]"` -> Column; the `!` marks a column that is never null."""
    name, kind, *unit = line.split(maxsplit=2)
    return Column(name, kind.rstrip("!"), meaning, unit[0] if unit else "", kind.endswith("!"))


def _table(
    name: str, made_by: str, meaning: str, key: str, columns: dict[str, str], *, carries_more: bool = False
) -> Table:
    described = tuple(_column(line, text) for line, text in columns.items())
    return Table(name, meaning, tuple(key.split()), described, made_by, carries_more)


def _interval(name: str, meaning: str, unit: str = "metric unit") -> dict[str, str]:
    """The three columns of an estimate with its 95 % interval."""
    return {
        f"{name}_est float {unit}": f"{meaning}: estimate",
        f"{name}_lo float {unit}": f"{meaning}: lower end of the 95 % interval",
        f"{name}_hi float {unit}": f"{meaning}: upper end of the 95 % interval",
    }


_WHO = {
    "customer_id string": "the customer, where known",
    "channel string": "voice, chat, email, web, store, social, survey, or the user's own word",
}

FEEDBACK = _table(
    "feedback",
    "ingest",
    "One thing a customer said in one go (comment, review, ticket text, survey answer); may hold only a score. "
    "The customer's side of one transcript is one row too.",
    "feedback_id",
    {
        "feedback_id string!": "identifies the row from the user's file to the sentence in the report",
        "created_at time": "when it was written",
        "text string": "what was said; after `clean`, with personal data masked",
        "title string": "a headline, where the source has one",
        "score float points": "the answer on the scale score_min..score_max, turned so that higher is better",
        "score_type string": "nps, csat, ces, stars, thumbs or other",
        "score_min float points": "lowest answer of the scale",
        "score_max float points": "highest answer of the scale",
        "lang string": "en, zh-Hans, zh-Hant, another language code, or und",
        **_WHO,
        "interaction_id string": "the contact it hangs on",
        "order_id string": "the order it hangs on",
        "session_id string": "the shop visit it hangs on",
        "agent_id string": "the agent it is about, where the source says so",
        "masks list<mask>": "spans of the original text that were replaced: start, end (original characters), placeholder",
        "is_duplicate bool": "the same words as an earlier row of the same customer or source",
        "source string": "file the row came from",
        "row int": "row number in that file, the first data row is 1",
    },
    carries_more=True,
)

TURNS = _table(
    "turns",
    "ingest",
    "One turn of a chat or call.",
    "turn_id",
    {
        "turn_id string!": "identifies the turn",
        "interaction_id string!": "the contact it belongs to",
        "seq int!": "place in the contact, from 1",
        "role string!": "customer, agent, bot, system or unknown",
        "text string": "what was said",
        "start_s float s": "seconds from the start of the contact",
        "end_s float s": "seconds from the start of the contact",
        "lang string": "as in feedback",
        "source string": "file the row came from",
        "row int": "row number in that file",
    },
    carries_more=True,
)

INTERACTIONS = _table(
    "interactions",
    "ingest",
    "One contact with support (call, chat, ticket); a transfer chain shares chain_id.",
    "interaction_id",
    {
        "interaction_id string!": "identifies the contact",
        "chain_id string": "shared by the contacts of one transfer chain",
        "started_at time": "when it began",
        "ended_at time": "when it ended",
        **_WHO,
        "agent_id string": "the agent who took it",
        "reason string": "why the customer got in touch, as the source has it",
        "queue_wait_s float s": "time in the queue before an agent answered",
        "first_response_s float s": "time to the first reply by a person",
        "talk_s float s": "time talking or chatting",
        "hold_s float s": "time on hold",
        "acw_s float s": "after-contact work",
        "handle_s float s": "talk + hold + after-contact work",
        "resolution_s float s": "from opening to closing",
        "is_abandoned bool": "the customer gave up before an agent answered",
        "is_resolved bool": "closed as solved",
        "is_fcr bool": "solved at first contact, as the source states it",
        "n_transfers int contacts": "times the customer was passed on",
        "n_replies int replies": "replies by agents",
        "n_reopens int times": "times it was opened again",
        "source string": "file the row came from",
        "row int": "row number in that file",
    },
    carries_more=True,
)

ORDERS = _table(
    "orders",
    "ingest",
    "One order.",
    "order_id",
    {
        "order_id string!": "identifies the order",
        "created_at time": "when it was placed",
        **_WHO,
        "product string": "product or category",
        "amount int minor units": "what was paid, in minor units of the currency",
        "currency string": "ISO 4217 code",
        "is_returned bool": "something of it came back",
        "returned_units int units": "how many pieces came back",
        "return_reason string": "as the source has it",
        "promised_at time": "promised delivery",
        "delivered_at time": "actual delivery",
        "source string": "file the row came from",
        "row int": "row number in that file",
    },
    carries_more=True,
)

SESSIONS = _table(
    "sessions",
    "ingest",
    "One shop visit.",
    "session_id",
    {
        "session_id string!": "identifies the visit",
        "started_at time": "when it began",
        "ended_at time": "when it ended",
        **_WHO,
        "device string": "desktop, mobile_web, app, ...",
        "has_cart bool": "something was put into the cart",
        "last_step string": "the last step of the shop reached",
        "is_abandoned bool": "a cart was filled and not paid for",
        "source string": "file the row came from",
        "row int": "row number in that file",
    },
    carries_more=True,
)

AGENTS = _table(
    "agents",
    "ingest",
    "One agent.",
    "agent_id",
    {
        "agent_id string!": "identifies the agent",
        "team string": "team",
        "started_at time": "first working day",
        "source string": "file the row came from",
        "row int": "row number in that file",
    },
    carries_more=True,
)

EVENTS = _table(
    "events",
    "ingest",
    "Something known to have happened (release, roster change, campaign).",
    "event_id",
    {
        "event_id string!": "identifies the event",
        "started_at time!": "when it began",
        "ended_at time": "when it ended",
        "name string!": "what it was, in the user's words",
        "source string": "file the row came from",
        "row int": "row number in that file",
    },
    carries_more=True,
)

METRICS = _table(
    "metrics",
    "ingest",
    "An operational figure that is already aggregated; shown beside the records, never joined as if it were one.",
    "metric period_at",
    {
        "metric string!": "id of the figure",
        "period_at time!": "start of the period it covers",
        "value float! metric unit": "the figure",
        "n float rows": "what it was counted over, where known",
        "source string": "file the row came from",
        "row int": "row number in that file",
    },
    carries_more=True,
)

UTTERANCES = _table(
    "utterances",
    "clean",
    "A clause of feedback with its place in the original text.",
    "utterance_id",
    {
        "utterance_id string!": "feedback_id#number",
        "feedback_id string!": "the feedback it is cut from",
        "lang string!": "language of this feedback",
        "text string!": "the clause, personal data masked",
        "folded string!": "the clause as matching sees it: same length, lower case, Traditional folded to Simplified",
        "start int! characters": "where it begins in the original text",
        "end int! characters": "where it ends in the original text",
        "masks list<mask>": "the masked spans that lie inside it, original characters of the feedback text",
    },
)

MENTIONS = _table(
    "mentions",
    "classify",
    "A topic said in an utterance.",
    "feedback_id topic start end",
    {
        "feedback_id string!": "the feedback",
        "utterance_id string": "the utterance; null where the label came from outside",
        "topic string!": "topic id",
        "sentiment string": "negative, neutral or positive, toward the topic",
        "confidence float 0..1": "how sure the tagger is",
        "start int characters": "first character of the evidence in the original text",
        "end int characters": "one past its last character",
        "tagger string!": "what found it: phrases, given, a model's name",
    },
)

AUDIT = _table(
    "audit",
    "ingest",
    "A topic that a person found in a comment of a random sample: what label error is measured with.",
    "feedback_id topic",
    {
        "feedback_id string!": "a comment that was checked",
        "topic string": "a topic it has; null where it has none",
    },
)

OPINIONS = _table(
    "opinions",
    "classify",
    "What one feedback says as a whole.",
    "feedback_id",
    {
        "feedback_id string!": "the feedback",
        "lang string!": "its language",
        "sentiment string": "negative, neutral, positive, mixed; null where the language is not known to the tagger",
        "sentiment_score float -1..1": "from wholly negative to wholly positive",
        "topics list<string>!": "its topics, each once",
    },
)

LINKS = _table(
    "links",
    "join",
    "Feedback and the record it hangs on.",
    "feedback_id population",
    {
        "feedback_id string!": "the feedback",
        "population string!": "table of the record: interactions, orders or sessions",
        "record_id string!": "its id",
        "how string!": "key or window",
        "confidence float! 0..1": "1 for a key; for a window, 1 over the number of records that fit",
    },
)

SERIES = _table(
    "series",
    "join",
    "A metric in a period and a segment as total, sum of squares and n - never an average, so it adds up again "
    "without error. Beside these columns stands one string column for every searched dimension.",
    "metric topic population period",
    {
        "metric string!": "metric id; topic_share for the share of comments that speak of a topic",
        "topic string": "the topic, for topic_share",
        "population string!": "the table whose rows are counted; for topic_share, the table the comments hang on",
        "period date!": "first day of the period, local date",
        "n int! rows": "rows counted",
        "total float! metric unit x rows": "sum of the values",
        "sumsq float! metric unit^2 x rows": "sum of their squares",
    },
    carries_more=True,
)

OUTCOMES = _table(
    "outcomes",
    "join",
    "The value of a metric on the record that a comment hangs on, dated and placed by that record. Beside these "
    "columns stands one string column for every searched dimension.",
    "metric feedback_id",
    {
        "metric string!": "metric id",
        "feedback_id string!": "the comment",
        "population string!": "the table the metric is counted over",
        "record_id string!": "id of the record in that table",
        "period date!": "first day of the record's period",
        "value float! metric unit": "the metric's value on this record",
        "customer_id string": "the customer",
    },
    carries_more=True,
)

MATCHES = _table(
    "matches",
    "join",
    "How many rows found their partner, for every key and both ways.",
    "left_table right_table key",
    {
        "left_table string!": "table that looks for a partner",
        "right_table string!": "table it looks in",
        "key string!": "column, or window",
        "n int! rows": "rows of left_table with a value in the key",
        "matched int! rows": "rows that found a partner",
    },
)

SHIFTS = _table(
    "shifts",
    "explain",
    "A move of a metric in a segment: when, how much, how sure.",
    "shift_id",
    {
        "shift_id string!": "F1, F2, ... in the order of the report",
        "metric string!": "metric id",
        "kind string!": "step, pulse or ramp",
        "direction string!": "up or down",
        "onset date!": "first period of the new level",
        "onset_lo date!": "earliest onset that the data allow",
        "onset_hi date!": "latest onset that the data allow",
        "before_from date!": "first period compared",
        "after_to date!": "last period compared",
        "segment string!": "JSON object dim -> value; {} is everywhere",
        "runner_up string": "JSON object of the next best segment",
        "before float metric unit": "the metric in the whole population before the onset",
        "after float metric unit": "and from the onset on",
        "segment_before float metric unit": "the metric in the segment before the onset",
        "segment_after float metric unit": "and from the onset on",
        **_interval("delta_overall", "change in the whole population"),
        **_interval("mix", "part of it that comes from a changed mix of segments"),
        **_interval("delta_segment", "change in the segment"),
        "p_shift float 0..1": "chance of such a move, over all that was searched, if nothing had moved",
        "verdict string!": "explained, unexplained, mix, artifact or no_shift",
        "grade string": "A, B, C, D or null",
        "reasons list<string>!": "codes of what decided verdict and grade, `code` or `code: detail`",
        "rivals list<string>!": "codes of other accounts that could not be excluded",
        **_interval("unexplained", "part of the change in the segment that no topic and no mix accounts for", "share"),
        "response_rate_before float 0..1": "records with a comment over records, before",
        "response_rate_after float 0..1": "and after",
        "link_rate float 0..1": "comments that found their record over comments with a key",
        "placebo_dates int shifts": "dates without a shift at which the same rule named a topic",
        "placebo_dates_tried int dates": "dates tried",
        "placebo_topics int topics": "topics with no business here that passed the same rule",
        "placebo_topics_tried int topics": "topics tried",
        "n_records int! rows": "records counted, before and after",
        "n_feedback int! rows": "comments counted, before and after",
        "n_linked int! rows": "of these, linked to a record",
        "n_audit int! rows": "hand-checked comments used to correct for label error",
    },
)

EXPLANATIONS = _table(
    "explanations",
    "explain",
    "A topic offered for a shift.",
    "shift_id topic",
    {
        "shift_id string!": "the shift",
        "topic string!": "the topic",
        "is_driver bool!": "passed every check that could run; the others are kept to show what was tried",
        "share_before float 0..1": "share of comments with the topic before the onset, in the segment",
        "share_after float 0..1": "and after",
        **_interval("share_change", "change of the share, segment against the rest", "share"),
        "raw_share_change float share": "the same before correction for label error",
        **_interval("gap", "metric on records whose comment has the topic minus those without"),
        **_interval("accounted", "part of the change in the segment that goes with the topic", "share"),
        "p_value float 0..1": "chance of such a change of share if the topic had not moved",
        "q_value float 0..1": "after Benjamini-Hochberg over topics and shifts of the run",
        "lag_days int days": "how long after the metric's onset the topic moves; negative: before",
        "link_level string!": "record (own outcome known), segment (same time and segment) or none",
        "evidence list<string>!": "feedback_ids, the most telling first",
        "n_topic int! rows": "comments with the topic after the onset, in the segment",
        "n_comments int! rows": "comments after the onset, in the segment",
        "n_counter int! rows": "comments with the topic whose record went well",
        "reasons list<string>!": "codes of the checks it failed",
    },
)

REJECTED = _table(
    "rejected",
    "all",
    "A row that failed a check. Every stage may add; nothing is dropped in silence.",
    "file row column reason",
    {
        "file string!": "file",
        "row int": "row number, the first data row is 1",
        "column string": "column, in the user's words",
        "reason string!": "code of the reason",
        "found string": "what stood there, shortened and masked",
        "expected string": "what was expected",
    },
)

ALL: dict[str, Table] = {
    table.name: table
    for table in (
        FEEDBACK, TURNS, INTERACTIONS, ORDERS, SESSIONS, AGENTS, EVENTS, METRICS,
        UTTERANCES, MENTIONS, AUDIT, OPINIONS, LINKS, SERIES, OUTCOMES, MATCHES, SHIFTS, EXPLANATIONS, REJECTED,
    )
}  # fmt: skip

READ_BY_INGEST = ("feedback", "turns", "interactions", "orders", "sessions", "agents", "events", "metrics")
RECORDS = ("interactions", "orders", "sessions")
RECORD_KEYS = {"interactions": "interaction_id", "orders": "order_id", "sessions": "session_id"}
TIME_COLUMN = {
    "feedback": "created_at",
    "interactions": "started_at",
    "orders": "created_at",
    "sessions": "started_at",
}


def arrow_type(kind: str) -> pa.DataType:
    """The Arrow type of a declared type; KeyError for a type that tables.py does not know."""
    import pyarrow as pa

    mask = pa.struct([("start", pa.int64()), ("end", pa.int64()), ("placeholder", pa.string())])
    return {
        "string": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "time": pa.timestamp("us", tz="UTC"),
        "date": pa.date32(),
        "list<string>": pa.list_(pa.string()),
        "list<mask>": pa.list_(mask),
    }[kind]


def schema(name: str) -> pa.Schema:
    """The Arrow schema of the declared columns of table `name`."""
    import pyarrow as pa

    columns = ALL[name].columns
    return pa.schema([pa.field(c.name, arrow_type(c.type), nullable=not c.is_required) for c in columns])


def empty(name: str) -> pa.Table:
    """Table `name` with its declared columns and no rows."""
    return schema(name).empty_table()


def conform(rows: pa.Table, name: str) -> pa.Table:
    """`rows` with every declared column of `name` in declared order and type, then the carried columns.

    A declared column that is absent is added as nulls. Raises Fault E299 where a required column holds a null,
    a type does not fit, or a column is neither declared nor allowed: that is a fault of ours, never of the user.
    """
    import pyarrow as pa

    table = ALL[name]
    arrays, fields = [], []
    for field in schema(name):
        try:
            array = (
                rows.column(field.name).cast(field.type)
                if field.name in rows.column_names
                else pa.chunked_array([pa.nulls(rows.num_rows, field.type)])
            )
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise Fault("E299", f"table {name}, column {field.name}: {error}") from error
        if not field.nullable and array.null_count:
            raise Fault("E299", f"table {name}, column {field.name}: {array.null_count} nulls in a required column")
        arrays.append(array)
        fields.append(field)
    more = [column for column in rows.column_names if table.column(column) is None]
    if more and not table.carries_more:
        raise Fault("E299", f"table {name} has no column {more[0]}; it has {', '.join(table.names)}")
    for column in more:
        arrays.append(rows.column(column))
        fields.append(rows.schema.field(column))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))
