"""Records in the forms that go out: Markdown files, the API, three kinds of feed, the sitemap."""
