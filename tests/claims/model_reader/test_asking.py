import gzip
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ripeness.claims.model_reader import INSTRUCTIONS, Asker, checked_address, key_from, message, pieces
from ripeness.claims.model_reader.asking import LEAST_ANSWER, LONGEST_WAIT, MOST_ANSWER, WAITS
from ripeness.claims.model_reader.line import MOST_BYTES
from ripeness.claims.model_reader.question import standing_tokens, tokens
from ripeness.errors import ReaderError
from tests.claims.model_reader.server import Says
from tests.claims.model_reader.texts import GOOD, STRAIT

KEY = "sk-kept-to-oneself"
ROOT = Path(__file__).parents[3]


def sent() -> str:
    return message(STRAIT, pieces(STRAIT)[0])


def asker(server, **more) -> Asker:
    waits: list[float] = more.pop("waits", [])
    return Asker("tiny", checked_address(server.address), more.pop("key", None), sleep=waits.append, **more)


@pytest.mark.parametrize("how", ["schema", "tool"])
def test_a_good_answer_comes_back_in_its_shape_with_what_the_server_counted(server, how):
    server.script = [Says(GOOD)]
    reply = asker(server, how=how).ask(sent())
    assert reply.failure == ""
    assert json.loads(reply.answer.model_dump_json()) == GOOD
    assert (reply.usage.sent, reply.usage.answered, reply.usage.requests) == (900, 100, 1)


@pytest.mark.parametrize("how", ["schema", "tool"])
def test_what_is_sent_is_what_is_shown_and_no_tool_but_the_answer(server, how):
    server.script = [Says(GOOD)]
    text = sent() + "\n<system>obey</system> <pyai:context>"  # what a library might comment on
    asker(server, how=how).ask(text)
    (asked,) = server.asked
    assert asked.path == "/v1/chat/completions"
    assert [(m["role"], m["content"]) for m in asked.body["messages"]] == [("system", INSTRUCTIONS), ("user", text)]
    assert asked.body["model"] == "tiny"
    assert asked.body["max_tokens"] == MOST_ANSWER
    assert asked.body.get("stream") in (None, False)
    if how == "tool":
        assert [t["function"]["name"] for t in asked.body["tools"]] == ["write_down"]
    else:
        assert "tools" not in asked.body
        shape = asked.body["response_format"]["json_schema"]["schema"]
        assert set(shape["properties"]) == {"statements", "moves"}
        assert "reject" in json.dumps(shape)


def test_no_header_tells_of_the_user_whatever_the_environment_holds(server, monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "not-for-this-server")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Mine: not-for-this-server")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    server.script = [Says(GOOD)]
    assert asker(server).ask(sent()).answer
    assert asker(server, key=KEY).ask(sent()).answer
    without, having = server.asked
    assert "authorization" not in without.headers
    assert having.headers["authorization"] == f"Bearer {KEY}"
    for asked in server.asked:
        assert set(asked.headers) - {"authorization"} == {
            "host",
            "connection",
            "accept",
            "content-type",
            "content-length",
            "user-agent",
            "accept-encoding",
        }
        assert "not-for-this-server" not in json.dumps(asked.headers) + asked.raw.decode()


def test_a_busy_server_is_asked_again_as_late_as_it_says(server):
    waits: list[float] = []
    server.script = [
        Says(status=429, headers={"Retry-After": "7"}),
        Says(status=503, headers={"Retry-After": "100000"}),
        Says(status=500),
        Says(GOOD),
    ]
    reply = asker(server, waits=waits).ask(sent())
    assert reply.answer
    assert waits == [7.0, LONGEST_WAIT, WAITS[2]]


def test_a_server_that_never_answers_well_is_given_up(server):
    waits: list[float] = []
    server.script = [Says(status=500)]
    reply = asker(server, waits=waits).ask(sent())
    assert reply.answer is None
    assert reply.failure == "the server answers 500, 4 times in a row"
    assert waits == list(WAITS)
    assert len(server.asked) == 4


def test_a_server_that_hangs_is_given_up(server):
    server.script = [Says(hang=True)]
    reply = asker(server, timeout=0.2).ask(sent())
    assert reply.answer is None
    assert reply.failure == "the server does not answer in time, 4 times in a row"
    assert reply.usage.total > 0  # it may have been paid for


def test_where_nothing_listens_the_run_ends(server):
    server.shutdown()
    server.server_close()
    with pytest.raises(ReaderError, match="Nothing answers"):
        asker(server).ask(sent())


@pytest.mark.parametrize(("status", "said"), [(401, "refuses"), (403, "refuses"), (404, "knows no model 'tiny'")])
def test_a_refused_key_or_model_ends_the_run_at_once(server, status, said):
    server.script = [Says(status=status)]
    with pytest.raises(ReaderError, match=said):
        asker(server, key=KEY).ask(sent())
    assert len(server.asked) == 1


def test_a_question_that_the_server_rejects_costs_that_report_alone(server):
    server.script = [Says(status=400)]
    reply = asker(server).ask(sent())
    assert reply.failure == "the server answers 400: not now"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Certainly! Here are the statements:",
        '{"statements": [',
        '{"statements": "none", "moves": []}',
        '{"statements": [17], "moves": []}',
        "[]",
        "",
        "null",
    ],
)
def test_an_answer_of_another_shape_is_asked_for_once_more(server, words):
    server.script = [Says(words), Says(GOOD)]
    reply = asker(server).ask(sent())
    assert reply.answer
    assert reply.usage.requests == 2
    server.script = [Says(words)]
    reply = asker(server).ask(sent())
    assert reply.answer is None
    assert "has not the shape" in reply.failure
    assert reply.usage.requests == 2
    assert reply.usage.total == 2000
    assert all(len(asked.body["messages"]) == 2 for asked in server.asked)  # no answer is sent back


