"""The one entry: puts what the other modules find together."""

from bot.domain.feedback.coverage import coverage_of
from bot.domain.feedback.folding import Folded, fold
from bot.domain.feedback.model import Feedback, Length
from bot.domain.feedback.ownership import ownership_of
from bot.domain.feedback.reading import Part
from bot.domain.feedback.remarks import remarks_on
from bot.domain.feedback.softeners import fillers_in, hedges_in
from bot.domain.feedback.star import Story, read, spans
from bot.domain.feedback.topic import is_off_topic
from bot.domain.tracks import Question


def analyse(text: str, question: Question | None = None) -> Feedback:
    """What an answer holds. Pure, the same for the same input, and never fails, whatever the text."""
    folded = fold(text)
    story = read(folded, story_asked=question is None or question.behavioural)
    words = len(text.split())
    covered, missed = coverage_of(folded.text, question) if question is not None else ((), ())
    found = Feedback(
        situation=spans(story, Part.SITUATION),
        task=spans(story, Part.TASK),
        action=spans(story, Part.ACTION),
        result=spans(story, Part.RESULT),
        quantified_result=spans(story, Part.RESULT, keep=lambda reading: reading.sized),
        ownership=ownership_of(story),
        off_topic=question is not None
        and is_off_topic(folded.text, words, question, told=story.told_in_past, points=len(covered)),
        words=words,
        length=_length(words, question),
        hedges=hedges_in(folded),
        fillers=fillers_in(folded),
        covered=covered,
        missed=missed,
    )
    wanted = _wants_story(story, folded, question)
    return found.model_copy(update={"remarks": remarks_on(text, found, question, story=wanted, hope=story.hope)})


def _wants_story(story: Story, folded: Folded, question: Question | None) -> bool:
    """Whether the four parts are expected: asked for, or told unasked. Only letters of English can be judged."""
    if not folded.mostly_latin:
        return False
    if question is not None:
        return question.behavioural
    return story.told and any(reading.parts for reading in story.readings)


def _length(words: int, question: Question | None) -> Length:
    if question is None:
        return "unknown"
    fewest, most = question.word_range
    if words < fewest:
        return "short"
    return "long" if words > most else "in_range"
