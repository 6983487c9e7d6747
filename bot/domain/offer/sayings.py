"""What the employer says with its moves: a few ways for each manner, the same one for the same seed and move."""

from collections.abc import Callable
from enum import StrEnum

from bot.domain.chance import chance
from bot.domain.offer.employer import Employer, Tone
from bot.domain.offer.figures import NAMES, figure
from bot.domain.offer.package import Issue, Package


class Moment(StrEnum):
    """When the employer speaks."""

    OPENING = "opening"
    CONCEDE = "concede"
    HOLD = "hold"
    FINAL = "final"
    TAKES = "takes"
    TAKEN = "taken"
    LEFT = "left"


_SAYINGS: dict[Tone, dict[Moment, tuple[str, ...]]] = {
    Tone.WARM: {
        Moment.OPENING: (
            "We enjoyed every conversation with you, and we would love you to join. Here is what I can put forward.",
            "Everyone who met you said yes, so this is a pleasant call to make. This is our offer.",
        ),
        Moment.CONCEDE: (
            "Thank you for being open about it. I talked to the team, and we can come towards you.",
            "I hear you, and I want this to work. Let me try it this way.",
            "That helps me to understand what matters to you. This is what I could do.",
        ),
        Moment.HOLD: (
            "I would like to say yes, yet I cannot move on that basis. What we have on the table still stands.",
            "I looked at it from every side and I am where I was. Could we find another way in?",
        ),
        Moment.FINAL: (
            "I have now asked for everything I can ask for. This is the last version, and I hope you will take it.",
            "This is as far as we can go, gladly. Sleep on it if you need to; it will not change.",
        ),
        Moment.TAKES: (
            "You know what, that works for us. I am very glad. Welcome!",
            "We can do that. I will write it up today. How good that you are joining us!",
        ),
        Moment.TAKEN: (
            "Wonderful, I am so glad. The contract reaches you today.",
            "That makes my day. I will tell the team at once.",
        ),
        Moment.LEFT: (
            "I am sorry that we could not get there. I would like to stay in touch.",
            "I understand, and I respect it. The door stays open.",
        ),
    },
    Tone.FORMAL: {
        Moment.OPENING: (
            "On behalf of the panel I can confirm our decision to make you an offer. Its terms are as follows.",
            "The committee has approved an offer at the level we discussed. Please find the terms below.",
        ),
        Moment.CONCEDE: (
            "I have taken your points to the compensation committee. It has agreed to a revised package.",
            "Within our framework there is some room, and I am able to use a part of it.",
            "We have reviewed your proposal. The following adjustment has been approved.",
        ),
        Moment.HOLD: (
            "The committee has not seen grounds to change the package. The present terms stand.",
            "I have no approval for a further change at this point. The offer remains as it is.",
        ),
        Moment.FINAL: (
            "This is our final offer; I have no mandate beyond it. I would ask you for a decision on these terms.",
            "The approvals for this role are now exhausted. These terms are final.",
        ),
        Moment.TAKES: (
            "I am pleased to confirm that your proposal is approved. The contract will follow.",
            "Your terms fall within our mandate. We accept them.",
        ),
        Moment.TAKEN: (
            "Thank you. I confirm your acceptance, and the contract will be issued.",
            "We are pleased to note your acceptance. The documents follow by e-mail.",
        ),
        Moment.LEFT: (
            "We regret your decision and thank you for your time. The offer is withdrawn.",
            "I understand. I will close the process and wish you well.",
        ),
    },
    Tone.BRISK: {
        Moment.OPENING: (
            "Good news: you are our choice, and we need you soon. Here is the offer.",
            "We want you, and we would like to settle this quickly. This is what I have.",
        ),
        Moment.CONCEDE: (
            "All right, let us get this done. I can do this.",
            "Fine, here is another version. I would rather sign than haggle.",
            "I made two calls. This is possible.",
        ),
        Moment.HOLD: (
            "No, not like that. The last offer stands.",
            "We are going round in circles. Nothing new from my side for now.",
        ),
        Moment.FINAL: (
            "That is it: last offer. Yes or no is all I need.",
            "I am out of room and out of time. Take this one or leave it, no hard feelings.",
        ),
        Moment.TAKES: (
            "Done. You have a deal; the contract comes today.",
            "Deal. I will get it signed before anyone changes their mind.",
        ),
        Moment.TAKEN: (
            "Excellent. Contract within the hour.",
            "Great, that is settled. See you soon.",
        ),
        Moment.LEFT: (
            "Pity. Thank you for telling me straight.",
            "All right, then I call the next person on the list. Good luck to you.",
        ),
    },
    Tone.FRANK: {
        Moment.OPENING: (
            "I will be straight with you: we want you, and not everything here is as I would like it. Our offer.",
            "No games from my side. This is what we would start with.",
        ),
        Moment.CONCEDE: (
            "You have a point there. This is what I can make of it.",
            "Some of that is easy for me and some of it hurts. Here is a version that I can carry.",
            "I went through our numbers once more. We could do it like this.",
        ),
        Moment.HOLD: (
            "Honestly, that does not work for us, and I have nothing better today. The offer is as before.",
            "If I moved now I would only be guessing. Tell me what I could trade with.",
        ),
        Moment.FINAL: (
            "Cards on the table: there is no more. This is my last offer.",
            "I am at the end of what I can defend. This is final, and I mean it.",
        ),
        Moment.TAKES: (
            "I can live with that. Let us shake on it.",
            "That is fair. Agreed.",
        ),
        Moment.TAKEN: (
            "Good. I am glad we talked about it the way we did.",
            "Then we have a deal. Thank you for your openness.",
        ),
        Moment.LEFT: (
            "I would have liked another end, but better a clear no. All the best.",
            "Understood. Thank you for not dragging it out.",
        ),
    },
}


def say(moment: Moment, employer: Employer, seed: int, number: int) -> str:
    """A sentence for this moment; ``number`` counts the moves, so that the same words do not come twice in a row."""
    ways = _SAYINGS[employer.tone][moment]
    first = chance(f"{seed}:{moment}").randrange(len(ways))
    return ways[(first + number) % len(ways)]


def describe_change(before: Package, after: Package, employer: Employer) -> str:
    """What an offer gives and what it takes against the one before, or an empty string."""
    changed = [issue for issue in Issue if after[issue] != before[issue]]
    shifts = {i: employer.terms[i].value(after[i]) - employer.terms[i].value(before[i]) for i in changed}

    def named(wanted: Callable[[float], bool]) -> str:
        words = (f"{NAMES[i]} {_towards(i, after[i], employer.currency)}" for i in changed if wanted(shifts[i]))
        return _listed(list(words))

    parts = []
    if given := named(lambda shift: shift < 0):
        parts.append(f"I can move the {given}.")
    if free := named(lambda shift: shift == 0):
        parts.append(f"I am happy to set the {free}, as you asked.")
    if taken := named(lambda shift: shift > 0):
        parts.append(f"{'In return I would set' if given else 'I would set'} the {taken}, as you suggested.")
    return " ".join(parts)


def _towards(issue: Issue, amount: float, currency: str) -> str:
    if issue is Issue.START and amount > 1:
        return f"to {amount:g}\u00a0days from now"
    words = figure(issue, amount, currency)
    return words if issue is Issue.START else f"to {words}"


def _listed(words: list[str]) -> str:
    if len(words) <= 1:
        return "".join(words)
    return ", the ".join(words[:-1]) + f" and the {words[-1]}"
