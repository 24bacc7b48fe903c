"""Which actions in conversations are signs of life of a family: that somebody wrote, never what, nor what was read."""

from collections.abc import Mapping

from constellations.engagement.signs.rules import Sign

SIGNS: Mapping[str, Sign] = {
    # A row for each person, conversation and day.
    "talked": Sign.WROTE,
    "sent_announcement": Sign.WROTE,
    "voted": Sign.ANSWERED,
}

NO_SIGNS = (
    *("got_it", "wrote_announcement", "changed_announcement", "reminded_of_announcement", "withdrew_announcement"),
    *("asked_poll", "closed_poll", "chose_day", "put_day_into_calendar"),
    *("began_group", "added_to_group", "left_group", "made_support_group", "joined_group", "declined_invitation"),
    *("invited_to_group", "took_out_of_group", "handed_over_group", "took_over_group"),
    *("renamed_group", "closed_group", "opened_group"),
    "named_readers",
)
