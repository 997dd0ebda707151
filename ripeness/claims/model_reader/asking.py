"""Asking a language model behind an OpenAI-compatible address, by pydantic-ai.

The model has no tools and sees one message: what `question` wrote, letter by letter. `line` bounds where it goes and
what comes back. Traces are never made: nothing here turns pydantic-ai's instrumentation on, and each asking turns it
off.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from math import ceil
from typing import TYPE_CHECKING, Any, Literal

from ripeness.claims.model_reader.address import Address
from ripeness.claims.model_reader.answer import Answer
from ripeness.claims.model_reader.question import BYTES_PER_TOKEN, INSTRUCTIONS, standing_tokens, tokens
from ripeness.errors import ReaderError

if TYPE_CHECKING:
    import httpx2
    from pydantic_ai import Agent
    from pydantic_ai.exceptions import ModelHTTPError
    from pydantic_ai.usage import RunUsage

    from ripeness.claims.model_reader.line import Line

TIMEOUT = 300.0  # seconds for one answer: a large model on one's own machine writes 20 tokens a second
# How long to wait before asking again, in seconds, where the server is busy or does not answer in a usable way.
WAITS = (1.0, 4.0, 15.0)
LONGEST_WAIT = 60.0  # if the server says how long
# The answer may be so long, in tokens; models that think first need most of it.
MOST_ANSWER = 16_000
# With less room than this left in the budget, a piece is not asked about.
LEAST_ANSWER = 1_500
# An answer that is not of the asked shape is asked for once more.
ASKED_AGAIN = 1

_MISTAKEN = (LookupError, TypeError, ValueError, AttributeError)
_BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_OPENAI = ("openai.com", "openai.azure.com")

How = Literal["schema", "tool"]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that one or several answers took, as the server counts them, else as estimated."""

    sent: int = 0
    answered: int = 0
    requests: int = 0

    @property
    def total(self) -> int:
        """Both."""
        return self.sent + self.answered

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.sent + other.sent, self.answered + other.answered, self.requests + other.requests)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one question: an answer, or why there is none."""

    answer: Answer | None
    usage: Usage
    failure: str = ""


@dataclass(frozen=True, slots=True)
class _Tried:
    """What came of putting a question once. ``wait`` are the seconds that a busy server asks for."""

    answer: Answer | None
    usage: Usage
    failure: str = ""
    wait: float | None = None
    misshapen: bool = False
    final: bool = False


def require_library() -> None:
    """Raise ReaderError where pydantic-ai is not installed."""
    if find_spec("pydantic_ai") is None or find_spec("openai") is None:
        raise ReaderError(
            "pydantic-ai is not installed, by which language models are asked", "Do: pip install 'ripeness[reader]'"
        )


class Asker:
    """Puts questions to one model at one address."""

    def __init__(
        self,
        model: str,
        address: Address,
        key: str | None = None,
        how: How = "schema",
        timeout: float = TIMEOUT,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        require_library()
        self.model, self.address = model, address
        self._key, self._how, self._timeout, self._sleep = key, how, timeout, sleep

    def ask(self, text: str, room: int | None = None) -> Reply:
        """Ask about the message ``text``, with ``room`` tokens for question and answer; None: no bound.

        While the server is busy or silent it is asked again, and once where the answer has another shape. Raises
        ReaderError where asking anything else would fail as well: no such model, the key refused, no server.
        """
        usage, failure, waits, again = Usage(), "", list(WAITS), ASKED_AGAIN
        while True:
            limit = answer_room(text, None if room is None else room - usage.total)
            if limit is None:
                return Reply(None, usage, failure or "no room left in the budget")
            tried = self._try(text, limit)
            usage += tried.usage
            failure = tried.failure
            if tried.answer is not None or tried.final:
                return Reply(tried.answer, usage, failure)
            if tried.misshapen:
                if not again:
                    return Reply(None, usage, failure)
                again -= 1
                continue
            if not waits:
                return Reply(None, usage, f"{failure}, {len(WAITS) + 1} times in a row")
            wait = waits.pop(0)
            self._sleep(min(tried.wait or wait, LONGEST_WAIT))

    def _try(self, text: str, limit: int) -> _Tried:
        """Put the question once. Raises ReaderError as `ask` does."""
        from pydantic_ai.exceptions import (
            ModelAPIError,
            ModelConnectionError,
            ModelHTTPError,
            ModelRequestTimeout,
            ModelTimeoutError,
            UnexpectedModelBehavior,
        )
        from pydantic_ai.usage import RunUsage

        from ripeness.claims.model_reader.line import Line

        line, counted = Line(self.address, self._key), RunUsage()
        try:
            return _Tried(asyncio.run(self._once(line, counted, text, limit)), _spent(line, counted, text))
        except UnexpectedModelBehavior as error:
            failure = f"the answer has not the shape that was asked for ({_cause(error)})"
            return _Tried(None, _spent(line, counted, text), failure, misshapen=True)
        except ModelHTTPError as error:
            self._stop(error)
            if error.status_code in _BUSY:
                return _Tried(None, Usage(), f"the server answers {error.status_code}", wait=error.retry_after)
            return _Tried(None, Usage(), f"the server answers {error.status_code}: {self._said(error)}", final=True)
        except ModelAPIError as error:
            if line.refused:
                raise_for(line.refused, self.address)
                return _Tried(None, _spent(line, counted, text), line.refused, final=True)
            if isinstance(error, ModelConnectionError) and error.phase == "connect":
                raise ReaderError(
                    f"Nothing answers at {self.address.url}", "See whether the server runs there."
                ) from error
            late = isinstance(error, ModelTimeoutError | ModelRequestTimeout)
            failure = "the server does not answer in time" if late else "the answer breaks off"
            return _Tried(None, _spent(line, counted, text), failure)
        except _MISTAKEN as error:  # the libraries do not expect everything that a server may send
            failure = f"the answer is no completion ({type(error).__name__})"
            return _Tried(None, _spent(line, counted, text), failure, misshapen=True)

    async def _once(self, line: Line, counted: RunUsage, text: str, limit: int) -> Answer:
        async with line.client(self._timeout) as client:
            return (await self._agent(client, limit).run(text, usage=counted)).output

    def _agent(self, client: httpx2.AsyncClient, limit: int) -> Agent[None, Answer]:
        from openai import AsyncOpenAI
        from pydantic_ai import Agent, NativeOutput, ToolOutput
        from pydantic_ai.models.openai import OpenAIChatModel
        from pydantic_ai.profiles.openai import OpenAIModelProfile
        from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

        class AsWritten(OpenAIChatModel):
            """Sends the messages as they are, so that what is sent is what the user was shown."""

            def prepare_messages(self, messages: Any, model_request_parameters: Any = None) -> Any:
                return messages

        sdk = AsyncOpenAI(
            base_url=self.address.url,
            api_key="named",  # the line puts the key in
            http_client=client,
            max_retries=0,
            timeout=self._timeout,
        )
        theirs = self.address.host.endswith(_OPENAI)
        profile = OpenAIModelProfile(
            openai_chat_supports_max_completion_tokens=theirs, supports_json_schema_output=True
        )
        model = AsWritten(self.model, provider=OpenAICompatibleProvider("named", openai_client=sdk, profile=profile))
        output = NativeOutput(Answer) if self._how == "schema" else ToolOutput(Answer, name="write_down")
        agent = Agent(
            model,
            output_type=output,
            instructions=INSTRUCTIONS,
            name="reader",
            retries=0,
            model_settings={"max_tokens": limit, "temperature": 0.0, "request_timeout": self._timeout},
        )
        agent.instrument = False
        return agent

    def _stop(self, error: ModelHTTPError) -> None:
        """Raise ReaderError for answers that every further question would get."""
        if error.status_code in (401, 402, 403):
            raise ReaderError(
                f"{self.address.url} refuses to answer ({error.status_code})",
                "Name the variable that holds your key: --key-from.",
            ) from None  # the server's words may repeat the key
        if error.status_code == 404:
            raise ReaderError(
                f"{self.address.url} knows no model {self.model!r}, or no OpenAI-compatible server answers there (404)",
                "See how the server names its models; the address ends in /v1 on most.",
            ) from error

    def _said(self, error: ModelHTTPError) -> str:
        """The server's own words, in short and on one line, without the key: servers repeat what they were sent."""
        words = error.body.get("message", "") if isinstance(error.body, dict) else error.body
        said = " ".join(str(words or "no reason given").split())
        return (said.replace(self._key, "(the key)") if self._key else said)[:200]


