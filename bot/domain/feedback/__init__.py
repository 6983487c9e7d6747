"""Reads a written interview answer and says what is in it: parts of the story, whose story it is, what is missing.

What is detected
    *Situation, Task, Action, Result*, each as verbatim quotes; results that carry a magnitude; whether steps are told
    as "I" or "we"; whether the answer speaks of something else than the question; its length against the question's
    time box; hedges and fillers; which key points it touches.

Method
    STAR (Situation, Task, Action, Result) is the structure that behavioural interviewing asks for (commonly
    credited to Development Dimensions International, 1974). Recognition is by rules, with no model:
    sentences are cut into clauses, each clause is read for labels, stock phrases, subject, tense and verb
    (``reading``, ``predicates``, ``deeds``, ``demands``, ``cues``), then by its place before, among or after the
    steps (``steps``, ``results``, ``star``). ``numbers`` tells magnitudes from dates, delays and head counts. Words
    are compared by stems (``stems``). ``asking`` tells which kind of answer, fields of work (``fields``) and themes
    (``themes``) a question wants, ``signals`` measures how far an answer meets them, by its words, their kin
    (``kindred``) and the competency that they fit best (``profiles``), and ``topic`` weighs that up.

Limits
    English only: an answer in another language has no parts. In another alphabet it gets no remark on its story; in
    a language written like English it may be told that it speaks in general. No meaning is understood: a lie,
    a wrong query and a dull story all pass. What is implied rather than said counts as absent.
    An outcome told in the middle of the steps, without any phrase that marks it, is missed; a last sentence about
    somebody else is taken for the outcome. ``off_topic`` knows subjects only by their words: another true work
    story passes for a behavioural question, a vague plan for any case, and private life told in rare words for work.
"""

from bot.domain.feedback.analysis import analyse
from bot.domain.feedback.model import Feedback, Length, Remark, RemarkKind
from bot.domain.feedback.ownership import Ownership

__all__ = ["Feedback", "Length", "Ownership", "Remark", "RemarkKind", "analyse"]