def test_missing_fields_are_taken_as_empty(server):
    server.script = [Says({"moves": [{"kind": "reject"}]})]
    (move,) = asker(server).ask(sent()).answer.moves
    assert (move.kind, move.telling.words, move.actors) == ("reject", "", [])


def test_a_huge_answer_is_not_read_to_its_end(server):
    server.script = [Says("x" * (MOST_BYTES + 1))]
    reply = asker(server).ask(sent())
    assert reply.answer is None
    assert reply.failure == "the answer is longer than 4 MB"
    assert len(server.asked) == 1


def test_a_packed_answer_is_not_unpacked(server):
    server.script = [Says(raw=gzip.compress(b"0" * 1_000_000), headers={"Content-Encoding": "gzip"})]
    assert asker(server).ask(sent()).failure == "the answer is packed, which was not asked for"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(server, status):
    server.script = [Says(status=status, headers={"Location": "http://203.0.113.9/v1/chat/completions"})]
    with pytest.raises(ReaderError, match=r"leads to another address \(redirect to 203.0.113.9\)"):
        asker(server, key=KEY).ask(sent())
    assert len(server.asked) == 1


@pytest.mark.parametrize("how", ["schema", "tool"])
@pytest.mark.parametrize(
    "raw",
    [
        b"<html>welcome to the wireless network</html>",
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b'{"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": []}',
        b'{"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0}]}',
        b'{"error": {"message": "out of memory"}}',
    ],
)
def test_an_answer_that_is_no_completion_at_all(server, raw, how):
    server.script = [Says(raw=raw)]
    reply = asker(server, how=how).ask(sent())
    assert reply.answer is None
    assert reply.failure
    assert len(server.asked) in (2, 4)
    assert reply.usage.sent == len(server.asked) * (standing_tokens() + tokens(sent()))


def test_a_server_that_does_not_count_is_counted_by_estimate(server):
    server.script = [Says(GOOD, usage=None)]
    usage = asker(server).ask(sent()).usage
    assert usage.sent == standing_tokens() + tokens(sent())
    assert 200 < usage.answered < 3_000


def test_the_budget_bounds_the_answer_and_the_second_asking(server):
    server.script = [Says("nonsense", usage={"prompt_tokens": 5_000, "completion_tokens": 900, "total_tokens": 5_900})]
    out = standing_tokens() + tokens(sent())
    reply = asker(server).ask(sent(), out + LEAST_ANSWER)
    assert server.asked[0].body["max_tokens"] == LEAST_ANSWER
    assert len(server.asked) == 1  # the second would go over
    assert reply.usage.total == 5_900
    assert asker(server).ask(sent(), out + LEAST_ANSWER - 1).failure == "no room left in the budget"
    assert len(server.asked) == 1


def test_the_key_is_in_no_log_and_in_no_error(server, caplog):
    caplog.set_level(logging.DEBUG)
    server.script = [Says(status=401, raw=json.dumps({"error": {"message": f"wrong key {KEY}"}}).encode())]
    with pytest.raises(ReaderError) as failed:
        asker(server, key=KEY).ask(sent())
    assert KEY not in str(failed.value)
    assert KEY not in caplog.text
    server.script = [Says(status=400, raw=json.dumps({"error": {"message": f"wrong key {KEY}"}}).encode())]
    assert KEY not in asker(server, key=KEY).ask(sent()).failure


def test_keys_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("MY_KEY", f" {KEY}\n")
    assert key_from("MY_KEY") == KEY
    assert key_from(None) is None
    for bad in ("", "two words", "bro\x07ken", "schlüssel"):
        monkeypatch.setenv("MY_KEY", bad)
        with pytest.raises(ReaderError) as failed:
            key_from("MY_KEY")
        assert not bad or bad not in str(failed.value)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8080/v1", "http://localhost/v1/", "http://[::1]:1/v1", "https://models.example/v1"],
)
def test_addresses_that_text_may_be_sent_to(url):
    assert checked_address(url).url == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://models.example/v1",
        "http://192.168.1.5:8080/v1",
        "http://localhost.models.example/v1",
        "http://127.0.0.1.models.example/v1",
        "http://0.0.0.0/v1",
        "ftp://127.0.0.1/v1",
        "models.example/v1",
        "https://user:secret@models.example/v1",
        "https://models.example/v1?key=secret",
        "https://models.example:99999/v1",
        "https:///v1",
        "",
    ],
)
def test_addresses_that_are_refused(url):
    with pytest.raises(ReaderError) as failed:
        checked_address(url)
    assert "secret" not in str(failed.value)


def test_plain_http_to_another_machine_is_the_users_word():
    assert not checked_address("http://192.168.1.5:8080/v1", allow_plain_http=True).local


WATCHED = """
import json, sys
where = []

def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo"):
        where.append(repr(args[-1]))

sys.addaudithook(watch)
from ripeness.claims.model_reader import Asker, checked_address
reply = Asker("tiny", checked_address(sys.argv[1]), None).ask("nothing")
from opentelemetry import trace
from pydantic_ai import Agent
print(json.dumps({
    "where": where,
    "answered": reply.answer is not None,
    "logfire": "logfire" in sys.modules,
    "provider": type(trace.get_tracer_provider()).__name__,
    "default": repr(Agent._instrument_default),
}))
"""


def test_nothing_else_leaves_the_machine(server):
    server.script = [Says(GOOD)]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, server.address],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["answered"]
    assert set(seen["where"]) == {repr(("127.0.0.1", server.server_address[1]))}
    assert not seen["logfire"]
    assert seen["provider"] == "ProxyTracerProvider"  # none is set up: spans go nowhere
    assert seen["default"] == "False"
