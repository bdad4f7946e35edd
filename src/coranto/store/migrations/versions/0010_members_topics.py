"""Shown stories are listed under the topics of all their members, not of the lead alone.

Revision ID: 0010
"""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Fill the table again from the members there are."""
    op.execute("DELETE FROM story_topic")
    op.execute(
        """
        INSERT INTO story_topic (topic, newest, story, heat, lead)
        SELECT DISTINCT article_topic.topic, story.newest, story.id, story.heat, story.lead
        FROM story
        JOIN member ON member.story = story.id
        JOIN article_topic ON article_topic.article = member.article
        WHERE story.shown AND member.article NOT IN (SELECT article FROM hidden)
        """
    )
