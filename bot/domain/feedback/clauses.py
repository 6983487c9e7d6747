"""Cuts an answer into sentences and those into clauses: the smallest pieces that are judged and quoted."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.domain.feedback.folding import Folded
from bot.domain.feedback.lexicon import (
    BE,
    CONJUNCTIONS,
    DO,
    HAVE,
    IRREGULAR_PAST,
    MODALS,
    NOT_PAST,
    TYPOS_OF,
    words,
)

_TOKEN = re.compile(
    r"[$\u20ac\u00a3]?\d+(?:[.,:]\d+)*(?:%|[a-z]+)?|[^\W\d_]+(?:['-][^\W\d_]+)*|\n[\s>*\u2022-]*|[^\w\s]"
)
_SPEECH = re.compile(r'"[^"\n]{2,300}"|\u201c[^\u201d\n]{2,300}\u201d')
_CODE = re.compile(r"'''.{0,4000}?(?:'''|\Z)", re.DOTALL)
"""A fenced block; folding has made plain quotes of its backticks."""
_CONTRACTIONS = {
    "im": "i am", "ive": "i have", "dont": "do not", "didnt": "did not", "wasnt": "was not", "cant": "can not",
    "couldnt": "could not", "doesnt": "does not", "isnt": "is not", "wont": "will not", "werent": "were not",
    "won't": "will not", "can't": "can not", "cannot": "can not", "let's": "let us", "gonna": "going to",
    "wanna": "want to", "gotta": "have to", "hadnt": "had not", "havent": "have not", "wouldnt": "would not",
    "shan't": "shall not", "ain't": "is not", "thats": "that is", "theres": "there is", "weve": "we have",
    "were-": "were",
}  # fmt: skip
_ENDINGS = (("n't", "not"), ("'m", "am"), ("'ve", "have"), ("'re", "are"), ("'ll", "will"), ("'d", "'d"))
_IS_AFTER = words("""
    it he she that there what who here where how everything everyone nobody
""")
_ABBREVIATIONS = words("""
    e i g vs etc approx mr mrs ms dr no inc ltd st fig incl resp jan feb mar apr jun jul aug sep sept oct nov dec
""")  # fmt: skip
_STOPS = frozenset(".!?;\u2026\u3002\uff01\uff1f\u061f")
_CLOSERS = frozenset("\"')]\u201d")
_HEADINGS = frozenset(["s", "t", "a", "r", "situation", "task", "action", "actions", "result", "results"])
_FEWEST_WORDS = 3
_SHORTEST_MENDED = 6
_WRAPPED_LINE = 50
_RUN_ON = 30
_MOST_CLAUSES = 800
"""More than 20,000 characters of real talk have; a text made of two-word clauses is read no further."""
_LEADS = words("""
    and but so then because since until while when after before where which as
""")


class Token(NamedTuple):
    """One word, number, mark or line break of the reading copy."""

    start: int
    end: int
    text: str
    quoted: bool
    is_word: bool


@dataclass(frozen=True)
class Clause:
    """One predicate with what belongs to it. ``words`` have contractions spelled out and no quoted speech."""

    start: int
    end: int
    sentence: int
    words: tuple[str, ...]
    folded: str

    @property
    def text(self) -> str:
        """The words in one line, with blanks at both ends so that rules can match whole words."""
        return f" {' '.join(self.words)} "


def tokens_of(folded: Folded) -> list[Token]:
    """All tokens outside code blocks; what stands in quotation marks is somebody's speech and marked as such."""
    code = [match.span() for match in _CODE.finditer(folded.text)] if "'''" in folded.text else []
    speech = [match.span() for match in _SPEECH.finditer(folded.text)]
    hidden, said = _covered(code), _covered(speech)
    return [
        Token(*match.span(), match[0], match.start() in said, _is_word(match[0]))
        for match in _TOKEN.finditer(folded.text)
        if match.start() not in hidden
    ]


def _is_word(text: str) -> bool:
    return text[0].isalnum() or (len(text) > 1 and text[0] in "$\u20ac\u00a3")


def _covered(spans: list[tuple[int, int]]) -> frozenset[int]:
    return frozenset(index for start, end in spans for index in range(start, end))


def sentences_of(folded: Folded) -> list[list[Token]]:
    """Tokens grouped by sentence: ended by a stop, a line break, a bullet or a semicolon."""
    tokens = tokens_of(folded)
    sentences: list[list[Token]] = [[]]
    line_start = 0
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.text[0] == "\n":
            if not _is_wrapped(folded, token, tokens[index - 1] if index else None, following, line_start):
                sentences.append([])
            line_start = token.end
            continue
        if token.text in _HEADINGS and _heads_part(tokens, index):
            sentences.append([])
        sentences[-1].append(token)
        if not token.is_word and (token.text in _STOPS or _closes(tokens, index)) and _ends(folded, tokens, index):
            sentences.append([])
    return [sentence for sentence in sentences if any(token.is_word for token in sentence)]


def _is_wrapped(folded: Folded, token: Token, before: Token | None, after: Token | None, line_start: int) -> bool:
    """Whether this line break only wraps a long line, as texts written elsewhere and pasted have them."""
    if before is None or after is None or len(token.text.strip(" ")) > 1:
        return False
    long_line = token.start - line_start >= _WRAPPED_LINE
    goes_on = before.text not in _STOPS and before.text != ":" and after.is_word and not folded.is_upper(after.start)
    return long_line and goes_on


def _heads_part(tokens: list[Token], index: int) -> bool:
    """Whether an inline heading begins here, as in '…, T - bring it down, A - I called'."""
    if index + 1 >= len(tokens) or tokens[index + 1].text not in ":-=":
        return False
    before = tokens[index - 1].text if index else ","
    return before in ",.;)(" or (len(tokens[index].text) > 1 and tokens[index + 1].text == ":")


