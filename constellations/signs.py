"""Which actions of constellations and their calendar are signs of life of a family, and which are none."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from constellations.engagement.signs.rules import Sign

SIGNS: Mapping[str, Sign] = {
    "came_to_event": Sign.CAME,
    "answered_event": Sign.ANSWERED,
    "planned_event": Sign.HELPED,
    "kept_register": Sign.HELPED,
    # A buddy or mentor talked with their carer: a sign of both homes.
    "checked_in": Sign.HELPED,
    "talked_with_buddy": Sign.CALLED,
    # Somebody of the service spoke with them.
    "called": Sign.CALLED,
    "visited": Sign.CALLED,
}

SIGNS_TAKEN_BACK: Mapping[str, Sign] = {
    "did_not_come_to_event": Sign.CAME,
    "took_back_register": Sign.HELPED,
    "took_back_check_in": Sign.HELPED,
    "took_back_talk": Sign.CALLED,
    "took_back_call": Sign.CALLED,
    "took_back_visit": Sign.CALLED,
}

SIGNS_SAID = {"talked_with_buddy": _("spoke with their buddy or mentor")}

NO_SIGNS = (
    # Signing in, and what somebody chooses for themself.
    *("sign_in", "end_device", "sign_out_everywhere", "change_password", "ask_for_new_password", "choose_new_password"),
    *("set_up_second_step", "took_away_second_step", "made_recovery_codes", "used_recovery_code"),
    *("asked_for_step_reset", "confirmed_step_reset", "refused_step_reset", "reset_second_step"),
    *("invite", "accept_invitation", "switch_push_on", "switch_push_off", "sent_code", "proved_mobile"),
    *("added_passkey", "removed_passkey", "connected_council", "disconnected_council", "lost_device"),
    *("choose_alerts", "made_feed_address", "renewed_feed_address", "ended_feed_address"),
    # What staff keep: the register, people, settings, jobs.
    *("moved_family", "closed_constellation", "opened_constellation", "renamed_constellation", "handed_over_caseload"),
    *("named_deputy", "ended_deputy", "made_constellation", "made_home", "made_child"),
    *("rename_home", "change_terms", "join_constellation", "leave_constellation", "change_role", "succeed_hub"),
    *("grant_exemption", "end_exemption", "correct_child", "change_child_status", "move_child", "keep_apart"),
    *("allow_together", "say_siblings", "say_no_sibling", "loaded_register", "named_cover", "ended_cover"),
    *("add_person", "change_person", "change_address", "end_access", "let_back", "sign_out_person"),
    *("begin_looking_after", "end_looking_after", "set_service", "run_job", "loaded_events", "tried_mail_again"),
    *("entered_council", "removed_council", "end_device_of_person"),
    *("enter_account", "remove_account", "test_account", "set_day_off", "took_in_terms", "removed_terms"),
    # The calendar and the budget, beside taking part: time of one's own family, lists, money, what follows from coming.
    *("planned_own_time", "came_along_to_event", "changed_event", "called_off_event", "let_event_take_place"),
    *("took_extract", "took_pseudonymised_extract", "renewed_extract_key", "chose_how_long", "asked_who_saw"),
    *("took_list_of_event", "corrected_register", "thanked", "verified_learning"),
    # Support: what staff keep of pairs, dates and courses, and what a carer writes into the own log.
    *("paired_up", "changed_pair", "corrected_check_in", "noted_home_date", "removed_home_date"),
    *("set_health_questions", "listed_course", "took_course_out"),
    *("wrote_own_course", "took_out_own_course", "corrected_hours"),
    # Whom to ask, the handbook (reading it is none either), and why homes left.
    *("added_team", "changed_team", "removed_team", "began_handbook_page", "drafted_handbook_page"),
    *("published_handbook_page", "withdrew_handbook_page", "read_handbook_page"),
    *("said_why_left", "said_whether_planned", "entered_outside_homes"),
    # What staff do so that a family is not forgotten, as long as they have not spoken with it.
    *("booked_visit", "took_back_booking", "left_in_peace", "ended_peace", "prefers_phone", "prefers_no_phone"),
    *("set_needs_levels",),
    # What is asked of the data that Roost holds, and decided on it.
    *("asked_for_copy", "asked_for_erasure", "confirmed_erasure", "handed_copy_over", "withdrew_data_request"),
    *("fetched_copy", "let_copy_go", "erased", "gave_subject_hold", "lifted_subject_hold"),
    *("spent_of_budget", "took_back_spend", "decided_on_budget", "added_receipt"),
)
