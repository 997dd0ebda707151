from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.reports import paragraphs, sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Mr. Roe met Gen. Lind.", "Ms. Tallec and Dr. Oke stayed away."],
        ["Mira V. Tallec spoke.", "J.D. Roe did not."],
        ["He flew to the U.S. on Monday.", "He left the U.S.", "The talks went on."],
        ["The C.I.A. director wrote to the U.N. Security Council."],
        ["They met at 5 p.m. Monday.", "They left at 9 p.m.", "Nobody spoke."],
        ["It cost 3.5 million.", "No. 10 said no.", "On Jan. 5 it ended."],
        ["He paused... and went on.", "Then he stopped...", "She waited."],
        ['"Why now?" she asked.', "Nobody knew."],
        ['"Why now?" Ms. Tallec asked.', "Nobody knew."],
        ['"Why now?"', "The hall fell silent."],
        ["“We are done.”", "He left."],
        ["“We are done.", "We go home,” he said."],
        ["She called it “a good start.”", "Kestria disagreed."],
        ["They want “ties with the U.S.” Aldova said so."],
        ["He left (she stayed.)", "It rained."],
        ["The talks failed.[12]", "The front moved."],
        ["1. The first point is aid.", "2. The second is land."],
        ["Oh!", "Really?", "Yes."],
        ["See Art. 5 of the pact, cf. the annex.", "It holds."],
        ["Acme Inc. sold it.", "It went to Roe Jr.", "He kept it."],
        ["Before World War I.", "He was right."],
    ],
)
def test_news_english(parts):
    assert split(" ".join(parts)) == parts


def test_a_space_lost_in_scraping_does_not_join_sentences():
    assert split("The talks ended.The envoy left for example.com and Node.js.") == [
        "The talks ended.",
        "The envoy left for example.com and Node.js.",
    ]


def test_a_line_is_a_paragraph_where_lines_are_long():
    long_line = "The envoy of Aldova said that the plan would be studied with care, " * 2 + "and that was all"
    text = f"Norrland waits\n{long_line}\nnobody believed him"
    assert len(paragraphs(text)) == 3
    assert split(text)[0] == "Norrland waits"


def test_a_hard_wrapped_text_is_joined_but_its_list_and_headline_are_not():
    text = (
        "Norrland waits for a word\n\n"
        "The envoy of Aldova said on Monday that the government\n"
        "would study the plan for a truce of thirty days, Gen. Roe\n"
        "added later. It was late.\n\n"
        "- the first item\n- the second item"
    )
    parts = [text[start:end] for start, end in paragraphs(text)]
    assert [part.split()[0] for part in parts] == ["Norrland", "The", "-", "-"]
    assert [part.split()[-1] for part in split(text)] == ["word", "later.", "late.", "item", "item"]


def test_full_width_and_arabic_stops_end_sentences():
    assert len(split("停戦協議は続く。大統領は黙った。")) == 2
    assert len(split("هل انتهت الحرب؟ لا أحد يعرف.")) == 2


NEWS = st.lists(
    st.sampled_from(
        [
            "Mr.",
            "the U.S.",
            "talks",
            "ended.",
            "He",
            '"No!"',
            "(so)",
            "...",
            "\n",
            "\n\n",
            "5",
            "V.",
            " ",
            "”",
            "“We",
            "p.m.",
        ]
    ),
    max_size=40,
).map(" ".join)


@given(st.one_of(NEWS, st.text(max_size=200)))
def test_every_visible_character_is_in_one_sentence_inside_one_paragraph(text):
    blocks, spans = paragraphs(text), sentences(text)
    for group in (blocks, spans):
        assert all(start < end and text[start:end] == text[start:end].strip() for start, end in group)
        assert all(left[1] <= right[0] for left, right in pairwise(group))
        outside = set(range(len(text))) - {at for start, end in group for at in range(start, end)}
        assert not "".join(text[at] for at in outside).strip()
    assert all(any(b <= start and end <= e for b, e in blocks) for start, end in spans)


@pytest.mark.parametrize("text", ["." * 200_000 + "a", "A.B." * 50_000, '. ("' * 50_000, "“" * 200_000])
def test_monstrous_text_is_split_all_the_same(text):
    assert sentences(text)[-1][1] == len(text)
