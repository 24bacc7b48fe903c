"""Pages of support groups, as a browser without scripts uses them."""

from flask import Flask

from tests.client import client_of
from tests.messaging.factories import create_group
from tests.messaging.talking import Talk, say


def test_one_finds_a_group_and_joins_it_with_one_press(app: Flask, talk: Talk) -> None:
    homes = talk.homes
    made = {"title": "Teenagers", "theme": "Living with teenagers.", "who": "open"}
    path = client_of(app, homes.liaison).post("/groups/new", data=made).headers["Location"]
    client = client_of(app, talk.outsider)
    page = client.get("/groups").text
    assert ("Groups you can join" in page, "Living with teenagers." in page, "Make a group" in page) == (
        True, True, False,
    )  # fmt: skip
    there = client.post(f"{path}/join").headers["Location"]
    assert client.get(there).status_code == 200
    assert client.get(f"{there}/people").headers["Location"] == path
    assert talk.outsider.name in client.get(path).text
    assert talk.outsider.name not in client_of(app, homes.anita).get(path).text, "names are for those in it"
    client.post(f"{path}/leave")
    assert client.get(there).status_code == 404


def test_staff_invite_take_out_and_hand_over_on_the_page(app: Flask, talk: Talk) -> None:
    homes = talk.homes
    group = create_group(homes.liaison, (homes.manager,), is_open=False)
    dee, anita, path = client_of(app, homes.liaison), client_of(app, homes.anita), f"/groups/{group.id}"
    assert dee.post(f"{path}/invite", data={"people": []}).status_code == 422
    dee.post(f"{path}/invite", data={"people": [str(homes.anita.id)]})
    assert "Dee Marsh invites you." in anita.get("/groups").text
    anita.post(f"{path}/join")
    assert dee.post(f"{path}/leave").status_code == 422
    dee.post(f"{path}/people/{homes.manager.id}/lead")
    dee.post(f"{path}/people/{homes.anita.id}/take-out")
    assert anita.get(path).status_code == 404
    say(homes.manager, group, "Noted.")
    page = dee.get(f"/conversations/{group.id}").text
    assert "I have taken Anita Patel out of this group." in page
    dee.post(f"{path}/leave")
    assert dee.get(f"/conversations/{group.id}").status_code == 404
