"""Whatever an area opened to discussion, people talk under it in the same way."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from intranet.discussion import actions
from intranet.discussion.models import Comment
from intranet.discussion.registry import all_discussed
from intranet.discussion.templatetags.discussion import said
from intranet.notifications.models import Notification
from tests.factories import AgentFactory


@pytest.fixture
def discussed(story):
    """(how, object) for each model that an area opened, as lea sees it."""
    lea = story.people["lea"]
    found = []
    for how in all_discussed():
        obj = next((o for o in how.model._default_manager.visible_to(lea).order_by("pk")[:200] if how.may_comment(lea, o)), None)
        assert obj is not None, f"in the demo lea cannot talk under any {how.key}"
        found.append((how, obj))
    return found


def test_comment_when_posted_then_it_stands_on_the_page(story, as_agent, discussed):
    lea = story.people["lea"]
    for how, obj in discussed:
        client = as_agent(lea)
        answer = client.post_form(f"/discussion/{how.key}/{obj.public_id}/", {"body": "Un mot **net** sur ce point."}, follow=True)
        assert "Un mot <strong>net</strong> sur ce point." in answer.content.decode(), how.key


def test_comment_when_pressed_twice_then_it_is_said_once(story, as_agent, discussed):
    how, obj = discussed[0]
    client = as_agent(story.people["lea"])
    path = f"/discussion/{how.key}/{obj.public_id}/"
    token = client.get(path).content.decode().split('name="form_token" value="')[1].split('"')[0]
    for _ in range(2):
        client.post(path, {"body": "Une seule fois.", "form_token": token})
    assert Comment.objects.under(obj).filter(body="Une seule fois.").count() == 1


def test_comment_when_it_carries_a_script_then_it_is_text(story, as_agent, discussed):
    how, obj = discussed[0]
    client = as_agent(story.people["lea"])
    page = client.post_form(
        f"/discussion/{how.key}/{obj.public_id}/", {"body": "<script>alert(1)</script> [x](javascript:alert(2))"}, follow=True
    ).content.decode()
    assert "<script>alert(1)" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("body", ["", "   \n ", "a" * 4001, "a" * 1_000_000, "nul\x00"])
def test_comment_when_it_cannot_be_kept_then_a_sentence_says_why(story, as_agent, discussed, body):
    how, obj = discussed[0]
    before = Comment.objects.under(obj).count()
    answer = as_agent(story.people["lea"]).post_form(f"/discussion/{how.key}/{obj.public_id}/", {"body": body})
    assert answer.status_code == 422
    assert "error" in answer.content.decode()
    assert Comment.objects.under(obj).count() == before


def test_comment_when_it_mentions_a_colleague_then_they_are_told_once(story, discussed):
    how, obj = discussed[0]
    lea, ines = story.people["lea"], story.people["ines"]
    comment = actions.post_comment(author=lea, about=obj, body=f"Qu’en dites-vous, @{ines.slug} ?")
    comment = actions.edit_comment(agent=lea, comment=comment, body=f"Qu’en dites-vous, @{ines.slug} ? Vraiment.")
    assert Notification.objects.filter(recipient=ines, kind="discussion.mentioned", key__endswith=f":{comment.pk}").count() == 1
    assert comment.edited_at


@pytest.mark.parametrize("typed", ["@Inès {last}", "@ines {last}, qu’en dites-vous ?", "Voyez @INES {last} et @ines {last} demain"])
def test_comment_when_a_name_is_typed_in_full_then_its_holder_is_mentioned(story, discussed, typed):
    how, obj = discussed[0]
    lea, ines = story.people["lea"], story.people["ines"]
    comment = actions.post_comment(author=lea, about=obj, body=typed.format(last=ines.last_name))
    assert list(comment.mentions.all()) == [ines]
    assert f'href="{ines.get_absolute_url()}"' in said(comment)


def test_comment_when_two_people_have_the_name_then_nobody_is_guessed(story, discussed):
    how, obj = discussed[0]
    lea, ines = story.people["lea"], story.people["ines"]
    AgentFactory(first_name=ines.first_name, last_name=ines.last_name)
    body = f"@{ines.name} est prévenue."
    comment = actions.post_comment(author=lea, about=obj, body=body)
    assert not comment.mentions.exists()
    assert comment.body == body


def test_comment_when_who_edits_or_removes_then_only_those_who_may(story, discussed):
    how, obj = discussed[0]
    lea, karim = story.people["lea"], story.people["karim"]
    comment = actions.post_comment(author=lea, about=obj, body="À moi.")
    with pytest.raises(PermissionDenied):
        actions.edit_comment(agent=karim, comment=comment, body="À toi.")
    moderator = next(a for a in story.people.values() if how.may_moderate(a, obj) and a != lea)
    with pytest.raises(ValidationError):
        actions.remove_comment(agent=moderator, comment=comment)
    actions.remove_comment(agent=moderator, comment=comment, reason="Propos déplacé envers une collègue.")
    comment.refresh_from_db()
    assert comment.body == ""
    assert comment.removed_by == moderator
    assert Notification.objects.filter(recipient=lea, kind="discussion.removed").exists()


def test_comment_when_removed_meanwhile_then_neither_edited_nor_removed_again(story, discussed):
    how, obj = discussed[0]
    lea = story.people["lea"]
    comment = actions.post_comment(author=lea, about=obj, body="À moi.")
    moderator = next(a for a in story.people.values() if how.may_moderate(a, obj) and a != lea)
    seen = [Comment.objects.get(pk=comment.pk) for _window in range(2)]
    actions.remove_comment(agent=moderator, comment=comment, reason="Propos déplacé.")
    with pytest.raises(ValidationError, match="entre-temps"):
        actions.edit_comment(agent=lea, comment=seen[0], body="Autrement.")
    with pytest.raises(ValidationError, match="entre-temps"):
        actions.remove_comment(agent=lea, comment=seen[1])
    comment.refresh_from_db()
    assert (comment.body, comment.removed_by, comment.removal_reason) == ("", moderator, "Propos déplacé.")


def test_comment_when_its_object_is_hidden_then_nobody_writes_there(story, as_agent):
    answer = as_agent(story.people["lea"]).post("/discussion/idea/00000000-0000-4000-8000-000000000000/", {"body": "Ici ?"})
    assert answer.status_code == 404
