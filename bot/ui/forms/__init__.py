"""How each form of turn looks."""

from collections.abc import Mapping

from bot.domain.turns import Form
from bot.ui.forms.look import Look
from bot.ui.forms.matrix import MatrixLook
from bot.ui.forms.negotiation import NegotiationLook
from bot.ui.forms.presentation import PresentationLook
from bot.ui.forms.reverse import ReverseLook
from bot.ui.forms.salary import SalaryLook
from bot.ui.forms.take_home import TakeHomeLook

_PLAIN = Look()
_LOOKS: Mapping[Form, Look] = {
    Form.SALARY: SalaryLook(),
    Form.REVERSE: ReverseLook(),
    Form.PRESENTATION: PresentationLook(),
    Form.MATRIX: MatrixLook(),
    Form.NEGOTIATION: NegotiationLook(),
    Form.TASK: TakeHomeLook(),
}


def look_of(form: Form) -> Look:
    """The look of a form of turn."""
    return _LOOKS.get(form, _PLAIN)
