"""A nudge on a phone, and how the pages of safeguarding look."""

from flask import Flask
from playwright.sync_api import Page, expect

from messaging.messages.actions import edit_message, remove_message
from messaging.safeguarding.concerns.actions import acknowledge, hide, note
from messaging.safeguarding.looks.actions import look_from_concern
from tests.browser.checks import look_over
from tests.browser.test_talk import open_talk, read, sign_in, write
from tests.messaging.safeguarding.worries import worry
from tests.messaging.talking import Talk, bodies, say
from tests.sleepovers.households import sees


def test_a_nudge_stands_beside_what_is_not_sent_yet_and_one_press_sends_it(
    app: Flask, page: Page, live_server: str, talk: Talk
) -> None:
    anita = open_talk(sign_in(app, page, talk.homes.anita, live_server), talk)
    write(anita, "Ring me: 07700 900123")
    expect(anita.get_by_text("looks like a phone number").first).to_be_visible()
    look_over(anita, "nudge")
    assert bodies(talk.homes.moira, talk.everyone) == []
    anita.get_by_role("button", name="Change it").click()
    expect(anita.get_by_label("Your message")).to_have_value("Ring me: 07700 900123")
    write(anita, "Ring us: 07700 900123")
    anita.get_by_role("button", name="Send anyway").click()
    expect(anita.locator(".message--mine[data-seq]")).to_have_count(1)
    assert read(anita) == ["Ring us: 07700 900123"]
    assert bodies(talk.homes.moira, talk.everyone) == ["Ring us: 07700 900123"]


def test_how_pages_of_safeguarding_look(app: Flask, page: Page, live_server: str, talk: Talk) -> None:
    homes = talk.homes
    said = say(homes.moira, talk.everyone, "He slept in the car again.")
    edit_message(sees(homes.moira), said.id, "He slept badly again.")
    gone = say(homes.moira, talk.everyone, "Forget what I said.")
    remove_message(sees(homes.moira), gone.id)
    late = worry(homes.anita, said, in_danger=True)
    concern = worry(homes.tom, said)
    acknowledge(sees(homes.liaison), concern.id)
    note(sees(homes.liaison), concern.id, "Phoned the family. Somebody calls on them at six.")
    hide(sees(homes.liaison), concern.id, on=True)
    look = look_from_concern(sees(homes.liaison), late.id, "A worry was raised about this conversation.")
    say(homes.okafors, talk.everyone, "See you on Sunday.")
    for person, addresses in {
        homes.anita: {
            "worry": f"/messages/{said.id}/worry",
            "worry-raised": f"/concerns/{late.id}/raised",
            "conversation-looked-into": f"/conversations/{talk.everyone.id}",
            "message-hidden": f"/messages/{said.id}",
        },
        homes.liaison: {
            "concerns": "/concerns",
            "concern": f"/concerns/{concern.id}",
            "concern-danger": f"/concerns/{late.id}",
            "concern-close": f"/concerns/{concern.id}/close",
            "concern-reason": f"/concerns/{concern.id}/look",
            "look": f"/looks/{look}",
        },
        homes.manager: {"readers": "/service/readers"},
    }.items():
        sign_in(app, page, person, live_server)
        for name, address in addresses.items():
            answer = page.goto(address)
            assert answer is not None
            assert answer.ok, name
            look_over(page, name)
