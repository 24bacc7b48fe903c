"""Words as they are kept and looked for."""

import pytest

from constellations.core.search_words import LONGEST_WORD, MOST_WORDS, to_find, to_keep, words_in


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("", ""),
        ("?! … 👍", ""),
        ("Bonfire at six, at SIX!", "at bonfire six"),
        ("Café café CAFE\u0301", "cafe"),
        ("Straße 5½", "512 strasse"),
        ("O'Neill-Hale's cot", "cot hale neill o s"),
        ("snake_case https://example.org/cot?x=1", "1 case cot example https org snake x"),
        ("İstanbul Łódź Ŵy", "istanbul wy łodz"),
        ("日本 привет", "привет 日本"),
        ("\x00 \ufeff a\u202eb", "a b"),
        ("ﷺ ① ²", "1 2 صلىاللهعليهوسلم"),
        ("x" * 4000, "x" * LONGEST_WORD),
        ("\u0301 \u0301", ""),
    ],
)
def test_of_a_message_its_words_are_kept_once_each_without_their_order(body: str, kept: str) -> None:
    assert to_keep(body) == kept


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("", ()),
        ("*", ()),
        ('""', ()),
        ("-cot", ("cot",)),
        ("cot OR NOT pram", ("cot", "or", "not", "pram")),
        ('"cot pram" NEAR(a, b) words:x ^y', ("cot", "pram", "near", "a", "b", "words", "x", "y")),
        ("cot & !pram:* | (x)", ("cot", "pram", "x")),
        ("cot Cot CÔT", ("cot",)),
        (" ".join(f"w{number}" for number in range(40)), tuple(f"w{number}" for number in range(MOST_WORDS))),
    ],
)
def test_what_is_typed_is_words_and_never_a_question_in_some_language(typed: str, looked_for: tuple[str, ...]) -> None:
    assert to_find(typed) == looked_for


def test_a_word_knows_where_it_stands() -> None:
    text = "Ein Café, ja"
    assert [text[word.starts : word.ends] for word in words_in(text)] == ["Ein", "Café", "ja"]
