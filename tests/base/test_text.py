"""Text on one line."""

from intranet.base import text


def test_excerpt_when_the_text_has_spaces_that_do_not_break_then_it_keeps_them():
    assert (
        text.excerpt("Elle ouvre\n la  campagne «\u00a0Moins de papiers\u00a0»") == "Elle ouvre la campagne «\u00a0Moins de papiers\u00a0»"
    )


def test_excerpt_when_the_text_is_long_then_it_is_cut_at_a_word():
    assert text.excerpt("Un médiateur numérique dans chaque maison", 20) == "Un médiateur…"
