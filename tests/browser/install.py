"""Makes sure that a Chromium is there for the browser test: ``python -m tests.browser.install``."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_MINUTES_TO_INSTALL = 10

NOT_FOUND = (
    "The browser test needs Chromium, and neither Playwright nor apt-get could install it here: "
    "install your system's `chromium` package, then run `make browser` again."
)


def find() -> Path | None:
    """The Chromium to test with: the system's, else Playwright's own."""
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


def main() -> int:
    """Install one if there is none; the exit code."""
    found = find() or _install()
    if found is None:
        sys.stderr.write(f"{NOT_FOUND}\n")
        return 1
    sys.stdout.write(f"Chromium: {found}\n")
    return 0


def _install() -> Path | None:
    _try(sys.executable, "-m", "playwright", "install", "chromium")
    found = find()
    if found or not shutil.which("apt-get") or os.geteuid() != 0:
        return found
    if _try("apt-get", "update"):
        _try("apt-get", "install", "--yes", "--no-install-recommends", "chromium")
    return find()


def _try(*command: str) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, check=False, env=environment, timeout=60 * _MINUTES_TO_INSTALL).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    sys.exit(main())
