"""What is said of a wish: to staff with what they know, to carers without it, and always with a way on."""

from itertools import product

import pytest

from constellations.rules import HomeStatus
from sleepovers.booking import refusals
from sleepovers.booking.refusals import CheckRefused, JustTaken, refusal, way_on
from sleepovers.booking.rules import AMBER, BEYOND_REASON, KNOWN_TO_STAFF, Finding, Point
from sleepovers.booking.words import finding_words, others_free_words, several_words
from tests.sleepovers.booking.wishes import FRI, SAT

EVERY_POINT = [
    Finding(point, (FRI, SAT), ("JB", "AK"), HomeStatus.ON_HOLD if point is Point.CLOSED else None, 4)
    for point in Point
]
RED = [finding for finding in EVERY_POINT if finding.point not in AMBER]


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (Finding(Point.NO_BED, (FRI,), number=2), "Moira has no bed free on Fri 27 Nov."),
        (Finding(Point.ALREADY_AWAY, (FRI, SAT), ("JB",)), "JB is down for another stay on Fri 27 Nov and Sat 28 Nov."),
        (
            Finding(Point.LIVES_THERE, (FRI,), ("JB", "AK")),
            "JB and AK lives with Moira on Fri 27 Nov, so that is no sleepover.",
        ),
        (Finding(Point.CLOSED, (FRI,), status=HomeStatus.ON_HOLD), "Moira is on hold on Fri 27 Nov."),
        (Finding(Point.CLOSED, (FRI,), status=HomeStatus.LEFT), "Moira has left on Fri 27 Nov."),
        (Finding(Point.CLOSED, (FRI,)), "Moira is away on Fri 27 Nov."),
        (
            Finding(Point.LIMIT, (FRI,), number=4),
            "Moira would foster 4 children on Fri 27 Nov. More than 3 need to be siblings, or an exemption.",
        ),
        (
            Finding(Point.APPROVAL, (FRI,), number=1),
            "Moira is approved for 1 on Fri 27 Nov, and there would be more.",
        ),
        (Finding(Point.AGREEMENT, (), ("JB",)), "JB’s social worker has to agree first."),
        (Finding(Point.RESPITE_ONLY, (FRI,)), "Moira takes children for respite only."),
    ],
)
def test_each_reason_is_a_plain_sentence(finding: Finding, words: str) -> None:
    assert finding_words(finding, "Moira", for_staff=True) == words


@pytest.mark.parametrize("finding", EVERY_POINT, ids=lambda finding: finding.point.value)
def test_every_point_has_words_for_staff_and_for_carers(finding: Finding) -> None:
    for for_staff in (True, False):
        said = finding_words(finding, "Moira", for_staff)
        assert said.endswith(".")
        assert "%(" not in said


def test_carers_cannot_tell_a_child_who_must_be_alone_from_two_who_must_not_meet() -> None:
    solo, apart = (finding for finding in EVERY_POINT if finding.point in KNOWN_TO_STAFF)
    assert finding_words(solo, "Moira", for_staff=False) == finding_words(apart, "Moira", for_staff=False)
    assert several_words([solo], "Moira", False) == several_words([solo, apart], "Moira", False)
    assert "JB" not in " ".join(several_words([solo, apart], "Moira", for_staff=False))
    assert finding_words(solo, "Moira", for_staff=True) != finding_words(apart, "Moira", for_staff=True)
    told = {refusal("Moira", found, may_overrule=False).words for found in ([solo], [apart], [solo, apart])}
    assert len(told) == 1
    assert {type(refusal("Moira", [one], may_overrule=False)) for one in (solo, apart)} == {CheckRefused}


@pytest.mark.parametrize(("finding", "may_overrule"), list(product(RED, (True, False))))
def test_a_refusal_is_never_a_dead_end(finding: Finding, may_overrule: bool) -> None:
    told = refusal("Moira", [finding], may_overrule)
    assert told.words.endswith(way_on([finding], may_overrule))
    assert told.findings == (finding,)
    assert (told.about == "reason") is ("say why in the box for the reason" in told.words)
    if finding.point in BEYOND_REASON:
        assert "the box for the reason" not in told.words, "no reason can mend this"
    else:
        assert ("say why in the box for the reason" in told.words) is may_overrule
        assert ("liaison worker, who can allow it" in told.words) is not may_overrule


@pytest.mark.parametrize(
    ("points", "kind"),
    [
        ([Point.NO_BED, Point.LIMIT], refusals.NoBedFree),
        ([Point.CLOSED, Point.NO_BED], refusals.HomeTakesNobody),
        ([Point.AWAY], refusals.HomeTakesNobody),
        ([Point.ALREADY_AWAY, Point.NO_BED], refusals.SleepsElsewhere),
        ([Point.LIVES_THERE], refusals.LivesThere),
        ([Point.AGREEMENT], refusals.AgreementMissing),
        ([Point.LIMIT, Point.AGREEMENT], CheckRefused),
    ],
)
def test_a_refusal_is_named_after_the_weightiest_reason(points: list[Point], kind: type[CheckRefused]) -> None:
    found = [Finding(point, (FRI,), ("JB",)) for point in points]
    told = refusal("Moira", found, may_overrule=False)
    assert type(told) is kind
    assert all(finding_words(one, "Moira", for_staff=False) in told.words for one in found)


@pytest.mark.parametrize(
    ("points", "way"),
    [
        ([Point.ALREADY_AWAY, Point.LIVES_THERE], "That stay has to be put right first. Your liaison worker can help."),
        ([Point.LIVES_THERE, Point.NO_BED], "Choose another home."),
    ],
)
def test_where_no_reason_helps_the_way_on_is_another_one(points: list[Point], way: str) -> None:
    assert way_on([Finding(point) for point in points], may_overrule=True) == way


@pytest.mark.parametrize(
    ("others", "more"),
    [
        ([], ""),
        (["Patel"], " Patel has one free."),
        (["Patel", "Okafor"], " Patel and Okafor have one free."),
        (["Ash", "Birch", "Cole", "Dean"], " Ash, Birch and 2 more have one free."),
    ],
)
def test_a_bed_that_was_just_taken_is_said_with_who_else_has_one(others: list[str], more: str) -> None:
    told = JustTaken("Moira", [SAT, FRI], others)
    assert told.words == f"Moira has no bed free on Fri 27 Nov: it was just taken.{more}"


@pytest.mark.parametrize(
    ("homes", "words"),
    [
        ([], ""),
        (["Patel"], "Patel has a bed."),
        (["Patel", "Okafor"], "Patel and Okafor have a bed."),
        (["Ash", "Birch", "Cole", "Dean"], "Ash, Birch and Cole have a bed."),
    ],
)
def test_who_else_has_a_bed_is_said_of_three_homes_at_most(homes: list[str], words: str) -> None:
    assert others_free_words(homes) == words
