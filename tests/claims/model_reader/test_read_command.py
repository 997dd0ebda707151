import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ripeness.case import new_case
from ripeness.claims.model_reader import INSTRUCTIONS
from ripeness.dossier import open_case
from ripeness.terminal import print_message
from tests.claims.model_reader.server import Says
from tests.claims.model_reader.texts import GOOD, STRAIT
from tests.test_cli import run

KEY = "sk-kept-to-oneself"


@pytest.fixture
def case(tmp_path) -> Path:
    home = tmp_path / "case"
    new_case(home)
    folder = home / "reports"
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    (folder / "strait.txt").write_text(STRAIT.text, encoding="utf-8")
    (folder / "other.txt").write_text("The talks in Arden go on.\n\nNobody was there.", encoding="utf-8")
    return home


def read(case: Path, server, *more: str | Path) -> int:
    return run("read", case, "--model", "tiny", "--address", server.address, *more)


def ids(capsys, case, server) -> list[str]:
    capsys.readouterr()
    assert read(case, server, "--dry-run", "--json") == 0
    return [row["id"] for row in json.loads(capsys.readouterr().out)["reports"]]


def test_a_dry_run_says_what_would_go_where_and_sends_nothing(server, case, capsys):
    assert read(case, server, "--dry-run", "--max-tokens", "50000") == 0
    said = capsys.readouterr().err
    assert f"Model tiny at {server.address}, on this machine." in said
    assert all(line.strip() in said for line in INSTRUCTIONS.splitlines())
    assert f"{len(STRAIT.text):,} characters, about" in said
    assert "2 reports" in said
    assert "more than 50,000 tokens" in said
    assert server.asked == []


def test_show_prints_every_word_of_one_report_and_sends_nothing(server, case, capsys):
    shown = next(id for id in ids(capsys, case, server) if "strait" in id)
    assert read(case, server, "--show", shown, "--yes") == 0
    out = capsys.readouterr().out
    assert INSTRUCTIONS in out
    assert '"The truce is dead," said Dana Orsel' in out
    assert "shape of the answer" in out
    assert server.asked == []
    assert read(case, server, "--show", "no-such-report") == 2


def test_no_report_can_rewrite_the_screen(capsys):
    print_message(replace(STRAIT, text="Kell\x1b[2J rejected it\x07.\n\n\u202eGone back."))
    out = capsys.readouterr().out
    assert "Kell\ufffd[2J rejected it\ufffd." in out
    assert "\ufffdGone back." in out


def test_without_a_terminal_nothing_is_sent_unless_told_so(server, case, capsys):
    assert read(case, server) == 2
    assert "Say --yes" in capsys.readouterr().err
    assert server.asked == []


def test_the_user_is_asked_and_may_say_no(server, case, capsys, monkeypatch):
    class Terminal:
        def isatty(self) -> bool:
            return True

        def readline(self, *_: int) -> str:
            return answers.pop(0)

    answers = ["n\n"]
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: answers.pop(0).strip())
    assert read(case, server) == 0
    assert "Nothing was sent." in capsys.readouterr().err
    assert server.asked == []
    server.script = [Says(GOOD)]
    answers[:] = ["y\n"]
    assert read(case, server) == 0
    assert len(server.asked) == 2


def test_what_stands_is_kept_and_what_does_not_is_counted(server, case, capsys, monkeypatch):
    monkeypatch.setenv("MY_KEY", KEY)
    server.script = [Says(GOOD)]
    assert read(case, server, "--yes", "--key-from", "MY_KEY") == 0
    out = capsys.readouterr()
    assert "4 statements, 3 moves" in out.out
    assert "0 statements, 0 moves, 7 thrown away" in out.out
    assert "words: not in the text" in out.err
    met = open_case(case).met
    by_model = [reading for reading in (*met.record.statements, *met.record.moves) if reading.reader == "tiny"]
    assert set(met.also_read_by.values()) == {("tiny",)}
    assert len(by_model) + len(met.also_read_by) == 7
    assert by_model
    assert KEY not in out.out + out.err
    assert all(asked.headers["authorization"] == f"Bearer {KEY}" for asked in server.asked)
    assert KEY.encode() not in b"".join(path.read_bytes() for path in case.rglob("*") if path.is_file())
    assert read(case, server, "--yes") == 0
    assert "Nothing is left to send." in capsys.readouterr().err
    assert len(server.asked) == 2
    assert read(case, server, "--yes", "--redo", "--max-reports", "1") == 0
    assert len(server.asked) == 3


def test_as_json(server, case, capsys):
    server.script = [Says("nonsense"), Says("nonsense"), Says(GOOD)]
    assert read(case, server, "--yes", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert len(data["read"]) == 1
    assert len(data["failures"]) == 1
    assert data["tokens"] == {"sent": 2_700, "answered": 300}
    assert data["stopped"] is None


def test_where_nothing_could_be_read_the_exit_code_says_so(server, case, capsys):
    server.script = [Says("nonsense")]
    assert read(case, server, "--yes") == 2
    assert capsys.readouterr().err.count("not read:") == 2


@pytest.mark.parametrize("word", ["http://models.example/v1", "models.example", "https://a:b@models.example/v1"])
def test_an_address_that_text_may_not_be_sent_to_is_refused_first(case, capsys, word):
    assert run("read", case, "--model", "tiny", "--address", word, "--yes") == 2
    assert "To be sent" not in capsys.readouterr().err


def test_an_address_must_be_named(case, capsys):
    assert run("read", case, "--model", "tiny", "--yes") == 2
    assert "--address" in capsys.readouterr().err


def test_a_key_that_is_not_there_is_said_before_anything_is_sent(server, case, capsys, monkeypatch):
    monkeypatch.delenv("MY_KEY", raising=False)
    assert read(case, server, "--yes", "--key-from", "MY_KEY") == 2
    assert "MY_KEY is not set" in capsys.readouterr().err
    assert server.asked == []


def test_without_the_library_the_user_is_told_what_to_install(case, capsys, monkeypatch):
    monkeypatch.setattr("ripeness.claims.model_reader.asking.find_spec", lambda _: None)
    address = ("--model", "tiny", "--address", "http://127.0.0.1:9/v1")
    assert run("read", case, *address, "--dry-run") == 0
    assert run("read", case, *address, "--yes") == 2
    assert "pip install 'ripeness[reader]'" in capsys.readouterr().err
