"""The demo service's constellations, homes, people and children, as rows of the register."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

Row = dict[str, str]

SERVICE = "Alderbrook"
REGION = "Westmarch"
EVER = dt.date(2024, 9, 1)
"""Since when most homes are members and most children are placed."""

HUB_CHANGE = dt.date(2026, 10, 16)
"""The first day of Cassiopeia's new hub home."""


@dataclass(frozen=True, slots=True)
class Family:
    """One home: its carers' first names, its children as `initials born[ status]`, and what is special."""

    name: str
    carers: str
    children: str = ""
    beds: int = 1
    approved: int = 3
    status: str = "active"
    role: str = "satellite"
    joined: dt.date = EVER


@dataclass(frozen=True, slots=True)
class Group:
    """One constellation or Hive and its homes, the hub first."""

    name: str
    kind: str
    liaison: str
    families: tuple[Family, ...]


NEWLY_APPROVED = dt.date(2026, 3, 2)

NORTHERN_LIGHTS = Group(
    "Northern Lights",
    "mockingbird",
    "Ruth Adeyemi",
    (
        Family("Kelly", "Moira;Declan", "TW 2010-05", beds=2, role="hub"),
        Family("Patel", "Anita;Suresh", "JB 2015-03;MB 2017-08", beds=1),
        Family("Hughes", "Gwen", "AK 2013-11;RK 2016-01"),
        Family("Okafor", "Chidi;Ngozi", "SD 2012-06"),
        Family("Marsh", "Lesley", "JB 2014-02;CP 2018-09"),
        Family("Novak", "Petra", "ES 2011-12"),
        Family("Fielding", "Carol;Brian", "LT 2016-04;OT 2018-10;NT 2021-02"),
        Family("Grant", "Yvonne", "DM 2019-07 special_guardianship", joined=NEWLY_APPROVED),
        Family("Sayed", "Hana", "YA 2010-09", status="on_hold"),
    ),
)

PLOUGH = Group(
    "Plough",
    "mockingbird",
    "Ruth Adeyemi",
    (
        Family("Brennan", "Teresa", beds=2, role="hub"),
        Family("Whitlock", "Jean;Peter", "KF 2014-08;HF 2016-11"),
        Family("Ivanov", "Mila", "BR 2012-02;PL 2015-05"),
        Family("Doyle", "Sinead", "GH 2017-03;WH 2019-06"),
        Family("Achebe", "Grace", "TN 2011-10"),
        Family("Parsons", "Alan;Rosemary", "VC 2013-09;IM 2010-04"),
        Family("Lund", "Karin", "ZE 2018-12 kinship"),
        Family("Farrow", "Denise", "QJ 2016-07;UB 2008-08 staying_put"),
    ),
)

CASSIOPEIA = Group(
    "Cassiopeia",
    "mockingbird",
    "Tom Ellery",
    (
        Family("Osei", "", beds=2, status="left", role="hub"),
        Family("Lindqvist", "Eva;Magnus", "FA 2012-01", beds=2, role="hub"),
        Family("Barrow", "Sheila", "NM 2015-12;LM 2017-04"),
        Family("Choudhury", "Rina;Amit", "EP 2013-05;SP 2014-11"),
        Family("Drake", "Pauline", "OW 2016-08;PW 2019-02"),
        Family("Eastwood", "Norma;Keith", "AH 2010-02;BH 2012-07"),
        Family("Flores", "Marisol", "CT 2018-03;DT 2020-05"),
        Family("Greene", "Audrey", "MV 2011-06"),
        Family("Holt", "Janet", "RS 2014-09;TS 2016-12"),
        Family("Iqbal", "Nadia", "HL 2013-01;JL 2019-11"),
        Family("Jarvis", "Maureen", "KD 2015-07;PD 2017-10", joined=NEWLY_APPROVED),
        Family("Kemp", "Olive", status="respite_only"),
    ),
)

RIVERBANK = Group(
    "Riverbank",
    "hive",
    "Ruth Adeyemi",
    (
        Family("Tanner", "Bridget", beds=0, role="hub"),
        *(
            Family(name, carer, children)
            for name, carer, children in (
                ("Abbott", "Sandra", "CW 2012-03;DW 2014-06"),
                ("Bello", "Folake", "EG 2015-08"),
                ("Carver", "Linda", "AJ 2011-11;NJ 2013-02"),
                ("Dunne", "Orla", "MB 2016-05"),
                ("Elliott", "Joyce", "SK 2018-01;TK 2020-09"),
                ("Fenton", "Margaret", "LH 2010-07"),
                ("Gill", "Harpreet", "PV 2014-04;RV 2017-12"),
                ("Hale", "Dorothy", "BO 2013-10"),
                ("Ismail", "Amina", "FY 2012-08;HY 2015-01"),
                ("Jukes", "Beryl", "GD 2019-03"),
                ("Keane", "Noreen", "WC 2011-05;XC 2014-12"),
                ("Lomax", "Irene", "ON 2016-10"),
                ("Mbeki", "Thandi", "IZ 2013-07;JZ 2018-06"),
                ("Nash", "Hilary", "TE 2015-11"),
                ("Oakes", "Patricia", "UR 2017-02;VR 2025-12"),
                ("Pike", "Sylvia", "YM 2012-12"),
            )
        ),
    ),
)

