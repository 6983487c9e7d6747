"""Questions as CSV, the way spreadsheets write it and RFC 4180 describes it."""

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator

from bot.domain.bank import cells
from bot.domain.bank.columns import COLUMNS, NEEDED, plain_name
from bot.domain.bank.decoding import UnreadableFileError, decode, without_end
from bot.domain.bank.proposal import Proposal
from bot.domain.bank.rows import Known, RowReader
from bot.domain.bank.sheet import MAX_ROWS, Findings, Sheet, show

_DELIMITERS = ",;\t"
_LONGEST_ROW = 100_000
"""Characters; a full question has about 10,000. Stops a quotation mark that is never closed."""

_MOST_BLANK = 100_000
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t])"?[,;\t ]*(?:\r\n?|\n)', re.IGNORECASE)
"""What Excel reads as an order and does not show as a row."""

_QUOTES = (
    "a quotation mark is not closed, or text stands beside one; write a quotation mark within text twice. "
    "What follows was not read"
)
_ENDS = "\r\n,;\t "

Record = tuple[int, list[str]]


class _RowTooLongError(csv.Error):
    pass


class _Lines:
    """The lines of a text, none of which lets a row grow without end."""

    def __init__(self, text: str) -> None:
        self._text = io.StringIO(text, newline="")
        self.length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(_LONGEST_ROW + 1)
        self.length += len(line)
        if not line:
            raise StopIteration
        if self.length > _LONGEST_ROW:
            raise _RowTooLongError
        return line


def read_csv(data: bytes, known: Known) -> Sheet:
    """The questions of a CSV file, with all that is wrong with it; never raises."""
    findings = Findings()
    reader = RowReader(known, findings)
    try:
        text, note = decode(data)
        findings.notes += [note] if note else []
        if text.lstrip()[:1] in ("[", "{"):
            raise UnreadableFileError("this looks like JSON: give its name the ending .json")
        separator, text = _separator(without_end(text, _ENDS))
        records, broken = _records(text, separator)
        columns = _read_header(*records[0], findings) if records else []
        for number, record in records[1:] if columns else ():
            _read_record(reader, number, record, columns)
        if broken:
            findings.add(*broken)
    except UnreadableFileError as error:
        findings.add(None, "", str(error))
    return findings.sheet(reader.rows, "row")


def _records(text: str, separator: str) -> tuple[list[Record], tuple[int, str, str] | None]:
    """All rows that are not blank, with their numbers, and a problem (row, column, reason) at which reading ended."""
    lines = _Lines(text)
    found: list[Record] = []
    number = 0
    rows = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)
    while True:
        try:
            record = next(rows)
        except StopIteration:
            return found, None
        except _RowTooLongError:
            reason = f"has more than {_LONGEST_ROW:,} characters: is a quotation mark not closed? No more was read"
            return found, (number + 1, "", reason)
        except csv.Error:
            return found, (number + 1, "", _QUOTES)
        lines.length = 0
        number += 1
        if any(cell and not cell.isspace() for cell in record):
            found.append((number, record))
            if len(found) > MAX_ROWS + 1:
                raise UnreadableFileError(f"the file has more than {MAX_ROWS:,} rows: split it")
        elif number - len(found) > _MOST_BLANK:
            raise UnreadableFileError(f"the file has more than {_MOST_BLANK:,} blank rows: delete them")


def _separator(text: str) -> tuple[str, str]:
    """What stands between cells, told from the header, and the text without a line ``sep=`` for Excel."""
    order = _SEPARATOR_LINE.match(text)
    if order:
        return order[1], text[order.end() :]
    return max(_DELIMITERS, key=lambda mark: _known_names(text[:_LONGEST_ROW], mark)), text


def _known_names(text: str, separator: str) -> tuple[int, int]:
    rows = csv.reader(_Lines(text), delimiter=separator, skipinitialspace=True)
    try:
        header = next((row for row in rows if any(cell.strip() for cell in row)), [])
    except csv.Error:
        return 0, 0
    return sum(plain_name(cell) in COLUMNS for cell in header), len(header)


