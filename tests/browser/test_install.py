"""How a Chromium is found and, where there is none, got."""

import shutil
from pathlib import Path

import pytest

from tests.browser import install

_BROWSER = Path("chromium")


class _Machine:
    """A machine without a browser; the commands that were run on it, and what they bring about."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, brings: str | None, root: bool = True) -> None:
        self.ran: list[str] = []
        self.brings = brings
        monkeypatch.setattr(install, "find", lambda: _BROWSER if brings and brings in self.ran else None)
        monkeypatch.setattr(install, "_try", self._try)
        monkeypatch.setattr(shutil, "which", lambda name: name if name == "apt-get" else None)
        monkeypatch.setattr("os.geteuid", lambda: 0 if root else 1000)

    def _try(self, *command: str) -> bool:
        self.ran.append(" ".join(command[1:]))
        return True


_PLAYWRIGHT = "-m playwright install chromium"
_UPDATE = "update"
_APT = "install --yes --no-install-recommends chromium"


def test_playwrights_own_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = _Machine(monkeypatch, brings=_PLAYWRIGHT)

    assert install.main() == 0
    assert machine.ran == [_PLAYWRIGHT]


def test_then_debians_package(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = _Machine(monkeypatch, brings=_APT)

    assert install.main() == 0
    assert machine.ran == [_PLAYWRIGHT, _UPDATE, _APT]


@pytest.mark.parametrize("root", [True, False])
def test_without_any_it_says_so_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: bool
) -> None:
    machine = _Machine(monkeypatch, brings=None, root=root)

    assert install.main() == 1
    assert capsys.readouterr().err == f"{install.NOT_FOUND}\n"
    assert (_APT in machine.ran) is root
