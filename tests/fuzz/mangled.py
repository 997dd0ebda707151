"""Something that is nearly right, for parsers that trust nothing: a sound text with a few places spoilt."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

ODD = [
    "\0", "\x01", "\ud800", "\\ud800", "\\u0000", "\ufeff", "\u202e", "\u2028", "🂡", "é" * 40, "a" * 3000, "\t", "\r",
    "\n\n", "<", ">", "&", "&#0;", "&#xD800;", "<![CDATA[", "]]>", "<!--", "<svg onload=x>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;", "{", "}", "[", "]", ":", "- ", "*a", "&a ", "!!python/name:os.system ",
    "<<: *a", "|", "'", '"', "=1+1", ",", ";", "null", "true", "~", "-1", "0", "1e999", ".inf", ".nan", "NaN",
    "9" * 400, "0x10", "1_0", "2025-02-30", "9999-12-31", "0000", "../../etc/passwd", "%s", "{{7*7}}", "https://[::1",
    "file:///etc/passwd",
]  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn, texts: Sequence[str]) -> str:
    """One of the texts with a few pieces cut out, doubled, moved or put in."""
    text = draw(st.sampled_from(list(texts)))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 5, 40, 400])))
        put = draw(st.sampled_from([*ODD, "", text[start:end] * 2, text[:60]]))
        text = text[:start] + put + text[end:]
    return text


@st.composite
def lines_mangled(draw: st.DrawFn, text: str) -> str:
    """The text with a few lines left out, doubled, indented otherwise, or with another value."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        key, colon, _ = line.partition(":")
        lines[at : at + 1] = draw(
            st.sampled_from(
                [
                    [],
                    [line, line],
                    [f"  {line}"],
                    [line.lstrip()],
                    [f"{key}{colon} {draw(st.sampled_from(ODD))}"],
                    [f"{key}{colon} [{draw(st.sampled_from(ODD))}]"],
                    [f"{key}{colon} {{a: {draw(st.sampled_from(ODD))}}}"],
                    [draw(st.sampled_from(lines))],
                ]
            )
        ) or [""]
    return "\n".join(lines)
