import pytest

from ripeness.claims.model_reader.answer import Answer
from ripeness.claims.model_reader.checking import MOST_READINGS, Checked, check, checked_from, joined
from ripeness.claims.model_reader.question import Piece, pieces
from ripeness.reports.model import Report
from tests.claims.model_reader.texts import GOOD, STRAIT, at, move, statement

REJECT = "Kell rejected the plan to hand over the islands"


def judged(*, statements=(), moves=(), report: Report = STRAIT, piece: Piece | None = None) -> Checked:
    answer = Answer.model_validate({"statements": list(statements), "moves": list(moves)})
    return check(answer, report, piece or pieces(report)[0])


def reason(**rows) -> str:
    checked = judged(**rows)
    assert not checked.statements
    assert not checked.moves
    (rejected,) = checked.rejected
    return rejected.reason


def test_good_readings_stand_where_their_words_stand():
    checked = judged(**GOOD)
    assert checked.rejected == ()
    shown = [STRAIT.text[slice(*s.content)] for s in checked.statements]
    assert shown == [row["content"]["words"] for row in GOOD["statements"]]
    assert STRAIT.text[slice(*checked.moves[0].dated)] == "on Tuesday"
    assert (checked.moves[0].happened, checked.moves[2].teller) == ("2031-03-11", "Quorl Front")


@pytest.mark.parametrize(
    "words",
    [
        "The truce is over",  # other words
        "the truce is dead",  # another case
        "The truce  is dead",  # another space
        "The truce is",  # these do stand, but only as part of ... a quotation: accepted below
        "The truce … dead",
        "The truce is dead\u200b",
    ],
)
def test_words_must_stand_letter_by_letter(words):
    checked = judged(statements=[statement(words, "Dana Orsel", "Dana Orsel", "Kell")])
    if words == "The truce is":
        assert len(checked.statements) == 1
    else:
        assert [r.reason for r in checked.rejected] == ["words: not in the text"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (statement("The truce is dead", "Mira Vantz", "Mira Vantz"), "speaker: not in the text"),
        (statement("The truce is dead", "Dana", "Dana Ors"), "speaker: not in the text"),
        (statement("The truce is dead", "he", "Dana Orsel"), "source: at several places, and not said which"),
        (statement("The truce is dead", "", "Dana Orsel"), "source: none given"),
        (statement("The truce is dead", "Dana Orsel", "Dana Orsel", "Ostrava Bay"), "speaker: not in the text"),
        (statement("", "Dana Orsel", "Dana Orsel"), "words: none given"),
        (statement("The truce is dead", "Dana Orsel", "Dana Orsel", kind="rumour"), "kind: not in the list"),
        (statement("The truce is dead", "Dana Orsel", "Dana Orsel", issue="peace"), "issue: not in the list"),
        (statement("The truce is dead", "Dana Orsel", "Dana Orsel", cue=at("shouted")), "cue: not in the text"),
        (statement("The truce is dead", "Dana Orsel", "Dana Orsel", via=["The Courier"]), "via: not in the text"),
        (statement("The truce is dead", "Dana Orsel", "Dana Orsel", said="11 March"), "date: not valid"),
        (statement("The truce is dead", "Dana Orsel", "Dana Orsel", said="2031-03-20"), "date: not within reason"),
        (statement("the truce could hold", "Ivo Brandt", "Ivo Brandt"), "a quotation without quotation marks"),
        (
            statement("Kell", "Dana Orsel", "Dana Orsel", kind="indirect"),
            "words: at several places, and not said which",
        ),
    ],
)
def test_a_statement_is_thrown_away_with_its_reason(row, why):
    assert reason(statements=[row]) == why


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (move("reject", "Kell accepted everything", "Kell"), "words: not in the text"),
        (move("surrender", REJECT, "Kell"), "kind: not in the list"),
        (move("reject", REJECT, "Kell", modality="certain"), "modality: not in the list"),
        (move("reject", REJECT, "Kell", mode="thought"), "mode: not in the list"),
        (move("reject", REJECT, "Kell", issue=""), "issue: not in the list"),
        (move("reject", REJECT), "no actor"),
        (move("reject", REJECT, " "), "no actor"),
        (move("reject", REJECT, "Ostrava Bay"), "actor: not in the text"),
        (move("reject", REJECT, "Kel"), "actor: not in the text"),
        (move("reject", REJECT, "Kell", targets=["Ostrava Bay"]), "target: not in the text"),
        (move("reject", REJECT, "Kell", option="give up the islands"), "option: not in the text"),
        (move("reject", REJECT, "Kell", teller="The Courier"), "teller: not in the text"),
        (move("reject", REJECT, "Kell", modality="conditional"), "a conditional move without its condition"),
        (move("reject", REJECT, "Kell", condition=at("if it rains")), "condition: not in the text"),
        (move("reject", REJECT, "Kell", happened="2031-13-01", dated=at("on Tuesday")), "date: not valid"),
        (move("reject", REJECT, "Kell", happened="2031-02-30", dated=at("on Tuesday")), "date: not valid"),
        (move("reject", REJECT, "Kell", happened="2031-03-12/2031-03-02", dated=at("on Tuesday")), "date: not valid"),
        (move("reject", REJECT, "Kell", happened="1203-03-12", dated=at("on Tuesday")), "date: not within reason"),
        (move("reject", REJECT, "Kell", happened="2032-03-12", dated=at("on Tuesday")), "date: not within reason"),
        (move("reject", REJECT, "Kell", happened="2031-03-11", dated=at("on Friday")), "date words: not in the text"),
    ],
)
def test_a_move_is_thrown_away_with_its_reason(row, why):
    assert reason(moves=[row]) == why


