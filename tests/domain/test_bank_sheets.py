"""Files of questions: what spreadsheets write is read, what is nonsense is named, what is exported comes back."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.bank import decoding
from bot.domain.bank.sheets import (
    MAX_BYTES,
    MAX_PROBLEMS,
    MAX_ROWS,
    Known,
    Proposal,
    Sheet,
    example_csv,
    in_files,
    read,
    read_csv,
    read_json,
    write_csv,
    write_json,
)
from bot.domain.catalogue import load
from bot.domain.competencies import Competency
from bot.domain.tracks import Difficulty, KeyPoint, Question
from tests.domain.values import make_question

KNOWN = Known({"shop-analyst": ["hr-screen", "team"], "cook": ["kitchen"]}, track="shop-analyst")
PROMPT = "Why do you want this job?"
PLAIN = f"prompt,stage\n{PROMPT},team\n"
ROW = {"prompt": PROMPT, "stage": "team"}
ANSWER = "I would rather count twice than explain a wrong number once. "


def _csv(**cells: str) -> bytes:
    """A file of one row, with prompt and stage unless said otherwise."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*(ROW | cells)])
    writer.writeheader()
    writer.writerow(ROW | cells)
    return text.getvalue().encode()


def _json(**values: Any) -> bytes:
    return json.dumps([ROW | values]).encode()


def _only(sheet: Sheet) -> Proposal:
    assert [sheet.explain(problem) for problem in sheet.problems] == []
    assert len(sheet.rows) == 1
    return sheet.rows[0].proposal


def _in_json(cells: dict[str, str]) -> dict[str, Any]:
    """The same row with signs where JSON has them."""
    signs = cells.get("signs", "").split(",")
    return {"key_points": [{"point": cells["key_points"], "signs": signs}]} if signs != [""] else dict(cells)


def _complaints(sheet: Sheet) -> str:
    return " / ".join(map(sheet.explain, sheet.problems))


# ------------------------------------------------------------------------------------------ as spreadsheets write it


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PLAIN.encode(), id="UTF-8"),
        pytest.param(PLAIN.encode("utf-8-sig"), id="UTF-8 with its mark"),
        pytest.param(PLAIN.encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff" + PLAIN.encode("utf-16-be"), id="UTF-16 big-endian"),
        pytest.param(PLAIN.encode("utf-32"), id="UTF-32"),
        pytest.param(PLAIN.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(PLAIN.replace("\n", "\r").encode(), id="CR"),
        pytest.param(PLAIN.rstrip("\n").encode(), id="no line end"),
        pytest.param(PLAIN.replace(",", ";").encode(), id="semicolons"),
        pytest.param(PLAIN.replace(",", "\t").encode(), id="tabs"),
        pytest.param(b"sep=;\r\n" + PLAIN.replace(",", ";").encode(), id="separator named"),
        pytest.param(b'"sep=\t"\n' + PLAIN.replace(",", "\t").encode(), id="separator named, tab"),
        pytest.param(f'"prompt","stage"\n"{PROMPT}","team"\n'.encode(), id="everything quoted"),
        pytest.param(f"STAGE,Prompt\nteam,{PROMPT}\n".encode(), id="another order and case"),
        pytest.param(f" Prompt , stage \n  {PROMPT}  , Team \n".encode(), id="stray spaces"),
        pytest.param(f"prompt,stage,,,\n{PROMPT},team,,,\n,,,,\n,,,,\n".encode(), id="empty rows and columns"),
        pytest.param(f'prompt, stage\n{PROMPT}, "team"\n'.encode(), id="spaces before quotes"),
        pytest.param(f"\n\nprompt,stage\n\n{PROMPT},team\n\n".encode(), id="blank lines"),
        pytest.param(f"prompt,stage,track\n{PROMPT},TEAM,Shop Analyst\n".encode(), id="ids as people write them"),
        pytest.param(f"prompt,stage,competency,difficulty\n{PROMPT},team,,\n".encode(), id="blank cells"),
    ],
)
def test_every_spreadsheets_csv_is_read(data: bytes) -> None:
    proposal = _only(read_csv(data, KNOWN))
    assert (proposal.prompt, proposal.stage, proposal.track) == (PROMPT, "team", "shop-analyst")


def test_quoted_newlines_separators_and_quotes_belong_to_the_text() -> None:
    data = b'stage;prompt\r\nteam;"Say ""no"";\r\nthen say, why."\r\nteam;Second question here\r\n'
    sheet = read_csv(data, KNOWN)
    assert [(row.number, row.proposal.prompt) for row in sheet.rows] == [
        (2, 'Say "no";\nthen say, why.'),
        (3, "Second question here"),
    ]


def test_a_file_that_is_not_utf_8_is_read_and_said_so() -> None:
    sheet = read_csv("prompt;stage\r\nWas heißt „Müll“ hier?;team\r\n".encode("cp1252"), KNOWN)
    assert _only(sheet).prompt == "Was heißt „Müll“ hier?"
    assert "Windows-1252" in sheet.notes[0]
    assert read_csv(PLAIN.encode(), KNOWN).notes == ()