GROUPS = (NORTHERN_LIGHTS, PLOUGH, CASSIOPEIA, RIVERBANK)

STAFF: tuple[Row, ...] = (
    {
        "name": "Ruth Adeyemi",
        "role": "liaison",
        "constellation": "Northern Lights;Plough;Riverbank",
        "service": SERVICE,
    },
    {"name": "Tom Ellery", "role": "liaison", "constellation": "Cassiopeia", "service": SERVICE},
    {"name": "Priya Raman", "role": "manager", "service": SERVICE},
    {"name": "Colin Shaw", "role": "finance", "service": SERVICE},
    {"name": "Helen Frost", "role": "regional", "region": REGION},
)


def address(name: str) -> str:
    """The invented mail address of an invented person."""
    return f"{name.lower().replace(' ', '.')}@alderbrook.example"


def family_rows() -> dict[str, list[Row]]:
    """The rows of every file of the register but the stays."""
    return {
        "services": [{"service": SERVICE, "region": REGION}],
        "constellations": [{"constellation": one.name, "service": SERVICE, "kind": one.kind} for one in GROUPS],
        "homes": [_home(family) for _, family in _families()],
        "memberships": [row for group, family in _families() for row in _memberships(group, family)],
        "people": [*(row for _, family in _families() for row in _carers(family)), *_staff()],
        "children": [row for _, family in _families() for row in _children(family)],
        "placements": [row for _, family in _families() for row in _placements(family)],
        "policies": [_policy()],
        "rates": [{"service": SERVICE, "valid_from": "2026-04-01", "per_night_pence": "4000"}],
    }


def child_key(family: str, initials: str) -> str:
    """The reference of a child: the home it lives in, and its initials."""
    return f"{family}-{initials}"


def sibling_keys() -> list[tuple[str, ...]]:
    """The references of children who are siblings: those of one home who share the last letter of their initials."""
    found: dict[tuple[str, str], list[str]] = {}
    for _, family in _families():
        for initials, _born, _status in _described(family):
            found.setdefault((family.name, initials[-1]), []).append(child_key(family.name, initials))
    return [tuple(keys) for keys in found.values() if len(keys) > 1]


def _families() -> Iterator[tuple[Group, Family]]:
    return ((group, family) for group in GROUPS for family in group.families)


def _home(family: Family) -> Row:
    return {
        "home": family.name,
        "service": SERVICE,
        "beds": str(family.beds),
        "approved_children": str(family.approved),
        "status": family.status,
        "area": "Alderbrook",
    }


def _memberships(group: Group, family: Family) -> list[Row]:
    row = {"home": family.name, "constellation": group.name, "joined_on": str(family.joined), "role": family.role}
    if family.name == "Osei":
        return [row | {"left_on": str(HUB_CHANGE)}]
    if family.name == "Lindqvist":
        before = row | {"role": "satellite", "left_on": str(HUB_CHANGE)}
        return [before, row | {"joined_on": str(HUB_CHANGE)}]
    return [row]


def _carers(family: Family) -> list[Row]:
    role = "hub_carer" if family.role == "hub" else "satellite_carer"
    names = [f"{first} {family.name}" for first in family.carers.split(";") if first]
    return [{"email": address(name), "name": name, "role": role, "home": family.name} for name in names]


def _staff() -> list[Row]:
    return [{"email": address(row["name"]), **row} for row in STAFF]


def _described(family: Family) -> Iterator[tuple[str, str, str]]:
    for described in filter(None, family.children.split(";")):
        initials, born, *status = described.split()
        yield initials, born, status[0] if status else "looked_after"


def _children(family: Family) -> list[Row]:
    return [
        {
            "child": child_key(family.name, initials),
            "service": SERVICE,
            "initials": initials,
            "born": born,
            "status": status,
        }
        for initials, born, status in _described(family)
    ]


def _placements(family: Family) -> list[Row]:
    return [
        {
            "child": child_key(family.name, initials),
            "from": str(max(family.joined, _last_days_of(born))),
            "home": family.name,
        }
        for initials, born, _ in _described(family)
    ]


def _last_days_of(born: str) -> dt.date:
    return dt.date.fromisoformat(f"{born}-28")


def _policy() -> Row:
    return {
        "service": SERVICE,
        "valid_from": "2026-04-01",
        "threshold": "16",
        "basis": "child_nights",
        "shape": "per_night_beyond",
        "eligible_roles": "hub",
        "counted_kinds": "planned;emergency;respite",
        "counted_statuses": "looked_after;kinship;short_break",
    }
