"""The words of times: English, and of German, French and Spanish those for amounts, units and parts of the day."""

from collections.abc import Iterable
from enum import StrEnum

_WEEKDAYS = (
    "monday mon",
    "tuesday tues tue",
    "wednesday weds wed",
    "thursday thurs thur thu",
    "friday fri",
    "saturday sat",
    "sunday sun",
)
_MONTHS = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
)
WEEKDAYS = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split()}
"""0 = Monday."""
_FOREIGN_WEEKDAYS = (
    "mo montag montags lun lundi lunes",
    "tu di dienstag dienstags mardi martes",
    "we mi mittwoch mittwochs mer mercredi miércoles mié",
    "th do donnerstag donnerstags jeu jeudi jueves jue",
    "fr freitag freitags ven vendredi viernes vie",
    "sa samstag samstags sam samedi sábado sáb",
    "su so sonntag sonntags dim dimanche domingo dom",
)
FOREIGN_WEEKDAYS = {word: number for number, words in enumerate(_FOREIGN_WEEKDAYS) for word in words.split()}
MONTHS = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}

_NUMBERS = {
    0.5: "half halb halbe halben halber demi demie media medio",
    1: "a an one ein eine einer einem einen un une una uno",
    2: "two couple zwei deux dos",
    3: "three drei trois tres",
    4: "four vier quatre cuatro",
    5: "five fünf cinq cinco",
    6: "six sechs seis",
    7: "seven sieben sept siete",
    8: "eight acht huit ocho",
    9: "nine neun neuf nueve",
    10: "ten zehn dix diez",
    11: "eleven elf onze once",
    12: "twelve zwölf douze doce",
    15: "fifteen fünfzehn quinze quince",
    20: "twenty zwanzig vingt veinte",
    30: "thirty dreißig trente treinta",
    45: "forty-five",
    60: "sixty",
    90: "ninety",
}
NUMBERS = {word: number for number, words in _NUMBERS.items() for word in words.split()}


class Unit(StrEnum):
    """What durations are counted in."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    YEAR = "year"


_UNITS = {
    Unit.SECOND: "s sec secs second seconds sekunde sekunden seconde secondes segundo segundos",
    Unit.MINUTE: "m min mins minute minutes minuten minuto minutos",
    Unit.HOUR: "h hr hrs hour hours std stunde stunden heure heures hora horas",
    Unit.DAY: "d day days tag tage tagen jour jours día días dia dias",
    Unit.WEEK: "w wk wks week weeks woche wochen semaine semaines semana semanas",
    Unit.FORTNIGHT: "fortnight fortnights",
    Unit.MONTH: "mo mos month months monat monate monaten mois mes meses",
    Unit.YEAR: "y yr yrs year years jahr jahre jahren an ans année années año años",
}
UNITS = {word: unit for unit, words in _UNITS.items() for word in words.split()}


class Part(StrEnum):
    """Parts of a day that may stand for a time."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    TONIGHT = "tonight"
    NIGHT = "night"
    END_OF_DAY = "end_of_day"


HOUR_OF = {
    Part.MORNING: 9,
    Part.AFTERNOON: 15,
    Part.EVENING: 19,
    Part.TONIGHT: 20,
    Part.NIGHT: 21,
    Part.END_OF_DAY: 17,
}
FOREIGN_PARTS = {
    "am nachmittag": Part.AFTERNOON,
    "nachmittags": Part.AFTERNOON,
    "nachmittag": Part.AFTERNOON,
    "vormittags": Part.MORNING,
    "vormittag": Part.MORNING,
    "am abend": Part.EVENING,
    "abends": Part.EVENING,
    "abend": Part.EVENING,
    "nachts": Part.NIGHT,
    "nacht": Part.NIGHT,
    "früh": Part.MORNING,
    "de l'après-midi": Part.AFTERNOON,
    "après-midi": Part.AFTERNOON,
    "du matin": Part.MORNING,
    "matin": Part.MORNING,
    "du soir": Part.EVENING,
    "soir": Part.EVENING,
    "de la mañana": Part.MORNING,
    "por la mañana": Part.MORNING,
    "de la tarde": Part.AFTERNOON,
    "por la tarde": Part.AFTERNOON,
    "de la noche": Part.NIGHT,
    "por la noche": Part.NIGHT,
}
"""Longer ones before those that they contain."""


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest that fits."""
    return "|".join(sorted((word.replace(" ", "\\ ") for word in words), key=len, reverse=True))