def test_numbers_of_rows_are_the_spreadsheets() -> None:
    data = b'\nprompt,stage\n\n"Two\nlines of it",team\n,\nshort,team\n'
    sheet = read_csv(data, KNOWN)
    assert [row.number for row in sheet.rows] == [4]
    assert [(problem.row, problem.column) for problem in sheet.problems] == [(6, "prompt")]


def test_lists_stand_between_bars_and_tags_between_commas() -> None:
    proposal = _only(
        read_csv(
            _csv(
                approach=" First, look | Then think ||",
                probes="What came next?|Why a \\| b?",
                key_points="Names the place|Gives a number||Says why",
                signs="|from, percent| ",
                tags="Behavioural, Data Quality,,sql_joins",
                competency="Data Analysis",
                difficulty="HARD",
                minutes="7.0",
                id="q-1",
            ),
            KNOWN,
        )
    )
    assert proposal.approach == ("First, look", "Then think")
    assert proposal.probes == ("What came next?", "Why a | b?")
    assert proposal.key_points == (
        KeyPoint(point="Names the place"),
        KeyPoint(point="Gives a number", signs=("from", "percent")),
        KeyPoint(point="Says why"),
    )
    assert proposal.tags == ("behavioural", "data-quality", "sql-joins")
    assert (proposal.competency, proposal.difficulty) == (Competency.DATA_ANALYSIS, Difficulty.HARD)
    assert (proposal.minutes, proposal.id) == (7, "q-1")


@pytest.mark.parametrize(
    ("column", "written"),
    [("sample-answer", "sample_answer"), (" Sample Answer ", "sample_answer"), ("SAMPLE_ANSWER", "sample_answer")],
)
def test_names_of_columns_are_read_kindly(column: str, written: str) -> None:
    assert getattr(_only(read_csv(_csv(**{column: ANSWER}), KNOWN)), written) == ANSWER.strip()
    assert getattr(_only(read_json(_json(**{column: ANSWER}), KNOWN)), written) == ANSWER.strip()


@pytest.mark.parametrize("reader", ["csv", "json"])
def test_unknown_columns_are_named_and_ignored(reader: str) -> None:
    extra = {"Author": "me", "@everyone": "x"}
    sheet = read(_csv(**extra) if reader == "csv" else _json(**extra), f"Bank.{reader.upper()}", KNOWN)
    assert _only(sheet).prompt == PROMPT
    assert "Author" in sheet.notes[0]
    assert "@" not in sheet.notes[0]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(json.dumps([ROW]).encode(), id="list"),
        pytest.param(json.dumps({"questions": [ROW], "version": 2}).encode("utf-8-sig"), id="object"),
        pytest.param(json.dumps([ROW | {"approach": None, "id": "", "tags": []}]).encode("utf-16"), id="nothing said"),
        pytest.param(json.dumps([{"Prompt": PROMPT, "STAGE": "Team"}]).encode(), id="case"),
    ],
)
def test_json_comes_as_a_list_or_in_an_object(data: bytes) -> None:
    assert _only(read_json(data, KNOWN)) == Proposal(prompt=PROMPT, stage="team", track="shop-analyst")


def test_json_takes_lists_and_cells() -> None:
    lists = _json(
        approach=["First | look", "Then think"],
        tags=["one", "two"],
        key_points=["Names it", {"point": "Counts it", "signs": ["times", "often"]}],
        minutes=9,
    )
    proposal = _only(read_json(lists, KNOWN))
    assert proposal.approach == ("First | look", "Then think")
    assert proposal.key_points[1].signs == ("times", "often")
    cells = _only(read_json(_json(approach="First look|Then think", tags="one, two", minutes="9"), KNOWN))
    assert (cells.approach, cells.tags, cells.minutes) == (("First look", "Then think"), ("one", "two"), 9)


def test_a_row_names_its_track_or_takes_the_commands() -> None:
    data = f"prompt,stage,track\n{PROMPT},kitchen,cook\n{PROMPT},team,\n".encode()
    assert [row.proposal.track for row in read_csv(data, KNOWN).rows] == ["cook", "shop-analyst"]
    sheet = read_csv(data, Known(KNOWN.stages))
    assert [row.proposal.track for row in sheet.rows] == ["cook"]
    assert _complaints(sheet) == "row 3, track: is missing: name it here or in the command"


def test_what_a_row_gave_is_told_from_the_defaults() -> None:
    given = _only(read_csv(_csv(difficulty="medium", minutes=""), KNOWN)).model_fields_set
    assert "difficulty" in given
    assert "minutes" not in given


# ------------------------------------------------------------------------------------------------------- there and back

