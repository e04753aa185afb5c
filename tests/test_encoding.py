"""A file is read in the encoding it was written in, to the letter, down to one row; or it is refused and says where."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import encodings
from voc import ingest, single
from voc.errors import DataError, VocError
from voc.ingest import Source
from voc.ingest.encoding import decoded
from voc.ingest.mojibake import twice_encoded

CASES = Path(__file__).parent / "cases" / "encodings.tsv"
HEAD = "id,score,comment\r\n"


def _lines() -> list[tuple[str, str]]:
    lines = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(text, encoding) for text, written in lines for encoding in written.split()]


LINES = _lines()
CHINESE = {
    "gb18030": [text for text, encoding in LINES if encoding == "gbk"],
    "cp950": [text for text, encoding in LINES if encoding == "cp950" and not text.isascii()],
}


@pytest.mark.parametrize(("text", "encoding"), LINES)
def test_one_row_is_read_to_the_letter(text: str, encoding: str) -> None:
    whole = f"{HEAD}1,4,{text}\r\n"
    assert decoded(whole.encode(encoding), "a.csv")[0] == whole


@pytest.mark.parametrize("shape", ["json", "bare", "tsv"])
def test_so_it_is_without_a_header_of_commas(shape: str) -> None:
    # UTF-16 without a mark and without ASCII looks like no text; a bare answer is a few letters and nothing else.
    lines = [one for one in LINES if shape != "bare" or not one[1].startswith("utf-16-")]
    wrong = []
    for text, encoding in lines:
        whole = {"json": f'[{{"text": "{text}"}}]', "bare": text, "tsv": f"a\tb\n{text}\t1\n"}[shape]
        if decoded(whole.encode(encoding), "a")[0] != whole:
            wrong.append((text, encoding))
    assert len(wrong) <= 0.03 * len(lines), wrong


@given(st.sampled_from(sorted(CHINESE)), st.data())
def test_a_few_characters_are_enough(encoding: str, data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.sampled_from(CHINESE[encoding]), min_size=1, max_size=5))
    assume(len(set("".join(texts))) >= 4)  # two letters may be as common in one code as two others in the next
    rows = "".join(f"{number},,{text}\n" for number, text in enumerate(texts))
    assert decoded((HEAD + rows).encode(encoding), "a.csv")[:2] == (HEAD + rows, encoding)


def test_pieces_of_four_characters_are_read_right_nearly_always() -> None:
    chance, right, n = random.Random(5), 0, 0
    for encoding, texts in CHINESE.items():
        for text in texts * 4:
            at = chance.randrange(max(1, len(text) - 4))
            piece = text[at : at + 4]
            if sum(letter >= "\u4e00" for letter in piece) < 2:
                continue
            n += 1
            right += decoded(f"{HEAD}1,2,{piece}\n".encode(encoding), "a.csv")[0] == f"{HEAD}1,2,{piece}\n"
    assert n > 90 and right >= 0.97 * n


def test_that_it_decodes_proves_nothing() -> None:
    data = f"{HEAD}1,2,服務人員態度很差\n".encode("big5")
    assert data.decode("gb18030") != data.decode("big5")
    assert decoded(data, "a.csv")[1] == "cp950"


WESTERN = CASES.with_name("western.tsv").read_text("utf-8").splitlines()[1:]


@pytest.mark.parametrize(("encoding", "least"), [("cp1252", 0.98), ("latin-1", 0.98), ("mac_roman", 0.95)])
def test_a_row_with_accents_is_read_right_nearly_always(encoding: str, least: float) -> None:
    wrong, n = [], 0
    for text in WESTERN:
        whole = f"{HEAD}1,4,{text}\r\n"
        try:
            data = whole.encode(encoding)
        except UnicodeEncodeError:
            continue
        n += 1
        try:
            read = decoded(data, "a.csv")[0]
        except DataError as error:
            read = error.code
        wrong += [] if read == whole else [(text, read.removeprefix(HEAD))]
    assert n > 170 and len(wrong) <= (1 - least) * n, wrong


UTF8 = [f"{number},3,送货很快，谢谢 {number}\n" for number in range(30)]


GERMAN = ["1,3,Größe falsch und Rückgabe für Herrn Müller\n", "2,3,Übergröße nötig\n", "3,1,Gerät läuft nicht\n"]


@pytest.mark.parametrize(
    ("rows", "line", "says"),
    [
        ([*[row.encode() for row in UTF8], "31,3,客服不理人\n".encode("gbk")], 32, "客服不理人"),
        (["0,3,客服不理人\n".encode("gbk"), *[row.encode() for row in UTF8]], 2, "客服不理人"),
        ([*[row.encode() for row in UTF8], "31,3,客服電話打不通\n".encode("big5")], 32, "客服電話打不通"),
        ([*[row.encode() for row in UTF8], b"31,3,caf\xe9 closed\n"], 32, "café closed"),
        ([*[row.encode("gbk") for row in UTF8], "31,3,客服不理人，没人接电话\n".encode()], 32, "客服不理人"),
        ([*[row.encode("big5", "ignore") for row in UTF8], "31,3,客服不理人，没人接电话\n".encode()], 32, "客服不理人"),
        ([*[row.encode("gbk") for row in UTF8], b"31,3,\xb7\xff\xff\xff\n"], 32, "damaged"),
        ([*[row.encode("cp1252") for row in GERMAN], "4,3,订单退货客服态度很好\n".encode("gbk")], 5, "订单退货"),
        ([*[row.encode("gbk") for row in UTF8], GERMAN[0].encode("cp1252")], 32, "Größe falsch"),
        ([*[row.encode("gbk") for row in UTF8], "31,3,客服電話打不通，請協助\n".encode("big5")], 32, "客服電話打不通"),
    ],
)
def test_two_encodings_in_one_file_are_refused_with_the_first_bad_row(rows: list[bytes], line: int, says: str) -> None:
    with pytest.raises(DataError, match="E211") as raised:
        decoded(HEAD.encode() + b"".join(rows), "a.csv")
    assert f"line {line} " in str(raised.value) and says in str(raised.value)


def test_a_bad_character_in_a_document_of_one_line_is_no_other_encoding() -> None:
    document = '{"a": ["Größe", "schön", "Übergabe", "kürzer", "Straße"]}'.encode()
    with pytest.raises(DataError, match="E211"):
        decoded(document.replace(b"sch", b"sch\xe6\x9c"), "a.json")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (HEAD.encode() + "1,2,很好\n2,2,".encode() + "送货".encode()[:-1], "送\ufffd"),
        (HEAD.encode() + b'1,2,"' + "送货快".encode()[:-2] + b'"\n3,2,ok\n', '送货\ufffd"\n3'),
        (HEAD.encode() + "1,2,送货很快，谢谢".encode("gb18030")[:-1], "，谢\ufffd"),
    ],
)
def test_a_character_cut_off_at_an_end_is_read_and_said(data: bytes, text: str) -> None:
    read, _, warnings = decoded(data, "a.csv")
    assert text in read and any("1 characters were cut off" in one for one in warnings)


def test_half_a_character_at_the_end_of_utf_16_is_said() -> None:
    text, _, warnings = decoded("\ufeffid\n很好\n".encode("utf-16-le")[:-1], "a.csv")
    assert text == "id\n很好" and any("ends within a character" in one for one in warnings)


def test_a_byte_lost_in_utf_16_is_refused_by_its_line() -> None:
    data = "\ufeffid,text\n1,很好\n2,送货快\n3,ok\n".encode("utf-16-le")
    with pytest.raises(DataError, match="E211") as raised:
        decoded(data[:30] + data[31:], "a.csv")
    assert "line 3 " in str(raised.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_mark_that_stands_more_than_once_is_no_letter(encoding: str) -> None:
    assert decoded(("\ufeff" * 3 + "id,text\n1,很好\n").encode(encoding), "a.csv")[0] == "id,text\n1,很好\n"


@pytest.mark.parametrize(
    ("text", "first"),
    [("caf\u00c3\u00a9", "é"), ("\u00e4\u00bd\u00a0\u00e5\u00a5\u00bd", "你"), ("It\u00e2\u20ac\u2122s", "’")],
)
def test_what_was_encoded_twice_is_said(text: str, first: str) -> None:
    read, encoding, warnings = decoded((HEAD + f"1,2,{text}\n").encode(), "a.csv")
    assert (read, encoding) == (HEAD + f"1,2,{text}\n", "utf-8")
    assert any("encoded twice" in one and first in one for one in warnings)


@pytest.mark.parametrize(
    "text", ["Café, naïve, Größe", "25°C ½ price", "你好，世界", "São Paulo, ÇA VA", "3×4 £5 “so”"]
)
def test_what_was_encoded_once_is_not(text: str) -> None:
    assert twice_encoded(text) == (0, "")
    assert decoded(text.encode(), "a.csv")[2] == []


def test_a_long_line_of_digits_takes_no_longer_than_its_bytes() -> None:
    data = "客服：您好\n".encode("big5") + b"9" * 2_000_000 + "\n顧客：謝謝".encode("big5")
    assert decoded(data, "chat.txt")[0].endswith("9\n顧客：謝謝")


@pytest.mark.parametrize("text", ["客服\ufffd", "锟斤拷锟斤拷"])
def test_what_was_lost_before_is_said(text: str) -> None:
    assert "lost before" in decoded(text.encode(), "a.csv")[2][0]


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03binary", b"a\0b\n", bytes(range(256)) * 4, b"\0" * 100])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(DataError, match=r"E201|E211|E212"):
        decoded(data, "a.csv")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text, encoding, _ = decoded(data, "a")
    except DataError:
        return
    assert isinstance(text, str) and encoding


# --- a source says what its files are in

SAID = [line.split("\t") for line in CASES.with_name("encodings_said.tsv").read_text("utf-8").splitlines()[2:]]


@pytest.mark.parametrize(("text", "written", "said", "read"), SAID)
def test_what_a_source_says_wins_over_what_would_be_found(
    tmp_path: Path, text: str, written: str, said: str, read: str
) -> None:
    for name, whole in {"a.csv": f"id,text\n1,{text}\n", "a.json": f'[{{"id": "1", "text": "{text}"}}]'}.items():
        (tmp_path / name).write_bytes(whole.encode(written))
        source = Source(path=name, encoding=said, table="feedback", columns={"feedback_id": "id"})
        if read.startswith("E"):
            with pytest.raises(VocError) as refused:
                ingest.tables([source], tmp_path, "UTC")
            assert refused.value.code == read and name in str(refused.value)
            continue
        got = ingest.tables([source], tmp_path, "UTC")
        assert got.tables["feedback"].column("text").to_pylist() == [text]
        assert got.files[0].encoding == read
        assert any("begins with the mark" in one for one in got.files[0].warnings) == (written == "utf-8-sig")


def test_an_encoding_of_a_file_without_text_is_said_to_be_idle(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"feedback_id": ["1"], "text": ["fine"]}), tmp_path / "a.parquet")
    (report,) = ingest.tables([Source(path="a.parquet", encoding="gb18030")], tmp_path, "UTC").files
    assert any("gb18030" in one for one in report.warnings)


# --- the benchmark: fresh files in every encoding


def test_the_benchmark_reads_nearly_every_file_to_the_letter(capsys: pytest.CaptureFixture[str]) -> None:
    assert encodings.main(["--files", "2", "--salt", "tests", "--show", "0"]) == 0
    told = capsys.readouterr().out
    assert encodings.main(["--files", "2", "--salt", "tests", "--show", "0"]) == 0
    assert capsys.readouterr().out == told, "the same salt gives the same files"


def test_the_benchmark_sees_a_reader_that_knows_one_encoding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def plain(file: Path, text: str, id_: str) -> single.Texts:
        lines = file.read_bytes().decode("utf-8", "replace").replace("\0", "").splitlines()
        return single.Texts(tuple(line.partition(",")[2].strip('"') for line in lines[1:]), (), ())

    monkeypatch.setattr(encodings.single, "texts", plain)
    assert encodings.main(["--files", "2", "--salt", "tests"]) == 1
    assert "NOT reached" in capsys.readouterr().out
