"""What packages bring is put together in their order, and nothing is brought twice."""

import pytest
from flask import Flask

from constellations.engagement.signs.declaration import declared, init_signs
from constellations.engagement.signs.rules import Sign
from constellations.parts import Parts, together


def test_lists_follow_one_another_and_tables_are_one() -> None:
    one = Parts(no_signs=("read",), signs={"came": Sign.CAME})
    other = Parts(no_signs=("signed_in",), signs={"wrote": Sign.WROTE})
    both = together(one, other)
    assert both.no_signs == ("read", "signed_in")
    assert both.signs == {"came": Sign.CAME, "wrote": Sign.WROTE}
    assert both.signs_taken_back == {}


def test_two_packages_do_not_name_the_same_action() -> None:
    one = Parts(signs={"came": Sign.CAME})
    with pytest.raises(ValueError, match="brought twice: came"):
        together(one, Parts(signs={"came": Sign.WROTE}))


def test_an_action_is_a_sign_or_takes_one_back() -> None:
    app = Flask("signs")
    with pytest.raises(ValueError, match="both a sign and one taken back: came"):
        init_signs(app, {"came": Sign.CAME}, {"came": Sign.CAME}, {})
    init_signs(app, {"came": Sign.CAME, "wrote": Sign.WROTE}, {"gone": Sign.CAME}, {})
    with app.app_context():
        assert declared().adds == {"came": (Sign.CAME, 1), "wrote": (Sign.WROTE, 1), "gone": (Sign.CAME, -1)}
        assert declared().observed == ["came", "gone"]
