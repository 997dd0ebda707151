"""'ripeness serve' and 'ripeness users' as a user meets them."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from ripeness.workbench.users import read_users
from tests.brief.opened import dossier
from tests.test_cli import run


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """Give a password on stdin."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text + "\n"))


def test_people_are_added_changed_and_removed(tmp_path: Path, typed, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.json"
    typed("a sentence of some length")
    assert run("users", "add", file, "Ada Nalyst", "--role", "analyst") == 0
    typed("another sentence of length")
    assert run("users", "add", file, "Ada Nalyst", "--role", "owner") == 0
    assert [(user.name, user.role) for user in read_users(file).values()] == [("Ada Nalyst", "owner")]
    typed("short")
    assert run("users", "add", file, "Ben", "--role", "reader") == 2
    assert run("users", "add", file, "Ben", "--role", "king") == 2
    assert run("users", "remove", file, "Ben") == 2
    assert run("users", "remove", file, "Ada Nalyst") == 0
    assert read_users(file) == {}
    out, err = capsys.readouterr()
    assert out == "" and "sentence of" not in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--host", "0.0.0.0"), "--behind-proxy"),
        (("--behind-proxy", "https://x.org"), "--users"),
        (("--users", "nothing"), "users add"),
    ],
)
def test_what_would_not_be_safe_is_not_served(
    tmp_path: Path, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("serve", tmp_path, *words) == 2
    assert said in capsys.readouterr().err


def test_it_is_served_where_it_says_and_goes_when_it_is_told(tmp_path: Path) -> None:
    dossier(tmp_path / "case")
    command = [sys.executable, "-c", "from ripeness.cli import main; main()", "serve", str(tmp_path / "case")]
    served = subprocess.Popen([*command, "--port", "0", "--no-browser"], stderr=subprocess.PIPE, text=True)
    try:
        assert served.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/open\?token=\S{40,}", served.stderr.readline())
        assert found
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with browser.open(found[0]) as answer:
            assert "token" not in answer.url and b"What is new?" in answer.read()
    finally:
        served.terminate()
        assert served.wait(20) is not None
