"""Reading and writing a server's questions as files. Everything here is for a worker thread: it computes only."""

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from bot.domain.bank.csv_files import example_csv, read_csv, write_csv
from bot.domain.bank.json_files import read_json, write_json
from bot.domain.bank.proposal import Proposal
from bot.domain.bank.rows import Known
from bot.domain.bank.sheet import MAX_BYTES, MAX_PROBLEMS, MAX_ROWS, Problem, Row, Sheet, show

__all__ = [
    "MAX_BYTES",
    "MAX_PROBLEMS",
    "MAX_ROWS",
    "Known",
    "Problem",
    "Proposal",
    "Row",
    "Sheet",
    "example_csv",
    "in_files",
    "read",
    "read_csv",
    "read_json",
    "write_csv",
    "write_json",
]

_READERS = {".csv": read_csv, ".tsv": read_csv, ".txt": read_csv, ".json": read_json}
_SPREADSHEETS = frozenset({".xlsx", ".xls", ".xlsm", ".ods", ".numbers"})


def in_files(write: Callable[[Sequence[Proposal]], bytes], proposals: Sequence[Proposal]) -> list[bytes]:
    """As few files as it takes, each of which can be imported again: at most MAX_ROWS rows and MAX_BYTES bytes."""
    files = []
    waiting = [proposals[at : at + MAX_ROWS] for at in range(0, len(proposals), MAX_ROWS)][::-1]
    while waiting:
        some = waiting.pop()
        data = write(some)
        if len(data) <= MAX_BYTES or len(some) == 1:
            files.append(data)
        else:
            middle = len(some) // 2
            waiting += [some[middle:], some[:middle]]
    return files


def read(data: bytes, filename: str, known: Known) -> Sheet:
    """The questions of a file, in the format that its name tells; never raises."""
    ending = PurePosixPath(filename.strip()).suffix.lower()
    if ending in _READERS:
        return _READERS[ending](data, known)
    if ending in _SPREADSHEETS:
        reason = "this is a workbook: save it as CSV (UTF-8) in your spreadsheet program, and send that file"
    else:
        reason = f"the name {show(filename)} must end in .csv or .json"
    return Sheet(problems=(Problem(None, "", reason),))
