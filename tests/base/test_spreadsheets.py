"""The files that spreadsheets open."""

from intranet.base.spreadsheets import csv_answer, csv_file


def test_file_when_its_name_was_typed_by_somebody_then_only_letters_and_figures_are_left():
    assert 'filename="sanu-minutes-dattente.csv"' in csv_file("sanu-=Minutes d'attente", "a;b")["Content-Disposition"]
    assert 'filename="table.csv"' in csv_answer("=??", ["a"], [])["Content-Disposition"]


def test_cell_when_it_begins_like_a_formula_then_it_is_text(settings):
    answer = csv_answer("x", ["title"], [["=cmd|'/c calc'!A1"], ["+33 4"], ["@x"], ["simple"]])
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert [line.strip('"')[:1] for line in lines[1:]] == ["'", "'", "'", "s"]
