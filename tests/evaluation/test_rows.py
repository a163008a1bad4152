import pytest

from handoff.evaluation.rows import MalformedRows, Row, parse_rows

HEADER = "lang\tlabel\tstyle\ttext\n"


def test_rows_are_read_in_order_with_an_empty_style():
    content = HEADER + "fi\tdaycare_fees\t\tMitä päivähoito maksaa?\nsv\tgreet\ttypo\thejj\n"
    assert parse_rows(content.encode()) == [
        Row("fi", "daycare_fees", "", "Mitä päivähoito maksaa?"),
        Row("sv", "greet", "typo", "hejj"),
    ]


def test_quotes_and_unusual_line_separators_are_text():
    content = HEADER + 'en\tgreet\t\t"Hello" she said, "\nen\tgreet\t\ta\u2028b\n'
    assert [row.text for row in parse_rows(content.encode())] == ['"Hello" she said, "', "a\u2028b"]


def test_windows_line_ends_a_byte_order_mark_and_blank_lines_are_accepted():
    content = "\ufeff" + (HEADER + "fi\tgreet\t\tmoi\n\n").replace("\n", "\r\n")
    assert parse_rows(content.encode()) == [Row("fi", "greet", "", "moi")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "line 1 must be the header"),
        (b"lang,label,style,text\n", "line 1 must be the header"),
        (HEADER.encode(), "there is no row"),
        (HEADER.encode() + b"fi\tgreet\tmoi\n", "line 2 has 3 fields instead of 4"),
        (HEADER.encode() + b"fi\tgreet\t\tmoi\tx\n", "line 2 has 5 fields instead of 4"),
        (HEADER.encode() + b"fi\tgreet\t\tmoi\nde\tgreet\t\thallo\n", "line 3 has the language 'de'"),
        (HEADER.encode() + b"fi\t\t\tmoi\n", "line 2 has no label"),
        (HEADER.encode() + b"fi\tgreet\t\t \n", "line 2 has no text"),
        (HEADER.encode() + b"fi\tgreet\t\tmoi\nfi\tgreet\t\tm\xf6i\n", "line 3 is not UTF-8"),
    ],
)
def test_a_malformed_file_names_the_line(content, reason):
    with pytest.raises(MalformedRows, match=reason):
        parse_rows(content)
