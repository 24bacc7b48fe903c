"""A child who moves between midnight and six, by the register: the night is where it came last."""

from tests.registers import Register, nights


def test_a_child_moved_in_the_small_hours_has_the_night_where_it_came_to(register: Register) -> None:
    register.add("stays", stay="M1", child="C3", arrive="2026-10-30", depart="2026-11-01T01:40")
    register.add("stays", stay="M2", child="C3", host="Lone", arrive="2026-11-01T02:00", depart="2026-11-02")
    assert register.load().problems == ()
    slept = {night for key, night in nights() if key == "M1"}, {night for key, night in nights() if key == "M2"}
    assert slept == ({"2026-10-30"}, {"2026-10-31", "2026-11-01"})


def test_a_stored_stay_gives_its_last_night_to_one_that_is_loaded_later(register: Register) -> None:
    register.add("stays", stay="M1", child="C3", arrive="2026-10-30", depart="2026-11-01T01:40").load()
    assert ("M1", "2026-10-31") in nights()
    register.add("stays", stay="M2", child="C3", host="Lone", arrive="2026-11-01T02:00", depart="2026-11-02")
    assert register.load().problems == ()
    assert ("M1", "2026-10-31") not in nights()
    assert ("M2", "2026-10-31") in nights()
