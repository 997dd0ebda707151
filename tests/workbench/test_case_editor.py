"""The case editor: live checks, saving, and two who edit at once."""

from __future__ import annotations

from ripeness.store import read_audit
from ripeness.workbench import Desk
from ripeness.workbench.desk import digest_of
from tests.workbench.visit import Visit, door


def save(visit: Visit, text: str, digest: str):
    return visit.post("/case/save", text=text, digest=digest)


def test_faults_are_named_with_line_rule_and_fix(ada: Visit, small: Desk) -> None:
    text = small.text().replace("role: belligerent", "role: beligerent", 1)
    (fault, *_) = ada.post("/case/check", text=text).json()["problems"]
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "beligerent" in each)
    assert fault["line"] == line and fault["rule"] and fault["fix"] and "/" not in fault["file"]
    assert ada.post("/case/check", text=small.text()).json() == {"problems": []}
    for bad in ("", "a: [", "- x", "x: !!python/object:os.system {}", "{" * 5000, "a: &a [*a]", "\x07"):
        assert ada.post("/case/check", text=bad).json()["problems"]


def test_a_bomb_of_aliases_is_a_fault_and_no_more(ada: Visit) -> None:
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    assert ada.post("/case/check", text=bomb).json()["problems"]


def test_what_is_saved_is_computed_from(ada: Visit, small: Desk) -> None:
    text = small.text()
    changed = text.replace("\nname: ", "\nname: Another name of ", 1)
    assert changed != text
    answer = save(ada, changed.replace("\n", "\r\n"), digest_of(text))
    assert answer.status_code == 303
    assert small.file.read_text(encoding="utf-8") == changed
    assert "Another name of" in ada.text("/")
    entry = read_audit(small.store, what="saved the case")[0]  # type: ignore[arg-type]
    assert entry.who == "Ada" and "+name: Another name" in entry.about["changes"]


def test_what_has_a_fault_is_not_saved(ada: Visit, small: Desk) -> None:
    text = small.text()
    answer = save(ada, text + "\nnonsense: 1\n", digest_of(text))
    assert answer.status_code == 400 and "nonsense" in answer.text
    assert small.text() == text


def test_two_who_edit_at_once_lose_nothing(ada: Visit, small: Desk) -> None:
    ben = Visit(small, door(), "Ben")
    text = small.text()
    mine, his = (text.replace("\nname: ", f"\nname: {name} ", 1) for name in ("Ada's", "Ben's"))
    assert save(ada, mine, digest_of(text)).status_code == 303
    conflict = save(ben, his, digest_of(text))
    assert conflict.status_code == 409 and small.text() == mine
    assert "Ada&#39;s" in conflict.text and "Ben&#39;s" in conflict.text and digest_of(mine) in conflict.text
    assert save(ben, his, digest_of(mine)).status_code == 303  # knowingly
    assert small.text() == his


def test_an_edit_outside_is_seen_and_not_written_over(ada: Visit, small: Desk) -> None:
    text = small.text()
    small.file.write_text(text.replace("\nname: ", "\nname: Outside ", 1), encoding="utf-8")
    assert "Outside" in ada.text("/")
    assert save(ada, text, digest_of(text)).status_code == 409
    small.file.write_text("schema: 1\n", encoding="utf-8")
    page = ada.text("/")
    assert "Outside" in page and "case.yaml on the disk has" in page
    assert "schema: 1" in ada.text("/case")
