"""Topics: the site's subjects, and the ones an article has."""