def _closes(tokens: list[Token], index: int) -> bool:
    """Whether this mark closes a quotation or bracket just after a stop."""
    before = tokens[index - 1] if index else None
    return (
        tokens[index].text in _CLOSERS
        and before is not None
        and before.text in _STOPS
        and before.end == tokens[index].start
    )


def _ends(folded: Folded, tokens: list[Token], index: int) -> bool:
    """Whether a stop ends its sentence, rather than an abbreviation, a file name or a quotation."""
    token = tokens[index]
    if folded.text[token.end : token.end + 1] in _CLOSERS:
        return False
    if token.text != ".":
        return True
    before = tokens[index - 1].text if index else ""
    after = folded.text[token.end : token.end + 1]
    if after and not after.isspace():
        return after in "*_" or (
            folded.is_upper(token.end) and len(before) > 1 and not folded.is_upper(token.start - 1)
        )
    if before == "no":
        return not folded.text[token.end : token.end + 2].strip().isdigit()
    return before not in _ABBREVIATIONS


@lru_cache(maxsize=4096)
def spell_out(token: str) -> tuple[str, ...]:
    """Contractions as the words they stand for, common slips mended."""
    if token in _CONTRACTIONS:
        return tuple(_CONTRACTIONS[token].split())
    if "'" in token:
        for ending, word in _ENDINGS:
            if token.endswith(ending):
                return token.removesuffix(ending), word
        if token.endswith("'s"):
            stem = token.removesuffix("'s")
            return (stem, "is") if stem in _IS_AFTER else (stem,)
    return (_mended(token),)


def is_past(word: str) -> bool:
    """Whether this looks like a verb in the past, however it may be misspelled before its ending."""
    return word in IRREGULAR_PAST or (len(word) > len("red") and word.endswith("ed") and word not in NOT_PAST)


@lru_cache(maxsize=4096)
def is_finite(word: str) -> bool:
    """Whether this can be the verb of a clause."""
    return word in BE or word in HAVE or word in DO or word in MODALS or is_past(word)


def clauses_of(folded: Folded) -> list[Clause]:
    """All clauses in the order of the text."""
    clauses: list[Clause] = []
    for number, sentence in enumerate(sentences_of(folded)):
        if len(clauses) >= _MOST_CLAUSES:
            break
        for piece in _pieces(sentence):
            spoken = [token for token in piece if token.is_word]
            if not spoken:
                continue
            said = tuple(word for token in spoken if not token.quoted for word in spell_out(token.text))
            start, end = piece[0].start, piece[-1].end
            clauses.append(Clause(start, end, number, said, folded.text[start:end]))
    return clauses[:_MOST_CLAUSES]


def _pieces(sentence: list[Token]) -> list[list[Token]]:
    """Cut a sentence where one predicate is complete and the next begins."""
    run_on = sum(token.is_word for token in sentence) > _RUN_ON
    pieces: list[list[Token]] = [[]]
    for index, token in enumerate(sentence):
        current = pieces[-1]
        if current and not token.quoted and _may_cut(sentence, index, run_on) and _complete(current):
            pieces.append([])
        pieces[-1].append(token)
    return pieces


def _may_cut(sentence: list[Token], index: int, run_on: bool) -> bool:
    token, before = sentence[index], sentence[index - 1]
    if before.text in ",:()-":
        return token.is_word and _predicate_ahead(sentence, index)
    if token.text in CONJUNCTIONS and before.is_word and before.text not in _LEADS:
        return _predicate_ahead(sentence, index + 1)
    fresh_subject = token.text in ("i", "we", "i'm", "we're") and before.text not in CONJUNCTIONS
    return run_on and fresh_subject and before.is_word and before.text not in ("that", "what", "how", "who", "to")


def _predicate_ahead(sentence: list[Token], index: int) -> bool:
    """Whether a subject with a verb, or a bare verb in the past, stands before the next mark."""
    for offset, token in enumerate(sentence[index : index + 9]):
        if not token.is_word:
            return False
        if offset and token.text in CONJUNCTIONS and token.text not in ("as", "so", "then", "before", "after"):
            return False
        spelled = spell_out(token.text)
        if spelled[0] in ("i", "we", "they", "he", "she") or any(map(is_finite, spelled)):
            return True
    return False


def _complete(piece: list[Token]) -> bool:
    """Whether the piece has a verb already; a lead-in such as 'last year' waits for one."""
    spoken = [word for token in piece if token.is_word for word in spell_out(token.text)]
    if len(spoken) < _FEWEST_WORDS and spoken and spoken[0] in _LEADS:
        return False
    return any(map(is_finite, spoken)) or any(word in ("i", "we", "they") for word in spoken[:-1])


def _slips() -> dict[str, str]:
    """Each word to mend with one letter left out, so that one slip needs one look-up and no distance."""
    return {word[:i] + word[i + 1 :]: word for word in sorted(TYPOS_OF) for i in range(1, len(word) - 2)}


_SLIPS = _slips()


def _mended(token: str) -> str:
    """The known word that ``token`` misspells by one letter left out, doubled, or swapped with its neighbour."""
    if len(token) < _SHORTEST_MENDED or token in TYPOS_OF:
        return token
    if token in _SLIPS:
        return _SLIPS[token]
    for i in range(1, len(token) - 2):
        rest = token[:i] + token[i + 1 :]
        if rest in TYPOS_OF and token[i] == token[i - 1]:
            return rest
        word = _SLIPS.get(rest)
        if word is not None and sorted(word) == sorted(token):
            return word
    return token