def _read_header(number: int, header: list[str], findings: Findings) -> list[str | None]:
    """The column of each cell, None for one to ignore, "" for a blank one; nothing where no row can be read with it."""
    names = [plain_name(cell) for cell in header]
    if not any(name in COLUMNS for name in names):
        findings.add(number, "", f"the first row must name the columns, among them {' and '.join(NEEDED)}")
        return []
    findings.note_ignored([cell for cell, name in zip(header, names, strict=True) if name and name not in COLUMNS])
    for name in COLUMNS:
        if names.count(name) > 1:
            findings.add(number, name, "this column is there more than once")
    for name in NEEDED:
        if name not in names:
            others = {other for other in names if other and other not in COLUMNS}
            near = difflib.get_close_matches(name, others, n=1)
            findings.add(number, name, f"this column is missing{f'; is it {show(near[0])}?' if near else ''}")
    return [] if findings.problems else [name if name in COLUMNS or not name else None for name in names]


def _read_record(reader: RowReader, number: int, record: list[str], columns: list[str | None]) -> None:
    nameless = (cell for at, cell in enumerate(record) if at >= len(columns) or columns[at] == "")
    if any(cell and not cell.isspace() for cell in nameless):
        reason = "has more cells than the header has names; text with a separator in it needs quotation marks"
        reader.findings.add(number, "", reason)
        return
    named = zip(columns, record, strict=False)
    reader.read(number, {name: cells.restore(cell.strip()) for name, cell in named if name})


def write_csv(proposals: Iterable[Proposal]) -> bytes:
    """A file that spreadsheets open as UTF-8 and :func:`read_csv` reads back to the same proposals."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for proposal in proposals:
        row = _cells_of(proposal)
        writer.writerow([cells.defuse(row[name]) for name in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def _cells_of(proposal: Proposal) -> dict[str, str]:
    signs = [cells.join(point.signs, ",") for point in proposal.key_points]
    return {
        "id": proposal.id or "",
        "track": proposal.track or "",
        "stage": proposal.stage,
        "prompt": proposal.prompt,
        "assesses": proposal.assesses,
        "approach": cells.join(proposal.approach),
        "sample_answer": proposal.sample_answer,
        "probes": cells.join(proposal.probes),
        "key_points": cells.join(point.point for point in proposal.key_points),
        "signs": cells.join(signs) if any(signs) else "",
        "competency": proposal.competency or "",
        "difficulty": proposal.difficulty,
        "tags": ", ".join(proposal.tags),
        "minutes": str(proposal.minutes),
        "retired": "yes" if proposal.retired else "",
    }


def example_csv(track: str = "", stage: str = "hr-screen") -> bytes:
    """A small file to start from: one question with everything, one with the least there may be."""
    whole = {
        "track": track or None,
        "stage": stage,
        "prompt": "Tell me about a chart of yours that somebody misread. What did you change?",
        "assesses": "Whether the candidate checks how their work is understood, and mends it.",
        "approach": ("Say who read the chart, and why.", "Say what they took from it.", "Show what you changed."),
        "sample_answer": "Our support lead read a falling line as fewer complaints; it was fewer surveys sent. "
        "I put the response count under the line and, on my own account, showed it to two people first. "
        "The next month nobody misread it.",
        "probes": ("How did you find out that it was misread?", "What do you check before you send a chart now?"),
        "key_points": ({"point": "Names the misreading", "signs": ("misread", "took it for")},),
        "competency": "communication",
        "difficulty": "easy",
        "tags": ("behavioural", "charts"),
        "minutes": 5,
    }
    least = {"track": track or None, "stage": stage, "prompt": "Which question do you hope that we ask, and why?"}
    return write_csv(map(Proposal.model_validate, (whole, least)))