def answer_room(text: str, room: int | None) -> int | None:
    """How many tokens the answer to a message may have, with ``room`` for both; None where that is too few."""
    if room is None:
        return MOST_ANSWER
    left = min(MOST_ANSWER, room - standing_tokens() - tokens(text))
    return left if left >= LEAST_ANSWER else None


def raise_for(refused: str, address: Address) -> None:
    """Raise ReaderError where the server wants the text to go elsewhere."""
    if refused.startswith("redirect"):
        raise ReaderError(
            f"{address.url} leads to another address ({refused})",
            "Nothing was sent there. Name it yourself if you trust it.",
        )


def _spent(line: Line, counted: RunUsage, text: str) -> Usage:
    """What a question took: as the server counted it, else as estimated from what went out and came back."""
    if not line.asked:
        return Usage()
    sent = counted.input_tokens or standing_tokens() + tokens(text)
    return Usage(sent, counted.output_tokens or ceil(line.read / BYTES_PER_TOKEN), 1)


def _cause(error: Exception) -> str:
    """What was wrong with an answer, without its words."""
    from pydantic import ValidationError

    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ValidationError):
            first = seen.errors(include_url=False, include_input=False)[0]
            return f"{'.'.join(map(str, first['loc'])) or 'all of it'}: {first['msg'][:120]}"
        seen = seen.__cause__
    return " ".join(str(error).split())[:160]
