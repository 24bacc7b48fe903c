"""The page on which a group is named and closed, as a browser without scripts uses it."""

from flask import Flask

from tests.client import client_of
from tests.messaging.factories import create_group
from tests.messaging.talking import make_talk, say


def test_a_leader_renames_closes_and_opens_a_group(app: Flask) -> None:
    homes = make_talk().homes
    group = create_group(homes.liaison, (homes.anita,))
    dee, anita, path = client_of(app, homes.liaison), client_of(app, homes.anita), f"/groups/{group.id}"
    say(homes.anita, group, "Hello.")
    assert "Change its name, or close it" in dee.get(path).text
    assert "Only who looks after this group" in anita.get(f"{path}/settle").text
    assert dee.post(f"{path}/settle", data={"title": " ", "seen": "Teenagers"}).status_code == 422
    assert dee.post(f"{path}/settle", data={"title": "Teens", "seen": "Older"}).status_code == 409
    dee.post(f"{path}/settle", data={"title": "Teens", "seen": "Teenagers"})
    dee.post(f"{path}/close")
    read = anita.get(f"/conversations/{group.id}").text
    assert ("Hello." in read, "Dee Marsh closed this group" in read, "data-composer" in read) == (True, True, False)
    assert "Open it again" not in read
    assert "<h1" in dee.get(f"{path}/settle").text
    refused = anita.post(f"/conversations/{group.id}/messages", data={"body": "More."})
    assert (refused.status_code, "This group is closed" in refused.text) == (409, True)
    dee.post(f"{path}/open")
    assert "data-composer" in anita.get(f"/conversations/{group.id}").text