def test_what_is_to_come_may_lie_ahead():
    ahead = move("promise", REJECT, "Kell", modality="may", happened="2031-03-18", dated=at("on Tuesday"))
    assert judged(moves=[ahead]).moves[0].happened == "2031-03-18"


def test_a_date_must_be_one_that_the_words_allow():
    wrong = move("reject", REJECT, "Kell", happened="2031-03-09", dated=at("on Tuesday"))
    empty = move("accuse", "The Quorl Front accused Kell", "Kell", happened="2031-03-11", dated=at("the port"))
    checked = judged(moves=[wrong, empty])
    assert [each.happened for each in checked.moves] == ["", ""]
    assert checked.reasons() == {
        "date: left out, for the words give another": 1,
        "date: left out, no words give it": 1,
    }


def test_when_something_was_said_must_stand_in_its_sentence():
    row = statement("The truce is dead", "Dana Orsel", "Dana Orsel", said="2031-03-11")
    checked = judged(statements=[row])
    assert checked.statements[0].said == ""
    assert checked.reasons() == {"date: left out, no words give it": 1}


def test_a_date_that_no_words_give_is_left_out_and_counted():
    checked = judged(moves=[move("reject", REJECT, "Kell", happened="2031-03-11")])
    assert checked.moves[0].happened == ""
    assert checked.reasons() == {"date: left out, for no words give it": 1}


def test_the_sentence_and_the_place_in_it_decide_between_equal_words():
    text = "The army said it fired. The army said the army said it had not."
    report = Report("r", "r", "", text)
    row = statement("it", "army", "army", kind="indirect")

    def where(sentence, nth, words):
        found = judged(statements=[row | {"content": at(words, sentence, nth), "source": at("army", 1)}], report=report)
        return [s.content[0] for s in found.statements]

    assert where(1, 0, "it") == [text.index("it ")]
    assert where(2, 0, "it") == [text.rindex("it ")]
    assert where(0, 0, "it") == where(9, 0, "it") == where(2, 0, "army said") == []
    assert where(2, 2, "army said") == [text.rindex("army said")]
    assert where(2, 3, "army said") == []


def test_quotation_marks_are_taken_off_and_nothing_else():
    for words in ('"The truce is dead,"', "“The truce is dead", "The truce is dead,"):
        (found,) = judged(statements=[statement(words, "Dana Orsel", "Dana Orsel")]).statements
        assert STRAIT.text[slice(*found.content)].rstrip(",") == "The truce is dead"


def test_words_of_another_piece_do_not_count():
    whole = pieces(STRAIT)[0]
    head = Piece(0, 0, whole.sentences[1][2], whole.sentences[:2])
    checked = judged(**GOOD, piece=head)
    assert [STRAIT.text[slice(*m.telling)] for m in checked.moves] == [REJECT]
    assert checked.statements == ()


def test_the_same_reading_counts_once_also_from_two_pieces():
    checked = judged(statements=GOOD["statements"] * 2, moves=GOOD["moves"] * 2)
    assert checked.reasons() == {"read twice": 7}
    both = joined([judged(**GOOD), judged(**GOOD)])
    assert (len(both.statements), len(both.moves)) == (4, 3)


def test_a_flood_of_readings_is_cut_off():
    flood = [statement(STRAIT.text[n : n + 40], "Ivo Brandt", "Ivo Brandt", kind="indirect") for n in range(400)]
    checked = judged(statements=flood)
    assert len(checked.statements) <= MOST_READINGS
    assert checked.reasons()[f"more than {MOST_READINGS} readings of one piece"] == 400 - MOST_READINGS


def test_what_was_checked_goes_through_json_unchanged():
    import json

    checked = judged(statements=[*GOOD["statements"], statement("no", "no", "no")], moves=GOOD["moves"])
    assert checked_from(json.loads(json.dumps(checked.data()))) == checked
