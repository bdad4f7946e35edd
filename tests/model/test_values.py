"""Values that keep a secret, and those that take an older spelling."""

from datetime import UTC, datetime

from coranto.model import reason
from coranto.model.article import TopicMatch
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.source import Subscription


def test_a_subscription_shown_in_a_log_keeps_its_secret():
    one = Subscription(
        hub="https://hub.example/", topic="https://a.example/f", secret="s3cret", asked=datetime.now(UTC)
    )
    assert "s3cret" not in repr(one)
    assert "https://hub.example/" in repr(one)


def test_a_reason_in_words_is_taken_where_no_reason_is_given():
    assert ScorePart(name="x", points=1, because="since it is").reason == reason.text("since it is")
    assert TopicMatch(id="x", name="X", because="since it is").reasons == (reason.text("since it is"),)


def test_a_reason_with_a_code_counts_more_than_words():
    code = Reason("topic.named")
    part, match = (
        ScorePart(name="x", points=1, reason=code, because="since it is"),
        TopicMatch(id="x", name="X", reasons=(code,), because="since it is"),
    )
    assert (part.reason, part.because) == (code, "")
    assert (match.reasons, match.because) == ((code,), "")