_WILD = st.characters(exclude_categories=("Cs", "Cc"))
_SPECIAL = st.sampled_from(list("='\"+-@|\\;,\t\n ＝’\u200b[{"))
_TEXT = st.text(st.one_of(_SPECIAL, _WILD), max_size=25)


def _texts(shortest: int) -> st.SearchStrategy[str]:
    body = st.builds(lambda head, tail: f"{head}{'word ' * (shortest // 5 + 1)}{tail}".strip(), _TEXT, _TEXT)
    return body.filter(lambda text: len(text.strip()) >= shortest)


def _some(one: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=3).map(tuple)


_ID = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
_POINT = st.builds(lambda point, signs: {"point": point, "signs": signs}, _texts(5), _some(_texts(2)))
_VALUES = st.fixed_dictionaries(
    {
        "prompt": _texts(10),
        "assesses": st.just("") | _texts(10),
        "approach": _some(_texts(5)),
        "sample_answer": st.just("") | _texts(40),
        "probes": _some(_texts(8)),
        "key_points": _some(_POINT),
        "competency": st.sampled_from(Competency),
        "difficulty": st.sampled_from(Difficulty),
        "tags": _some(_ID),
        "minutes": st.integers(1, 60),
    }
)
_BANK = st.lists(st.tuples(_ID, _VALUES), max_size=3, unique_by=lambda pair: pair[0])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_BANK)
def test_what_is_exported_imports_to_the_same_bank(bank: list[tuple[str, dict[str, Any]]]) -> None:
    questions = [Question.model_validate(values | {"id": name}) for name, values in bank]
    proposals = [Proposal.of(question, stage="team", track="shop-analyst") for question in questions]
    for data, name in ((write_csv(proposals), "bank.csv"), (write_json(proposals), "bank.json")):
        sheet = read(data, name, KNOWN)
        assert [problem for problem in sheet.problems if questions] == []
        assert [row.proposal for row in sheet.rows] == proposals
        back = [row.proposal.as_question(row.proposal.id or "", Competency.SQL) for row in sheet.rows]
        assert back == questions


@settings(max_examples=80, deadline=None)
@given(_texts(10))
def test_no_exported_cell_runs_as_a_formula(prompt: str) -> None:
    text = write_csv([Proposal(prompt=prompt, stage="team")]).decode("utf-8-sig")
    for cell in [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]:
        assert not cell.strip("\t\r\n '\"").startswith(("=", "+", "-", "@")) or cell.startswith("'")
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    "prompt",
    [
        "=HYPERLINK(1) is what?",
        "+1 or -1, which is it?",
        "-1 or +1, which is it?",
        "@SUM(A1) does what?",
        "'=1+1 in quotes?",
        "''=1+1 in quotes?",
        '"=1+1" in quotes?',
        "' =1+1 after a blank?",
        "'quoted' is not a formula",
        "＝1+1 in wide letters?",
        "a|b \\| c \\\\ d\\",
    ],
)
def test_formulas_are_defused_and_come_back(prompt: str) -> None:
    proposal = Proposal(prompt=prompt, stage="team", track="shop-analyst", approach=(prompt, prompt))
    data = write_csv([proposal])
    assert data.startswith(b"\xef\xbb\xbf")
    cell = next(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))["prompt"]
    assert cell == (prompt if prompt.startswith(("'quoted", "a|b")) else f"'{prompt}")
    assert _only(read_csv(data, KNOWN)) == proposal


def test_the_built_in_bank_goes_out_and_comes_back() -> None:
    tracks = load(Path("data")).tracks.values()
    bank = [Proposal.of(q, stage=s.id, track=t.id) for t in tracks for s in t.stages for q in s.questions]
    known = Known({track.id: [stage.id for stage in track.stages] for track in tracks})
    for data, name in ((write_csv(bank), "bank.csv"), (write_json(bank), "bank.json")):
        sheet = read(data, name, known)
        assert _complaints(sheet) == ""
        assert [row.proposal for row in sheet.rows] == bank


def test_the_example_can_be_imported() -> None:
    sheet = read(example_csv(), "example.csv", KNOWN)
    assert _complaints(sheet) == ""
    assert len(sheet.rows) == 2
    assert all(getattr(sheet.rows[0].proposal, name) for name in Proposal.model_fields if name not in ("id", "retired"))
    assert sheet.rows[1].proposal.model_fields_set >= {"prompt", "stage"}
    assert read(example_csv("cook", "kitchen"), "e.csv", Known(KNOWN.stages)).problems == ()


def test_a_proposal_becomes_a_question() -> None:
    question = make_question(1)
    proposal = Proposal.of(question, stage="team", track=None)
    assert proposal.as_question("q-9", Competency.SQL) == question.model_copy(update={"id": "q-9"})
    loose = Proposal(prompt=PROMPT, stage="team").as_question("q-2", Competency.SQL)
    assert (loose.competency, loose.difficulty, loose.minutes) == (Competency.SQL, Difficulty.MEDIUM, 5)
    with pytest.raises(ValidationError):
        Proposal.of(make_question(1, prompt="A bell \x07 in the middle"), stage="team", track=None)


