"""What people read when figures of a success matrix cannot be used."""

from bot.domain.matrix import MatrixRefused


def matrix_sentence(error: MatrixRefused) -> str:
    """The sentence for a figure that was refused."""
    return f"That figure cannot be used ({error.reason}): check it and send it once more."
