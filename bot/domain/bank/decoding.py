"""The text in an uploaded file, or one sentence on why there is none."""

import codecs
import re

from bot.domain.bank.sheet import MAX_BYTES

_SAVE_AS_CSV = "open it in its own program and save it as CSV (UTF-8)"
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", f"this is an Excel or OpenDocument workbook or a ZIP archive, not CSV: {_SAVE_AS_CSV}"),
    (b"PK\x05\x06", "this is an empty ZIP archive, not CSV"),
    (b"\xd0\xcf\x11\xe0", f"this is an old Excel workbook, not CSV: {_SAVE_AS_CSV}"),
    (b"\x89PNG", "this is a picture, not CSV or JSON"),
    (b"\xff\xd8\xff", "this is a picture, not CSV or JSON"),
    (b"GIF8", "this is a picture, not CSV or JSON"),
    (b"%PDF", f"this is a PDF, not CSV: {_SAVE_AS_CSV}"),
    (b"\x1f\x8b", "this is a compressed file: unpack it first"),
    (b"7z\xbc\xaf", "this is a compressed file: unpack it first"),
    (b"Rar!", "this is a compressed file: unpack it first"),
    (b"{\\rtf", f"this is a word processor's document, not CSV: {_SAVE_AS_CSV}"),
)
_MARKUP = re.compile(rb"\s*<(!doctype|html|\?xml|table|body)", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's, so it is looked for first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PIECE = 1 << 18
"""Bytes decoded at once, so that other threads get their turn between (a decoder holds the interpreter's lock)."""

_SAMPLE = 4096
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NOT_TEXT = "this is not a text file; save the questions as CSV (UTF-8) or JSON"
_FALLBACK_NOTE = (
    "the file is not UTF-8 and was read as Windows-1252: check letters with accents, or save it as CSV (UTF-8)"
)


class UnreadableFileError(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


def decode(data: bytes) -> tuple[str, str]:
    """Text and note, which is empty where the encoding was certain. UnreadableFileError: see its message."""
    _refuse_other_kinds(data)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _decode(data, encoding, start=len(mark))
            if text is None:
                raise UnreadableFileError(f"the file says that it is {encoding.upper()} and is not; save it as UTF-8")
            return _checked(text), ""
    text = _decode(data, "utf-8")
    if text is not None:
        return _checked(text), ""
    text = _decode(data, "cp1252")
    if text is None:
        raise UnreadableFileError(_NOT_TEXT)
    return _checked(text), _FALLBACK_NOTE


def _refuse_other_kinds(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1024 / 1024:.2f} MiB"
        raise UnreadableFileError(f"the file has {size}, and may have {MAX_BYTES // 1024 // 1024}: split it")
    if not data.strip():
        raise UnreadableFileError("the file is empty")
    for start, reason in _KINDS:
        if data.startswith(start):
            raise UnreadableFileError(reason)
    if _MARKUP.match(data[:_SAMPLE]):
        raise UnreadableFileError(f"this is a web page or XML, not CSV: {_SAVE_AS_CSV}")


def _decode(data: bytes, encoding: str, start: int = 0) -> str | None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    view = memoryview(data)
    try:
        pieces = [decoder.decode(bytes(view[at : at + _PIECE])) for at in range(start, len(data), _PIECE)]
        pieces.append(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        return None
    return "".join(pieces)


def _checked(text: str) -> str:
    """Refuse what decodes by chance: programs, sounds, UTF-16 without its mark."""
    sample = text[:_SAMPLE]
    controls = _CONTROL.findall(sample)
    if controls.count("\x00") * 3 > len(sample):
        raise UnreadableFileError("this looks like UTF-16 without its mark: save it as CSV (UTF-8)")
    if len(controls) * 20 > len(sample):
        raise UnreadableFileError(_NOT_TEXT)
    if all(text[at : at + _PIECE].isspace() for at in range(0, len(text), _PIECE)):
        raise UnreadableFileError("the file is empty")
    return text


def without_end(text: str, marks: str) -> str:
    """As ``text.rstrip(marks)``, in pieces between which other threads get their turn."""
    end = len(text)
    while end:
        start = max(0, end - _PIECE)
        kept = len(text[start:end].rstrip(marks))
        end = start + kept
        if kept:
            break
    return text[:end]