def test_a_large_bank_goes_into_several_files() -> None:
    one = Proposal(prompt=PROMPT, stage="team", track="shop-analyst")
    files = in_files(write_csv, [one] * (MAX_ROWS + 1))
    assert [len(read_csv(data, KNOWN).rows) for data in files] == [MAX_ROWS, 1]
    long = one.model_copy(update={"sample_answer": "é" * 1700})
    files = in_files(write_json, [long] * 4000)
    assert all(len(data) <= MAX_BYTES for data in files)
    assert [read_json(data, KNOWN).problems for data in files] == [(), ()]


# ------------------------------------------------------------------------------------------------------------- nonsense


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("questions.csv", PLAIN)
    return packed.getvalue()


NOT_A_SHEET = {
    "ZIP": (_zip(), "save it as CSV"),
    "empty ZIP": (b"PK\x05\x06" + bytes(18), "ZIP"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "JPEG": (b"\xff\xd8\xff\xe0" + bytes(100), "picture"),
    "GIF": (b"GIF89a" + bytes(100), "picture"),
    "PDF": (b"%PDF-1.7\n" + bytes(100), "PDF"),
    "gzip": (b"\x1f\x8b\x08" + bytes(100), "unpack"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(100), "unpack"),
    "RAR": (b"Rar!\x1a\x07" + bytes(100), "unpack"),
    "RTF": (b"{\\rtf1 hello}", "word processor"),
    "HTML": (b"<!DOCTYPE html><html></html>", "web page"),
    "HTML table": (b"  <table><tr><td>prompt</td></tr></table>", "web page"),
    "XML": (b'<?xml version="1.0"?><a/>', "XML"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(range(32)) * 40, "text file"),
    "sound": (bytes(range(1, 256)) * 40, "text file"),
    "undefined in cp1252": (b"prompt,stage\n\x81\x8d\x8f\x90\x9d,team\n", "text file"),
    "nothing": (b"", "empty"),
    "blanks": (b" \r\n\t\n ", "empty"),
    "mark only": (b"\xef\xbb\xbf", "empty"),
    "UTF-16 mark only": (b"\xff\xfe", "empty"),
    "UTF-16 without mark": (PLAIN.encode("utf-16-le"), "UTF-16 without its mark"),
    "UTF-16 cut": (PLAIN.encode("utf-16") + b"x", "UTF-16-LE and is not"),
    "UTF-16 lone surrogate": (b"\xff\xfe" + b"\x00\xd8a\x00" * 9, "UTF-16-LE and is not"),
    "UTF-8 mark, other bytes": (b"\xef\xbb\xbfprompt,stage\nM\xfcll,team", "UTF-8 and is not"),
    "NULs": (bytes(5000), "UTF-16 without its mark"),
    "a byte too large": (PLAIN.encode() + b"\n" * (MAX_BYTES + 1 - len(PLAIN)), "10.00 MiB, and may have 10"),
}


@pytest.mark.parametrize("reader", [read_csv, read_json])
@pytest.mark.parametrize("case", NOT_A_SHEET)
def test_what_is_no_text_is_refused_as_a_file(case: str, reader: Any) -> None:
    data, words = NOT_A_SHEET[case]
    sheet = reader(data, KNOWN)
    assert sheet.rows == ()
    assert [problem.row for problem in sheet.problems] == [None]
    assert words in sheet.problems[0].reason


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bank.xlsx", "workbook"),
        ("bank.ODS", "workbook"),
        ("bank.exe", "must end in .csv or .json"),
        ("", "must end in .csv or .json"),
        (".csv", "must end"),
        ("a" * 9999, "must end"),
        ("@everyone\n`x`", "must end"),
    ],
)
def test_the_name_of_a_file_tells_its_format(name: str, words: str) -> None:
    sheet = read(PLAIN.encode(), name, KNOWN)
    assert words in sheet.problems[0].reason
    assert len(sheet.problems[0].reason) < 200
    assert "@" not in sheet.problems[0].reason


