"""A second count of a home's month, made day by day from the raw cells, with nothing of the product in it.

It is slow and simple on purpose: what it finds is compared with what `sleepovers/uplift.py` finds.
"""

import datetime as dt
from typing import NamedTuple

Row = dict[str, str]
Register = dict[str, list[Row]]
"""The files of a register by name, each a list of rows of text."""

DEFAULT_POLICY: Row = {
    "valid_from": "",
    "threshold": "16",
    "basis": "child_nights",
    "shape": "per_night_beyond",
    "eligible_roles": "hub",
    "counted_kinds": "planned;emergency;respite",
    "counted_statuses": "looked_after;kinship;short_break",
}


class NaiveCount(NamedTuple):
    """What the report would say, and each hosted night as (night, child, standing)."""

    child_nights: int
    nights: int
    counted: int
    threshold: int
    basis: str
    beyond: int
    due: bool
    amount_pence: int | None
    amount_reason: str | None
    lines: list[tuple[str, str, str]]


def days_of(month: str) -> list[str]:
    """Every date of a month such as `2026-10`."""
    start = dt.date.fromisoformat(f"{month}-01")
    days = [str(start + dt.timedelta(days=n)) for n in range(31)]
    return [day for day in days if day.startswith(month)]


def day_after(day: str) -> str:
    """The next date."""
    return str(dt.date.fromisoformat(day) + dt.timedelta(days=1))


def small_hours_of(day: str, cell: str) -> bool:
    """Whether the cell is a time of that day before six."""
    return cell[:10] == day and cell[11:] != "" and cell[11:] < "06:00"


def has_night(stay: Row, day: str) -> bool:
    """Whether the child was there at the midnight that ends the day, or came in the hours after it."""
    at_midnight = stay["arrive"][:10] <= day and stay["depart"][:10] > day
    return at_midnight or small_hours_of(day_after(day), stay["arrive"])


def gone_to(other: Row, stay: Row, day: str) -> bool:
    """Whether the child went on from one stay to the other in the small hours after the day."""
    morning = day_after(day)
    if not (small_hours_of(morning, stay["depart"]) and small_hours_of(morning, other["arrive"])):
        return False
    both_wholly_in_those_hours = small_hours_of(morning, other["depart"]) and small_hours_of(morning, stay["arrive"])
    if both_wholly_in_those_hours:
        return (other["arrive"], other["depart"]) > (stay["arrive"], stay["depart"])
    return True


def slept_on(child: str, day: str, register: Register) -> list[Row]:
    """The stays to which a child's night belongs: never more than one in a lawful register."""
    stays = [stay for stay in register["stays"] if stay["child"] == child and stay["state"] == "happened"]
    found = []
    for stay in stays:
        others = [other for other in stays if other is not stay]
        if has_night(stay, day) and not any(gone_to(other, stay, day) for other in others):
            found.append(stay)
    return found


def status_on(child: str, day: str, register: Register) -> str:
    """The child's status on a date: that of the latest row from which it holds."""
    rows = [row for row in register["children"] if row["child"] == child and row["status_from"] <= day]
    return sorted(rows, key=lambda row: row["status_from"])[-1]["status"]


def roles_on(home: str, day: str, register: Register) -> set[str]:
    """The roles the home holds in any constellation on a date."""
    roles = set()
    for row in register["memberships"]:
        if row["home"] == home and row["joined_on"] <= day and (row["left_on"] == "" or day < row["left_on"]):
            roles.add(row["role"])
    return roles


def in_force(rows: list[Row], day: str) -> Row | None:
    """The last row that had started by a date."""
    found = None
    for row in sorted(rows, key=lambda row: row["valid_from"]):
        if row["valid_from"] <= day:
            found = row
    return found


def pence(rates: list[Row], day: str, column: str) -> int | None:
    """The rate of a date, None where none is set."""
    row = in_force(rates, day)
    return None if row is None or row[column] == "" else int(row[column])


def amount(policy: Row, beyond: list[str], rates: list[Row]) -> tuple[int | None, str | None]:
    """The amount for the nights beyond, given as dates in order, or the reason for having none."""
    if not beyond:
        return None, None
    if policy["shape"] == "flat_when_exceeded":
        needed = [pence(rates, beyond[0], "flat_pence")]
    else:
        needed = [pence(rates, day, "per_night_pence") for day in beyond]
    total = 0
    for each in needed:
        if each is None:
            return None, "rate not set"
        total += each
    return total, None


def nights_hosted(home: str, month: str, register: Register) -> list[tuple[str, Row]]:
    """Every night that happened in the home: its date and its stay, by night, arrival and child."""
    found = []
    for day in days_of(month):
        for child in {row["child"] for row in register["children"]}:
            found += [(day, stay) for stay in slept_on(child, day, register) if stay["host"] == home]
    return sorted(found, key=lambda night: (night[0], night[1]["arrive"], night[1]["child"]))


def is_countable(day: str, stay: Row, policy: Row, register: Register) -> bool:
    """Whether kind and status are counted."""
    kinds, statuses = policy["counted_kinds"].split(";"), policy["counted_statuses"].split(";")
    return stay["kind"] in kinds and status_on(stay["child"], day, register) in statuses


def naive_count(home: str, month: str, register: Register) -> NaiveCount:
    """Count one home's month by walking every day, every child and every stay."""
    policy = in_force(register["policies"], f"{month}-01") or DEFAULT_POLICY
    threshold, by_dates = int(policy["threshold"]), policy["basis"] == "nights"
    hosted = nights_hosted(home, month, register)
    countable = [night for night in hosted if is_countable(*night, policy, register)]
    eligible = set(policy["eligible_roles"].split(";"))
    counted = [night for night in countable if roles_on(home, night[0], register) & eligible]
    dates = [day for day, _ in counted]
    units = sorted(set(dates)) if by_dates else dates
    beyond = units[threshold:]
    lines = []
    for night in hosted:
        if night not in counted:
            standing = "not_counted"
        elif by_dates:
            standing = "beyond" if night[0] in beyond else "within"
        else:
            standing = "beyond" if counted.index(night) >= threshold else "within"
        lines.append((night[0], night[1]["child"], standing))
    amount_pence, amount_reason = amount(policy, beyond, register["rates"])
    return NaiveCount(
        child_nights=len(countable),
        nights=len({day for day, _ in countable}),
        counted=len(units),
        threshold=threshold,
        basis=policy["basis"],
        beyond=max(0, len(units) - threshold),
        due=len(units) > threshold,
        amount_pence=amount_pence,
        amount_reason=amount_reason,
        lines=lines,
    )
