"""One string in every text that anybody may have written, past all forms, wherever the database takes it."""

import itertools
from collections.abc import Iterator

from sqlalchemy import Column, Connection, String, Text, select, update
from sqlalchemy.exc import IntegrityError

from constellations.core.database import Base, database, session
from constellations.core.sealed import Sealed

OF_OUR_OWN_MAKING = {
    *("activity.action", "event.uid", "extract_key.key", "feed_address.tag", "health_tally.question", "heartbeat.name"),
    *("import_count.file", "import_run.source", "import_warning.file", "job_run.name", "sign_month.last_action"),
    *("message_attachment.key", "message_reaction.emoji", "budget_receipt.key", "notice.once", "notice.path"),
    *("outbox_mail.address", "outbox_mail.last_error", "outbox_push.last_error", "outbox_text.last_error"),
    *("push_subscription.endpoint", "push_subscription.p256dh", "push_subscription.auth", "notify_account.api_key"),
    *(
        "recovery_code.name",
        "person.email",
        "person.password_hash",
        "mailed_link.email",
        "alert_setting.mobile",
        "mobile_code.mobile",
    ),
    # Of several parts, each of them words of people, and looked at as those parts when they are read.
    *("stay_card_version.words", "payment_layout.columns", "data_request.needles"),
}
"""Columns that nobody fills with words: names, keys and hashes of our own, and addresses that were checked."""

LOGS = {"audit_entry", "audit_head"}


def typed_columns() -> Iterator[Column[str]]:
    """Every column that holds words of people."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns if table.name not in LOGS else ():
            if type(column.type) in (String, Text, Sealed) and f"{table.name}.{column.name}" not in OF_OUR_OWN_MAKING:
                yield column


def plant(*words: str) -> list[str]:
    """Write these words into every row of all of them, of several in turn; gives the columns that took them.

    Where no two may be alike, a number is added; what a constraint refuses stays as it is.
    """
    session().rollback()
    planted = []
    for column, chosen in zip(typed_columns(), itertools.cycle(words), strict=False):
        try:
            with database().engine.begin() as connection:
                done = _written(connection, column, chosen)
        except IntegrityError:
            continue
        if done:
            planted.append(f"{column.table.name}.{column.name}")
    return planted


def _written(connection: Connection, column: Column[str], words: str) -> int:
    """How many rows hold the words now; where nothing was written nothing is."""
    table, filled = column.table, column.is_not(None)
    if not column.unique:
        return connection.execute(update(table).where(filled).values({column.name: words})).rowcount
    keys = list(table.primary_key.columns)
    found = connection.execute(select(*keys).where(filled)).all()
    for number, row in enumerate(found):
        this_one = [key == value for key, value in zip(keys, row, strict=True)]
        connection.execute(update(table).where(*this_one).values({column.name: f"{words}{number}"}))
    return len(found)
