"""Topics: the site's subjects as files, and which of them an article has."""
