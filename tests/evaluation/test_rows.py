import pytest

from handoff.cli.assistant import known_labels
from handoff.cli.places import ROOT
from handoff.evaluation.rows import OUT_OF_SCOPE, MalformedRows, Row, parse_rows

HEADER = "lang\tlabel\tstyle\ttext\n"
FOLLOW_UPS = "lang\tlabel\tfirst\ttext\n"


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


def test_a_label_can_name_two_topics():
    content = HEADER + "sv\tdaycare_fees+school_enrolment\tplain\tVad kostar dagis, och hur anmäler jag till skolan?\n"
    (row,) = parse_rows(content.encode())
    assert row.topics == ("daycare_fees", "school_enrolment")


def test_follow_ups_have_a_first_question_and_say_whether_the_topic_changed():
    content = FOLLOW_UPS + "en\tswimming_halls\tIs the pool open?\tand on Sunday\nen\tnew:museums\tHi\tIs HAM free?\n"
    assert parse_rows(content.encode()) == [
        Row("en", "swimming_halls", "same topic", "and on Sunday", "Is the pool open?"),
        Row("en", "museums", "new topic", "Is HAM free?", "Hi"),
    ]


@pytest.mark.parametrize("name", ["development", "development_two_needs", "development_follow_ups"])
def test_the_projects_own_questions_can_be_read(name):
    rows = parse_rows((ROOT / "tests" / "nlu" / f"{name}.tsv").read_bytes())
    assert {row.language for row in rows} == {"fi", "sv", "en"}
    assert {topic for row in rows for topic in row.topics} <= known_labels() | {OUT_OF_SCOPE}


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
        (HEADER.encode() + b"fi\tgreet+\t\tmoi\n", "line 2 has the label 'greet\\+', which does not name two topics"),
        (HEADER.encode() + b"fi\tgreet+greet\t\tmoi\n", "does not name two topics"),
        (HEADER.encode() + b"fi\tgreet+out_of_scope\t\tmoi\n", "does not name two topics"),
        (HEADER.encode() + b"fi\ta+b+c\t\tmoi\n", "does not name two topics"),
        (FOLLOW_UPS.encode() + b"fi\tgreet\t\tmoi\n", "line 2 has no first question"),
        (FOLLOW_UPS.encode() + b"fi\tnew:\tmoi\thei\n", "line 2 has no label"),
        (HEADER.encode() + b"fi\tgreet\t\tmoi\nfi\tgreet\t\tm\xf6i\n", "line 3 is not UTF-8"),
    ],
)
def test_a_malformed_file_names_the_line(content, reason):
    with pytest.raises(MalformedRows, match=reason):
        parse_rows(content)
