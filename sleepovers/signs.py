"""Which actions around sleepovers are signs of life of a family, and which are none."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from constellations.engagement.signs.rules import Sign

SIGNS: Mapping[str, Sign] = {
    # A row for each night that is said to have happened, of the home where the child slept.
    "hosted_night": Sign.HOSTED,
    "asked_for_sleepover": Sign.ASKED,
    "asked_another_home": Sign.ASKED,
    "asked_again": Sign.ASKED,
    "asked_to_move": Sign.ASKED,
    "changed_nights": Sign.ASKED,
    "waits_for_bed": Sign.ASKED,
    "did_not_ask": Sign.ASKED,
    "agreed": Sign.ANSWERED,
    "declined": Sign.ANSWERED,
    "offered_nights": Sign.ANSWERED,
    "offered_home": Sign.ANSWERED,
    "took_offer": Sign.ANSWERED,
    "hub_agreed": Sign.ANSWERED,
    "hub_refused": Sign.ANSWERED,
    "agreed_to_move": Sign.ANSWERED,
    "refused_move": Sign.ANSWERED,
    "say_free_tonight": Sign.HELPED,
    # A line of the support log: the hub helped, and where it spoke with a family, so did that family.
    "helped_family": Sign.HELPED,
    "was_helped": Sign.CALLED,
}

SIGNS_TAKEN_BACK: Mapping[str, Sign] = {
    "did_not_host_night": Sign.HOSTED,
    "took_back_help": Sign.HELPED,
    "was_not_helped": Sign.CALLED,
}

SIGNS_SAID = {"was_helped": _("spoke with the hub")}

NO_SIGNS = (
    # What becomes of an ask or a stay besides, and who says so; the nights themselves are told by `hosted_night`.
    *("withdrew_ask", "stopped_waiting", "took_back_not_asked", "left_unanswered", "ended_emergency"),
    *("asked_hub", "asked_known", "asked_all", "asked_staff", "agreement_given", "agreement_refused"),
    *("said_arrived", "said_came_home", "called_off_stay", "said_nobody_came", "moved_stay", "named_child"),
    "found_move_overtaken",
    *("merged_children", "merged_homes", "corrected_stay_key"),
    *("confirmed_nights", "marked_absent", "took_back_confirmation", "corrected_stay", "recorded_stay"),
    *("wrote_stay_card", "confirmed_stay_card", "wrote_handover_note", "packed", "ticked_packing"),
    *("set_pattern", "say_away", "take_back_span"),
    # Money.
    *("flag_uplift", "void_uplift", "recount_uplift", "said_uplift_right", "checked_uplift", "approved_uplift"),
    *("close_month", "disputed_night", "wrote_down_dispute", "settled_dispute", "proposed_adjustment"),
    *("approved_adjustment", "waived_adjustment", "exported_uplifts", "paid_line", "line_came_back"),
    *("entered_supplier_number", "laid_out_payment_file"),
    # The monthly return; what was helped is told by the lines of its log.
    *("changed_help", "kept_return", "submitted_return", "sent_back_return", "locked_return", "noted_on_return"),
    # What a service settles, and what Roost does by itself.
    *("start_policy", "withdraw_policy", "start_rate", "withdraw_rate", "start_nights_off", "withdraw_nights_off"),
    *("set_fidelity_terms", "added_fidelity_item", "ended_fidelity_item", "answered_fidelity_item"),
    *("set_asking_rules", "set_rest_levels", "set_waits", "looked_after_homes", "filled_with_demo"),
)
