from collections.abc import Iterator

import pytest

from tests.claims.model_reader.server import Server, running


@pytest.fixture
def server() -> Iterator[Server]:
    """A language model on this machine. Skips where pydantic-ai, by which it would be asked, is not installed."""
    pytest.importorskip("pydantic_ai", reason="pydantic-ai is not installed: pip install 'ripeness[reader]'")
    pytest.importorskip("openai", reason="openai is not installed: pip install 'ripeness[reader]'")
    with running() as found:
        yield found
