"""Calendar files as training teams export them."""

FIRST_AID = "UID:first-aid@train\r\nSUMMARY:First aid\r\nLOCATION:Town hall\r\nDESCRIPTION:A day of practice."
MEETING = "UID:meet@train\r\nSUMMARY:Carers' meeting"


def calendar(*entries: str) -> bytes:
    """A file with entries of these lines."""
    body = "".join(f"BEGIN:VEVENT\r\n{lines.strip()}\r\nEND:VEVENT\r\n" for lines in entries)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n".encode()


def first_aid(begins: str = "20261205T093000", *more: str, uid: str = "first-aid@train") -> str:
    """A course on a day in December, in the town hall, for six hours."""
    lines = (FIRST_AID.replace("first-aid@train", uid), f"DTSTART;TZID=Europe/London:{begins}", "DURATION:PT6H", *more)
    return "\r\n".join(lines)


def meeting(*more: str, begins: str = "20261201T190000") -> str:
    """A meeting on Tuesday evenings in December, three times."""
    lines = (f"DTSTART;TZID=Europe/London:{begins}", "DURATION:PT90M", "RRULE:FREQ=WEEKLY;COUNT=3", *more)
    return "\r\n".join((MEETING, *lines))


def instead(day: str, *more: str) -> str:
    """What stands for one date of the meeting."""
    return "\r\n".join((MEETING, f"RECURRENCE-ID;TZID=Europe/London:{day}T190000", *more))
