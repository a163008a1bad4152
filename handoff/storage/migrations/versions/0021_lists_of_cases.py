"""What the staff's lists and the search of cases go by"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OPEN = sa.text("status IN ('received', 'in_process')")
OF_OPEN = {
    "ix_cases_open": ["due_on", "id"],
    "ix_cases_open_unit": ["unit", "due_on", "id"],
    "ix_cases_open_assignee": ["assignee_id", "due_on", "id"],
    "ix_cases_open_service": ["service_code", "due_on", "id"],
}
OLD = {
    "ix_cases_status_due_on": ["status", "due_on"],
    "ix_cases_unit_status": ["unit", "status", "due_on"],
    "ix_cases_assignee_id_status": ["assignee_id", "status"],
}

# SQLite. The words' rows go by a number of the case: a rowid of `cases` would not survive VACUUM.
TAKE_OUT = "DELETE FROM case_words WHERE rowid = (SELECT number FROM case_numbers WHERE case_id = old.id);"
PUT_IN = """
INSERT INTO case_words(rowid, own, shown) VALUES (
    (SELECT number FROM case_numbers WHERE case_id = new.id),
    new.title || ' ' || new.text || ' ' || new.place,
    new.public_title || ' ' || new.public_text || ' ' || new.public_answer
);"""
SQLITE = (
    "CREATE TABLE case_numbers (number INTEGER PRIMARY KEY AUTOINCREMENT, case_id VARCHAR(36) NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE case_words USING fts5(own, shown, prefix='3 4 5')",
    f"""
CREATE TRIGGER case_words_added AFTER INSERT ON cases BEGIN
    INSERT INTO case_numbers(case_id) VALUES (new.id); {PUT_IN}
END""",  # noqa: S608 - constants
    f"""
CREATE TRIGGER case_words_changed
AFTER UPDATE OF title, text, place, public_title, public_text, public_answer ON cases BEGIN
    {TAKE_OUT} {PUT_IN}
END""",
    f"""
CREATE TRIGGER case_words_deleted AFTER DELETE ON cases BEGIN
    {TAKE_OUT} DELETE FROM case_numbers WHERE case_id = old.id;
END""",  # noqa: S608 - constants
    "INSERT INTO case_numbers(case_id) SELECT id FROM cases ORDER BY received_at",
    """
INSERT INTO case_words(rowid, own, shown)
SELECT number, title || ' ' || text || ' ' || place, public_title || ' ' || public_text || ' ' || public_answer
FROM cases JOIN case_numbers ON case_id = cases.id""",
)
POSTGRESQL = (
    "CREATE INDEX ix_cases_own_words ON cases USING gin (to_tsvector('simple', title || ' ' || text || ' ' || place))",
    """
CREATE INDEX ix_cases_shown_words ON cases USING gin (
    to_tsvector('simple', public_title || ' ' || public_text || ' ' || public_answer)
) WHERE published_at IS NOT NULL""",
)


def upgrade() -> None:
    for name in OLD:
        op.drop_index(name, "cases")
    for name, columns in OF_OPEN.items():
        op.create_index(name, "cases", columns, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_cases_routed_by_received_at", "cases", ["routed_by", "received_at"])
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_cases_own_words")
        op.execute("DROP INDEX ix_cases_shown_words")
    else:
        for event in ("added", "changed", "deleted"):
            op.execute(f"DROP TRIGGER case_words_{event}")
        op.execute("DROP TABLE case_words")
        op.execute("DROP TABLE case_numbers")
    op.drop_index("ix_cases_routed_by_received_at", "cases")
    for name in OF_OPEN:
        op.drop_index(name, "cases")
    for name, columns in OLD.items():
        op.create_index(name, "cases", columns)