BAD_FILES = {
    "no header": (f"{PROMPT},team\n", "row 1: the first row must name the columns"),
    "one column": (f"prompt\n{PROMPT}\n", "row 1, stage: this column is missing"),
    "near column": (f"promt,stage\n{PROMPT},team\n", "row 1, prompt: this column is missing; is it “promt”?"),
    "column twice": (f"prompt,stage,Prompt\n{PROMPT},team,x\n", "row 1, prompt: this column is there more than once"),
    "column twice, spelt otherwise": (
        f"prompt,stage,key-points,Key Points\n{PROMPT},team,,\n",
        "row 1, key_points: this column is there more than once",
    ),
    "header only": ("prompt,stage\n", "there are no questions"),
    "header and empty rows": ("prompt,stage\n,\n,\n\n", "there are no questions"),
    "JSON": ('[{"prompt": "x"}]', "looks like JSON"),
    "more cells than names": (f"prompt,stage\nNow, {PROMPT},team\n", "row 2: has more cells than the header"),
    "cell under no name": (f"prompt,stage,,track\n{PROMPT},team,x,\n", "row 2: has more cells than the header"),
    "quote open": (f'prompt,stage\n"{PROMPT},team\n', "row 2: a quotation mark is not closed"),
    "quote open in header": (f'"prompt,stage\n{PROMPT},team\n', "row 1: a quotation mark is not closed"),
    "text beside a quote": (f'prompt,stage\n"Say "no" now please",team\n{PROMPT},team\n', "row 2: a quotation mark"),
    "quote never closed": ('prompt,stage\n"' + "words, " * 50_000, "row 2: has more than 100,000 characters"),
    "endless header": ("prompt," * 50_000, "row 1: has more than 100,000 characters"),
    "id twice": (f"id,prompt,stage\na,{PROMPT},team\nb,{PROMPT},team\na,{PROMPT},team\n", "row 4, id: “a” stands in 2"),
    "a row too many": ("prompt,stage\n" + f"{PROMPT},team\n" * (MAX_ROWS + 1), "more than 10,000 rows"),
    "a million rows": ("prompt,stage\n" + "a,b\n" * 1_000_000, "more than 10,000 rows"),
    "a million blank rows": ("prompt,stage\n" + "\n" * 1_000_000 + f"{PROMPT},team", "more than 100,000 blank rows"),
    "NUL in a cell": (
        f"prompt,stage\nWhy this \x00 job of all?,team\n{PROMPT},team\n",
        "row 2, prompt: holds a control",
    ),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_bad_csv_is_told_with_its_row(case: str) -> None:
    text, words = BAD_FILES[case]
    sheet = read_csv(text.encode(), KNOWN)
    assert words in _complaints(sheet)
    assert len(sheet.problems) == 1, _complaints(sheet)


BAD_CELLS = {
    "prompt blank": ({"prompt": ""}, "prompt: is missing"),
    "prompt of blanks": ({"prompt": " \t\n "}, "prompt: is missing"),
    "prompt unseen": ({"prompt": "\u200b" * 20}, "prompt: is missing"),
    "prompt unreadable": ({"prompt": "?" * 20}, "prompt: has no letter or digit"),
    "prompt of a filler": ({"prompt": "\u2800" * 20}, "prompt: has no letter or digit"),
    "prompt short by one": ({"prompt": "x" * 9}, "prompt: has 9 characters and needs at least 10"),
    "prompt long by one": ({"prompt": "x" * 701}, "prompt: has 701 characters and may have at most 700"),
    "prompt endless": ({"prompt": "x" * 90_000}, "prompt: has 90000 characters and may have at most 700"),
    "stage blank": ({"stage": " "}, "stage: is missing"),
    "stage unknown": ({"stage": "hr-scren"}, "stage: there is no stage “hr-scren”; did you mean hr-screen?"),
    "stage of another track": ({"stage": "kitchen"}, "stage: there is no stage “kitchen”; it can be hr-screen or team"),
    "stage endless": ({"stage": "team" * 20_000}, "stage: there is no stage “team"),
    "stage with a ping": ({"stage": "@everyone"}, "stage: there is no stage “everyone”"),
    "track unknown": ({"track": "shop-analist"}, "track: there is no track “shop-analist”; did you mean shop-analyst?"),
    "competency unknown": ({"competency": "stratgey"}, "did you mean strategy?"),
    "competency far off": ({"competency": "juggling"}, "competency: there is no competency “juggling”; see the list"),
    "difficulty unknown": ({"difficulty": "hrad"}, "difficulty: there is no difficulty “hrad”; did you mean hard?"),
    "difficulty a number": ({"difficulty": "3"}, "it can be easy, hard or medium"),
    "assesses short by one": ({"assesses": "x" * 9}, "assesses: has 9 characters and needs at least 10"),
    "assesses long by one": ({"assesses": "x" * 301}, "assesses: has 301 characters and may have at most 300"),
    "assesses unreadable": ({"assesses": "-" * 20}, "assesses: has no letter or digit"),
    "approach step short": ({"approach": "Look at it|x"}, "approach: step 2 has 1 characters and needs at least 5"),
    "approach step long": ({"approach": "x" * 221}, "approach: step 1 has 221 characters and may have at most 220"),
    "approach too many": ({"approach": "|".join(["A step"] * 7)}, "approach: has 7 entries and may have at most 6"),
    "answer short": ({"sample_answer": "x" * 39}, "sample_answer: has 39 characters and needs at least 40"),
    "answer long": ({"sample_answer": "x" * 1701}, "sample_answer: has 1701 characters and may have at most 1700"),
    "probe short": ({"probes": "x" * 7}, "probes: probe 1 has 7 characters and needs at least 8"),
    "probe long": ({"probes": "x" * 221}, "probes: probe 1 has 221 characters"),
    "probes too many": ({"probes": "|".join(["Why was it so?"] * 7)}, "probes: has 7 entries and may have at most 6"),
    "key point short": ({"key_points": "x" * 4}, "key_points: key point 1: point has 4 characters"),
    "key point long": ({"key_points": "x" * 141}, "key_points: key point 1: point has 141 characters"),
    "key points too many": ({"key_points": "|".join(["A point"] * 8)}, "key_points: has 8 entries"),
    "sign short": ({"key_points": "A point", "signs": "ok,x"}, "key point 1, sign 2 has 1 characters"),
    "sign long": ({"key_points": "A point", "signs": "x" * 61}, "key point 1, sign 1 has 61 characters"),
    "signs without points": ({"signs": "a sign"}, "signs: has entries without a key point"),
    "signs beyond the points": ({"key_points": "A point", "signs": "aa|bb"}, "signs: has entries without a key point"),
    "tag long": ({"tags": "x" * 31}, "tags: tag 1 has 31 characters and may have at most 30"),
    "tag odd": ({"tags": "c++"}, "tags: tag 1 may hold only small letters"),
    "tag foreign": ({"tags": "ok,naïve"}, "tags: tag 2 may hold only small letters"),
    "tags too many": ({"tags": ",".join("abcdefghi")}, "tags: has 9 entries and may have at most 8"),
    "minutes none": ({"minutes": "0"}, "minutes: must be a whole number from 1 to 60"),
    "minutes many": ({"minutes": "61"}, "minutes: must be a whole number from 1 to 60"),
    "minutes negative": ({"minutes": "-5"}, "minutes: must be a whole number from 1 to 60"),
    "minutes a fraction": ({"minutes": "2.5"}, "minutes: must be a whole number from 1 to 60"),
    "minutes words": ({"minutes": "five"}, "minutes: must be a whole number from 1 to 60"),
    "minutes endless": ({"minutes": "9" * 5000}, "minutes: must be a whole number from 1 to 60"),
    "minutes infinite": ({"minutes": "inf"}, "minutes: must be a whole number from 1 to 60"),
    "id with blanks": ({"id": "my question"}, "id: may hold only small letters, digits and single hyphens"),
    "id with capitals": ({"id": "Q-1"}, "id: may hold only small letters"),
    "id a path": ({"id": "../../etc"}, "id: may hold only small letters"),
    "id long": ({"id": "x" * 65}, "id: has 65 characters and may have at most 64"),
    "bell": ({"prompt": "Why this \x07 job?"}, "prompt: holds a control character (U+0007); delete it"),
    "escape": ({"assesses": "Whether \x1b[31m it shows"}, "assesses: holds a control character (U+001B)"),
    "control of C1": ({"probes": "What came \x9f after?"}, "probes: probe 1 holds a control character (U+009F)"),
    "NUL in a list": ({"approach": "Fine step|Not \x00 fine"}, "approach: step 2 holds a control character (U+0000)"),
    "NUL in a sign": ({"key_points": "A point", "signs": "a\x00b"}, "key point 1 holds a control character (U+0000)"),
    "NUL in an id": ({"id": "a\x00b"}, "id: may hold only small letters"),
}


@pytest.mark.parametrize("reader", ["csv", "json"])
@pytest.mark.parametrize("case", BAD_CELLS)
def test_bad_cells_are_told_in_one_phrase_each(case: str, reader: str) -> None:
    cells, words = BAD_CELLS[case]
    if reader == "json" and words.startswith("signs:"):
        cells, words = {"key_points": "Its sign is bad", "signs": "x"}, "key point 1, sign 1 has 1 characters"
    sheet = read_csv(_csv(**cells), KNOWN) if reader == "csv" else read_json(_json(**_in_json(cells)), KNOWN)
    assert sheet.rows == ()
    assert words in _complaints(sheet)
    assert len(sheet.problems) == 1, _complaints(sheet)
    assert len(sheet.problems[0].reason) < 200
    assert "\n" not in sheet.problems[0].reason


BAD_JSON = {
    "nested 10,000 deep": (b"[" * 10_000 + b"]" * 10_000, "nested too deep"),
    "objects 10,000 deep": (b'{"questions":' * 10_000 + b"1" + b"}" * 10_000, "must be a list of questions"),
    "nested under a key": (b'[{"prompt":' + b"[" * 10_000 + b"]" * 10_000 + b"}]", "nested too deep"),
    "cut off": (b'[{"prompt": "Why', "line 1, character 13: the JSON cannot be read"),
    "trailing comma": (b'[\n{"prompt": "Why?"},\n]', "cannot be read from here on"),
    "two documents": (b"[] []", "line 1, character 4"),
    "CSV": (PLAIN.encode(), "line 1, character 1"),
    "text": (b'"questions"', "must be a list of questions"),
    "number": (b"7", "must be a list of questions"),
    "null": (b"null", "must be a list of questions"),
    "object": (b'{"prompt": "Why?"}', "must be a list of questions"),
    "questions no list": (b'{"questions": {"a": 1}}', "must be a list of questions"),
    "questions twice": (b'{"questions": [], "questions": []}', "questions is there more than once"),
    "empty list": (b"[]", "there are no questions"),
    "NaN": (b'[{"minutes": NaN}]', "NaN is not a value in JSON"),
    "infinity": (b'[{"minutes": -Infinity}]', "Infinity is not a value in JSON"),
    "a number without end": (b'[{"minutes": ' + b"9" * 5000 + b"}]", "far too long"),
    "a question too many": (b"[" + b"{}," * MAX_ROWS + b"{}]", "more than 10,000 questions: split it"),
    "a million questions": (b"[" + b"{}," * 1_000_000 + b"{}]", "more than 10,000 questions: split it"),
    "a million numbers": (b"[" + b"1," * 2_000_000 + b"1]", "more than 10,000 questions: split it"),
    "a prompt of 10 MB": (_json(prompt="x" * 10_000_000), "one entry has more than 100,000 characters"),
    "a million keys": (b"[{" + b'"k":1,' * 1_000_000 + b'"k":1}]', "one entry has more than 100,000 characters"),
    "a million steps": (_json(approach=["x"] * 1_000_000), "one entry has more than 100,000 characters"),
    "a million keys beside": (b"{" + b'"k":1,' * 1_000_000 + b'"k":1}', "must be a list of questions"),
    "no comma": (b"[{} {}]", "line 1, character 5"),
    "no colon": (b'{"questions" []}', "line 1, character 14"),
    "a key without quotes": (b"{questions: []}", "line 1, character 2"),
    "not closed": (b'{"questions": []', "line 1, character 17"),
    "raw line break in text": (b'[{"prompt": "Why\nthis?"}]', "cannot be read from here on"),
}


@pytest.mark.parametrize("case", BAD_JSON)
def test_bad_json_is_told_as_a_whole(case: str) -> None:
    data, words = BAD_JSON[case]
    sheet = read_json(data, KNOWN)
    assert words in _complaints(sheet)
    assert [problem.row for problem in sheet.problems] == [None]


BAD_VALUES = {
    "no object": ("[7]", "question 1: must be an object"),
    "a long number": ("[1." + "0" * 9_000 + "]", "question 1: must be an object"),
    "a list": (json.dumps([[ROW]]), "question 1: must be an object"),
    "null": (json.dumps([ROW, None]), "question 2: must be an object"),
    "prompt a number": (json.dumps([ROW | {"prompt": 5}]), "prompt: must be text"),
    "prompt a list": (json.dumps([ROW | {"prompt": [PROMPT]}]), "prompt: must be text"),
    "prompt missing": ('[{"stage": "team"}]', "prompt: is missing"),
    "prompt null": (json.dumps([ROW | {"prompt": None}]), "prompt: is missing"),
    "prompt half a letter": ('[{"prompt": "Why \\ud83d is it so?", "stage": "team"}]', "prompt: holds a control"),
    "stage missing": (json.dumps([{"prompt": PROMPT}]), "stage: is missing"),
    "stage a number": (json.dumps([ROW | {"stage": 1}]), "stage: must be text"),
    "track a list": (json.dumps([ROW | {"track": ["cook"]}]), "track: must be text"),
    "competency a number": (json.dumps([ROW | {"competency": 3}]), "competency: is not one of the known"),
    "difficulty true": (json.dumps([ROW | {"difficulty": True}]), "difficulty: is not one of the known"),
    "assesses an object": (json.dumps([ROW | {"assesses": {"a": "b"}}]), "assesses: must be text"),
    "approach a number": (json.dumps([ROW | {"approach": 5}]), "approach: must be a list of texts"),
    "approach an object": (json.dumps([ROW | {"approach": {"a": "b"}}]), "approach: must be a list of texts"),
    "a step a number": (json.dumps([ROW | {"approach": ["A step", 5]}]), "approach: step 2 must be text"),
    "tags an object": (json.dumps([ROW | {"tags": {"a": 1}}]), "tags: must be a list of texts"),
    "a tag a list": (json.dumps([ROW | {"tags": [["a"]]}]), "tags: tag 1 must be text"),
    "a point a number": (json.dumps([ROW | {"key_points": [3]}]), "key point 1 must be text, or an object"),
    "a point without point": (json.dumps([ROW | {"key_points": [{"signs": []}]}]), "key point 1: point is missing"),
    "a point with more": (json.dumps([ROW | {"key_points": [{"point": "A point", "x": 1}]}]), "may have only point"),
    "signs a text": (json.dumps([ROW | {"key_points": [{"point": "A point", "signs": "a"}]}]), "signs must be a list"),
    "minutes true": (json.dumps([ROW | {"minutes": True}]), "minutes: must be a whole number"),
    "minutes a fraction": (json.dumps([ROW | {"minutes": 2.5}]), "minutes: must be a whole number"),
    "minutes immense": (json.dumps([ROW | {"minutes": 10**4000}]), "minutes: must be a whole number"),
    "many bars": (json.dumps([ROW | {"probes": "Why was it so?|" * 6_000}]), "probes: has"),
    "many steps": (json.dumps([ROW | {"approach": ["A step"] * 9_000}]), "approach: has"),
    "minutes past floats": ('[{"prompt": "Why this job?", "stage": "team", "minutes": 1e999}]', "minutes: must be"),
    "minutes a list": (json.dumps([ROW | {"minutes": [5]}]), "minutes: must be a whole number"),
    "id a number": (json.dumps([ROW | {"id": 17}]), "id: must be text"),
    "id twice": (json.dumps([ROW | {"id": "a"}] * 2), "question 2, id: “a” stands in 1 already"),
    "key twice": ('[{"prompt": "Why this job?", "stage": "team", "stage": "team"}]', "stage: this key is there more"),
    "key twice, spelt otherwise": (json.dumps([ROW | {"Prompt": PROMPT}]), "prompt: this key is there more"),
    "key twice in a point": (
        '[{"prompt": "Why this job?", "stage": "team", "key_points": [{"point": "One of it", "point": "Two of it"}]}]',
        "key_points point: this key is there more than once",
    ),
}


@pytest.mark.parametrize("case", BAD_VALUES)
def test_bad_values_of_json_are_told_with_their_question(case: str) -> None:
    text, words = BAD_VALUES[case]
    sheet = read_json(text.encode(), KNOWN)
    assert words in _complaints(sheet)
    assert len(sheet.problems) == 1, _complaints(sheet)
    assert len(sheet.rows) == (1 if case in ("null", "id twice") else 0)


def test_only_so_many_problems_are_kept_and_the_rest_is_counted() -> None:
    lines = "".join(f"short,nowhere-{number}\n" for number in range(MAX_ROWS))
    sheet = read_csv(f"prompt,stage\n{lines}".encode(), KNOWN)
    assert len(sheet.problems) == MAX_PROBLEMS
    assert sheet.more_problems == 2 * MAX_ROWS - MAX_PROBLEMS


def test_every_problem_of_a_row_is_told_at_once() -> None:
    data = _csv(prompt="short", stage="nowhere", competency="none", minutes="x", approach="a|b", id="A")
    sheet = read_csv(data, KNOWN)
    columns = [problem.column for problem in sheet.problems]
    assert sorted(columns) == ["approach", "approach", "competency", "id", "minutes", "prompt", "stage"]
    wrong_track = read_csv(_csv(track="nowhere", stage="anything at all"), KNOWN)
    assert [problem.column for problem in wrong_track.problems] == ["track"], "its stages are not known"


def test_good_rows_are_read_beside_bad_ones() -> None:
    sheet = read_csv(f"prompt,stage\n{PROMPT},team\nshort,team\n{PROMPT},hr-screen\n".encode(), KNOWN)
    assert [row.number for row in sheet.rows] == [2, 4]
    assert [problem.row for problem in sheet.problems] == [3]


def test_as_many_rows_as_there_may_be() -> None:
    bank = [Proposal(prompt=PROMPT, stage="team", track="shop-analyst", id=f"q-{n}") for n in range(MAX_ROWS)]
    for data, name in ((write_csv(bank), "bank.csv"), (write_json(bank), "bank.json")):
        assert [row.proposal for row in read(data, name, KNOWN).rows] == bank


_HEADERS = st.sampled_from(
    [b"", b"prompt,stage\n", b'\xef\xbb\xbf"prompt";stage\r', b"\xff\xfe", b'[{"prompt":', b"[["]
)


@settings(max_examples=100, deadline=None)
@given(_HEADERS, st.binary(max_size=200), st.sampled_from(["a.csv", "a.json", "a.tsv"]))
def test_no_bytes_raise(head: bytes, tail: bytes, name: str) -> None:
    sheet = read(head + tail, name, KNOWN)
    assert sheet.rows or sheet.problems


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([",", "\r\n", " ", "a", "…", '"']), max_size=12), st.sampled_from([1, 2, 3, 5]))
def test_the_end_is_cut_off_in_pieces_like_in_one(parts: list[str], piece: int) -> None:
    text = "".join(part * 4 for part in parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "_PIECE", piece)
        assert decoding.without_end(text, ", \r\n") == text.rstrip(", \r\n")


_ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from([*Proposal.model_fields, "signs", "Prompt", "key points"]), _ANY_JSON))
def test_no_values_raise(values: dict[str, Any]) -> None:
    sheet = read_json(json.dumps([values]).encode(), KNOWN)
    assert bool(sheet.rows) != bool(sheet.problems)
